"""What whoever comes next must not forget: of open incidents, and of what closed ones left behind."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.oncall.left_open import LeftOpenView
from bot.incidents.see_incidents import visible_to
from bot.ledger.changes import open_changes
from bot.ledger.merged_ids import merged_ids, survivor_of
from bot.ledger.standing_entries import read_standing
from bot.playbook import Playbook
from bot.repair.read_backfill import backfill_of
from bot.repair.read_holds import holds_of
from models.backfill import OPEN
from models.backfill_item import BackfillItem
from models.change import ChangeState
from models.change_card import ChangeCard
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.retention_hold import RetentionHold
from models.vocabulary import Stage

#: So it was recorded; whether it is still only planned, what happened since says.
_IS_PLANNED: Final = LedgerEntry.detail["state"].as_string() == ChangeState.PLANNED.value


async def left_open_ids(session: AsyncSession, person_id: str) -> Sequence[int]:
    """The incidents that may have left something, open ones first; no drill, nothing private of others."""
    is_open = Incident.stage != Stage.CLOSED
    asked_for = select(LedgerEntry.incident_id).join(Incident, Incident.id == LedgerEntry.incident_id)
    leaves = (
        select(BackfillItem.incident_id).where(BackfillItem.state.in_(OPEN)),
        select(RetentionHold.incident_id).where(RetentionHold.released_at.is_(None)),
        select(ChangeCard.incident_id).where(ChangeCard.look_at.is_not(None)),
        asked_for.where(is_open, LedgerEntry.kind == EntryKind.FOLLOW_UP_ADDED),
        asked_for.where(is_open, LedgerEntry.kind == EntryKind.CHANGE_RECORDED, _IS_PLANNED),
    )
    found = {number for each in leaves for number in await session.scalars(each.distinct())}
    goes_on = {await survivor_of(session, number) for number in found}
    seen = select(Incident.id).where(Incident.id.in_(goes_on), Incident.is_drill.is_(False))
    ordered = seen.where(visible_to(person_id)).order_by(is_open.desc(), Incident.severity, Incident.id)
    return (await session.scalars(ordered)).all()


async def left_open(session: AsyncSession, incident_id: int, playbook: Playbook) -> LeftOpenView:
    """What is left of one and of its parts; follow-ups of a closed one are in its post-mortem, and what was
    planned in it is no plan any more.
    """
    incident = await session.get_one(Incident, incident_id)
    changes = await open_changes(session, incident_id, playbook)
    planned = [each for each in changes if incident.is_open and each.life.state is ChangeState.PLANNED]
    holds = await holds_of(session, incident_id)
    return LeftOpenView(
        ref=incident.ref,
        title=incident.title,
        backfill=(await backfill_of(session, incident_id)).progress,
        planned_count=len(planned),
        approval_count=sum(each.wants_approval for each in planned),
        temporary_count=sum(each.life.must_go for each in changes),
        holds=tuple(each for each in holds if each.released_at is None),
        follow_up_count=await _follow_ups(session, incident_id) if incident.is_open else 0,
    )


async def _follow_ups(session: AsyncSession, incident_id: int) -> int:
    found = await read_standing(
        session,
        LedgerEntry.incident_id.in_(await merged_ids(session, incident_id)),
        LedgerEntry.kind == EntryKind.FOLLOW_UP_ADDED,
        LedgerEntry.corrects_id.is_(None),
    )
    return sum(not each.is_withdrawn for each in found)
