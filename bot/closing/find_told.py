"""Who had been told of an incident: the announcement, the thread it came from, and the owners downstream."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.notice_members import known_members
from bot.impact.read_notices import notices_of
from bot.ledger.merged_ids import merged_ids
from models.incident import Incident
from models.notice import Notice
from models.place import Place

ANNOUNCEMENT, THREAD, OWNER = "announcement", "thread", "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One place where something was said of it."""

    what: str
    #: A channel's id, or a person's.
    to_id: str
    thread_ts: str | None = None
    #: The newest notice to that owner.
    notice_id: int | None = None


async def find_told(session: AsyncSession, incident: Incident) -> tuple[Heard, ...]:
    """Each once, also those who were told of what was merged into it; in a drill nobody.

    Of a private incident only owners who are in its channel may hear.
    """
    if incident.is_drill:
        return ()
    owners = await _owners(session, incident)
    if incident.is_private:
        return tuple(owners)
    public = await _in_public(session, incident)
    announced = {each.to_id for each in public if each.what == ANNOUNCEMENT}
    return tuple(dict.fromkeys([*public, *(each for each in owners if each.to_id not in announced)]))


async def _in_public(session: AsyncSession, incident: Incident) -> list[Heard]:
    heard: list[Heard] = []
    for number in await merged_ids(session, incident.id):
        place = await session.get_one(Place, number)
        part = await session.get_one(Incident, number)
        announced, origin = place.announcement_channel_id, part.origin_channel_id
        if announced and place.announcement_ts:
            heard.append(Heard(what=ANNOUNCEMENT, to_id=announced, thread_ts=place.announcement_ts))
        if origin and part.origin_ts:
            heard.append(Heard(what=THREAD, to_id=origin, thread_ts=part.origin_ts))
    return heard


async def _owners(session: AsyncSession, incident: Incident) -> list[Heard]:
    told: dict[str, Notice] = {}
    for notice in await notices_of(session, incident.id):
        if notice.refused is None:
            told[notice.to_id] = notice
    if incident.is_private:
        place = await session.get_one(Place, incident.id)
        members = await known_members(session, place.channel_id or "")
        told = {to_id: notice for to_id, notice in told.items() if to_id in members}
    return [Heard(what=OWNER, to_id=to_id, notice_id=notice.id) for to_id, notice in told.items()]
