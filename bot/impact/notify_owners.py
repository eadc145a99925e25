"""Tell the owners downstream: one message to each, with all that is theirs, and who has read it is kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from bot.blocks.impact.impact_forms import LONGEST_WORDS
from bot.channels.notice_members import known_members
from bot.impact.look_soon import look_soon
from bot.impact.read_notices import notices_of
from bot.uow import UnitOfWork
from models.errors import FieldRefused, NotAllowed, NothingToChange
from models.evidence_guard import require_no_data
from models.incident import Incident
from models.ledger import EntryKind
from models.notice import Notice
from models.outbox import Priority
from models.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one owner is to be told of."""

    #: A person's id, or a channel's.
    to_id: str
    name: str
    team: str | None
    #: Full keys, the weightiest first.
    assets: Sequence[str]


async def notify_owners(
    uow: UnitOfWork, incident_id: int, owners: Sequence[Told], *, by_id: str, words: str = ""
) -> list[Notice]:
    """Put one message to each into the outbox; what somebody was told of meanwhile is not told again.

    Raises AlreadyClosed, NotAllowed in a drill, FieldRefused, NothingToChange, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    incident.require_open()
    require_may_tell(incident)
    require_no_data(words, incident_id=incident.id)
    if not owners:
        raise FieldRefused("owners", "Nobody is chosen.", "Choose at least one owner, or press Cancel.")
    await _require_members(uow, incident, owners)
    already = {
        (notice.to_id, key)
        for notice in await notices_of(uow.session, incident.id)
        if notice.refused is None
        for key in notice.assets
    }
    notices = [
        _notice(incident, each, left, by_id=by_id, words=words, uow=uow)
        for each in owners
        if (left := [key for key in each.assets if (each.to_id, key) not in already])
    ]
    if not notices:
        raise NothingToChange(
            "They have all been told already.", "The message in the channel says who read it."
        )
    uow.session.add_all(notices)
    await uow.session.flush()
    for notice in notices:
        await _post(uow, incident, notice)
    _record(uow, incident, owners, notices, by_id)
    await look_soon(uow, incident)
    return notices


def require_may_tell(incident: Incident) -> None:
    """Raises NotAllowed in a drill."""
    if incident.is_drill:
        raise NotAllowed(
            f"{incident.ref} is a drill, and a drill tells nobody.", "Notify shows who would be."
        )


async def _require_members(uow: UnitOfWork, incident: Incident, owners: Sequence[Told]) -> None:
    """Of a private incident only those in its channel may hear. Raises FieldRefused."""
    if not incident.is_private:
        return
    place = await uow.session.get_one(Place, incident.id)
    members = await known_members(uow.session, place.channel_id or "")
    if strangers := [each for each in owners if each.to_id not in members]:
        raise FieldRefused(
            "owners",
            f"{incident.ref} is private, and {len(strangers)} of these are not in its channel.",
            "Invite whoever may know, then notify them.",
        )


def _notice(
    incident: Incident, owner: Told, assets: Sequence[str], *, by_id: str, words: str, uow: UnitOfWork
) -> Notice:
    return Notice(
        incident_id=incident.id,
        to_id=owner.to_id,
        team=owner.team,
        assets=list(assets),
        words=words.strip()[:LONGEST_WORDS] or None,
        sent_by_id=by_id,
        sent_at=uow.now,
    )


async def _post(uow: UnitOfWork, incident: Incident, notice: Notice) -> None:
    item = await uow.announce(
        "post_notice",
        incident=incident,
        lane=lane_to(notice.to_id),
        priority=Priority.STAGE,
        notice_id=notice.id,
    )
    await uow.session.flush()
    notice.item_id = item.id


def lane_to(to_id: str) -> str:
    """Messages to one owner leave in the order in which they were said."""
    return f"person:{to_id}" if to_id.startswith(("U", "W")) else f"channel:{to_id}"


def _record(
    uow: UnitOfWork, incident: Incident, owners: Sequence[Told], notices: Collection[Notice], by_id: str
) -> None:
    told = {notice.to_id: len(notice.assets) for notice in notices}
    named = [f"{each.name or each.to_id} ({told[each.to_id]})" for each in owners if each.to_id in told]
    uow.record(
        incident.entry(
            EntryKind.OWNERS_NOTIFIED,
            at=uow.now,
            by=by_id,
            text=", ".join(dict.fromkeys(named)),
            notices=[notice.id for notice in notices],
            told=sorted(told),
        )
    )


async def find_notice(uow: UnitOfWork, notice_id: int) -> Notice | None:
    """One notice, for this transaction alone."""
    found = select(Notice).where(Notice.id == notice_id).with_for_update()
    return (await uow.session.scalars(found)).one_or_none()
