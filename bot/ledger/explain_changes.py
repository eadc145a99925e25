"""Before a close: what is in place for now only is taken away, made permanent, or explained."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.ledger.views import ChangeView
from bot.blocks.limits import clip, one_line
from bot.ledger.changes import open_changes
from bot.ledger.step_change import step_change
from bot.uow import UnitOfWork
from models.change import ChangeStep
from models.incident import Incident


async def unexplained_changes(session: AsyncSession, incident_id: int) -> tuple[ChangeView, ...]:
    """Temporary changes that are in place, and of which nobody has said why they may stay."""
    changes = await open_changes(session, incident_id)
    return tuple(each for each in changes if each.life.must_go and not each.life.is_explained)


async def explain_changes(uow: UnitOfWork, incident: Incident, why: str, *, by_id: str) -> list[str]:
    """Record why they stay; without a reason, what is open comes back, for the refusal to list."""
    changes = await unexplained_changes(uow.session, incident.id)
    if not why.strip():
        way_out = "(remove it, make it permanent, or say in the form why it stays)"
        told = [clip(one_line(each.text), 120) for each in changes]
        return [f"a temporary change is in place: “{words}” {way_out}" for words in told]
    for each in changes:
        await step_change(uow, each.id, ChangeStep.EXPLAINED, why, by_id=by_id)
    return []
