"""Read the ledger: what happened in order, in the newest version, with names where ids mean nothing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.kit import Message
from bot.blocks.timeline import timeline
from bot.blocks.views import EntryView
from bot.incidents.show_incident import incident_view
from bot.ledger.standing_entries import Standing, read_standing
from bot.prose import Prose
from models.incident import Incident
from models.ledger import LedgerEntry
from models.place import Person

#: Entries that the text in Slack can show; the file has them all.
LATEST = 25


async def read_ledger(session: AsyncSession, incident_id: int) -> tuple[EntryView, ...]:
    """The whole ledger, oldest first, with those of the incidents that were merged into this one.

    Corrections are applied to what they correct; withdrawn ones say so.
    """
    ids = await merged_ids(session, incident_id)
    standing = await read_standing(
        session, LedgerEntry.incident_id.in_(ids), LedgerEntry.corrects_id.is_(None)
    )
    return tuple(_view(each, incident_id) for each in standing)


async def merged_ids(session: AsyncSession, incident_id: int) -> list[int]:
    """The incident, and all that ended as parts of it, or of its parts; nothing private in a public one."""
    row = select(Incident.id, Incident.is_private)
    parts = row.where(Incident.id == incident_id).cte("parts", recursive=True)
    may_show = or_(Incident.is_private.is_(False), parts.c.is_private)
    parts = parts.union(row.where(Incident.merged_into_id == parts.c.id, may_show))
    return sorted(await session.scalars(select(parts.c.id)))


async def read_latest(
    session: AsyncSession, incident_id: int, count: int = LATEST
) -> tuple[tuple[EntryView, ...], int]:
    """The newest entries, oldest first, and how many there are in all."""
    ids = await merged_ids(session, incident_id)
    of_incident = (LedgerEntry.incident_id.in_(ids), LedgerEntry.corrects_id.is_(None))
    total = (await session.scalars(select(func.count()).where(*of_incident))).one()
    newest = select(LedgerEntry.id).where(*of_incident).order_by(LedgerEntry.at.desc(), LedgerEntry.id.desc())
    shown = (await session.scalars(newest.limit(count))).all()
    standing = await read_standing(session, LedgerEntry.id.in_(shown))
    return tuple(_view(each, incident_id) for each in standing), total


async def show_timeline(session: AsyncSession, incident_id: int, now: datetime) -> Message:
    """The latest of the ledger as a message. Raises NotFound."""
    view = await incident_view(session, incident_id, now)
    entries, total = await read_latest(session, incident_id)
    return timeline(view, entries, total=total)


async def export_timeline(session: AsyncSession, incident_id: int, now: datetime, prose: Prose) -> str:
    """The whole ledger as Markdown. Raises NotFound."""
    view = await incident_view(session, incident_id, now)
    entries = await read_ledger(session, incident_id)
    ids = {*ids_in(entries), view.declared_by_id, view.commander_id}
    return prose.timeline_markdown(view, entries, await names_of(session, ids))


async def names_of(session: AsyncSession, ids: Iterable[str | None]) -> dict[str, str]:
    """Names by Slack id, of those of whom we have heard."""
    wanted = {user_id for user_id in ids if user_id}
    found = await session.scalars(select(Person).where(Person.user_id.in_(wanted)))
    return {person.user_id: person.name or person.handle for person in found if person.name or person.handle}


def ids_in(entries: Sequence[EntryView]) -> Iterator[str]:
    """Everyone whom the entries name."""
    for entry in entries:
        if entry.actor_id:
            yield entry.actor_id
        for key in ("person", "relieved", "author", "before"):
            if isinstance(named := entry.detail.get(key), str):
                yield named
        yield from (each for each in entry.detail.get("people") or () if isinstance(each, str))


def _view(standing: Standing, incident_id: int) -> EntryView:
    entry = standing.entry
    gone = " (the message was deleted)" if standing.is_source_deleted else ""
    return EntryView(
        id=entry.id,
        kind=entry.kind,
        at=entry.at,
        text=f"{standing.text}{gone}",
        actor_id=entry.actor_id,
        detail=entry.detail,
        link=entry.permalink,
        withdrawn=standing.is_withdrawn,
        version=standing.version,
        of_ref=None if entry.incident_id == incident_id else f"INC-{entry.incident_id}",
    )
