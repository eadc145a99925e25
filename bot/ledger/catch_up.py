"""What a late-comer needs to know, read from the ledger and from where the incident stands."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.ledger.catchup import CatchupView
from bot.causes.read_causes import causes_of_incident
from bot.incidents.show_incident import incident_view
from bot.ledger.changes import read_changes
from bot.ledger.hypotheses import evidence_view, read_hypotheses
from bot.ledger.merged_ids import merged_ids
from bot.ledger.standing_entries import Standing, read_standing
from bot.repair.read_backfill import backfill_of
from bot.repair.read_holds import holds_of
from bot.repair.read_windows import windows_of
from models.ledger import EntryKind, LedgerEntry

_KINDS = (
    EntryKind.EVIDENCE_ADDED,
    EntryKind.DECISION_RECORDED,
    EntryKind.FOLLOW_UP_ADDED,
    EntryKind.UPDATE_POSTED,
)


async def catch_up(session: AsyncSession, incident_id: int, now: datetime) -> CatchupView:
    """Boil the record down. Raises NotFound."""
    view = await incident_view(session, incident_id, now)
    ids = await merged_ids(session, incident_id)
    standing = await read_standing(
        session,
        LedgerEntry.incident_id.in_(ids),
        LedgerEntry.kind.in_(_KINDS),
        LedgerEntry.corrects_id.is_(None),
    )
    counted = [each for each in standing if not each.is_withdrawn]
    loose = [each for each in _of(counted, EntryKind.EVIDENCE_ADDED) if "hypothesis" not in each.detail]
    updates = _of(counted, EntryKind.UPDATE_POSTED)
    return CatchupView(
        incident=view,
        hypotheses=await read_hypotheses(session, incident_id),
        evidence=tuple(evidence_view(each) for each in loose),
        changes=await read_changes(session, incident_id),
        decisions=tuple((each.at, each.text) for each in _of(counted, EntryKind.DECISION_RECORDED)),
        causes=await causes_of_incident(session, incident_id),
        windows=await windows_of(session, incident_id),
        backfill=await backfill_of(session, incident_id),
        holds=tuple(each for each in await holds_of(session, incident_id) if each.released_at is None),
        follow_up_count=len(_of(counted, EntryKind.FOLLOW_UP_ADDED)),
        last_update=(updates[-1].at, updates[-1].entry.actor_id, updates[-1].text) if updates else None,
    )


def _of(standing: Sequence[Standing], kind: EntryKind) -> list[Standing]:
    return [each for each in standing if each.entry.kind is kind]
