"""Read the ledger: what happened in order, in the newest version, with names where ids mean nothing."""

from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.kit import Message
from bot.blocks.ledger.timeline import timeline
from bot.blocks.views import EntryView
from bot.incidents.show_incident import incident_view
from bot.ledger.merged_ids import merged_ids
from bot.ledger.people import ids_in, names_of
from bot.ledger.standing_entries import Standing, read_standing
from bot.prose import Prose
from models.ledger import VERDICT_KINDS, EntryKind, LedgerEntry

#: Of these the detail names the address of what was looked at.
_SAYS_WHERE: Final = frozenset({EntryKind.EVIDENCE_ADDED, *VERDICT_KINDS})

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


def _view(standing: Standing, incident_id: int) -> EntryView:
    entry = standing.entry
    gone = " (the message was deleted)" if standing.is_source_deleted else ""
    return EntryView(
        id=entry.id,
        kind=entry.kind,
        at=standing.at,
        text=f"{standing.text}{gone}",
        actor_id=entry.actor_id,
        detail=standing.detail,
        link=entry.permalink or (standing.detail.get("link") if entry.kind in _SAYS_WHERE else None),
        withdrawn=standing.is_withdrawn,
        version=standing.version,
        of_ref=None if entry.incident_id == incident_id else f"INC-{entry.incident_id}",
    )
