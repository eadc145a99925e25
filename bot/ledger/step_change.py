"""Step a change: it was approved, applied, seen to hold, rolled back, made permanent or removed."""

from typing import Final

from bot.blocks.limits import clip
from bot.ledger.changes import find_change
from bot.ledger.judge_hypothesis import MEANT
from bot.ledger.show_record import show_recorded
from bot.uow import UnitOfWork
from bot.verification.follow_moves import follow_change
from models.change import ChangeStep, require_step
from models.errors import FieldRefused, NothingToChange
from models.evidence_guard import kept_words
from models.ledger import EntryKind, LedgerEntry

#: Steps that say nothing without a sentence: what was seen, or why.
WORDED: Final = frozenset(
    {ChangeStep.HELD, ChangeStep.ROLLED_BACK, ChangeStep.MADE_PERMANENT, ChangeStep.EXPLAINED}
)


async def step_change(
    uow: UnitOfWork, change_id: int, step: ChangeStep, why: str = "", *, by_id: str
) -> LedgerEntry:
    """Record what happened to it. Raises NotFound, NothingToChange, NotAllowed, FieldRefused."""
    incident = await uow.incident((await find_change(uow.session, change_id)).incident_id)
    view = await find_change(uow.session, change_id, uow.playbook)
    if view.is_withdrawn:
        raise NothingToChange("This change was withdrawn.", "Record a new one: `/incident change`.")
    require_step(view.life, step, by_id=by_id, needs_approval=view.wants_approval)
    if step in WORDED and not why.strip():
        raise FieldRefused("text", "It does not say what was seen, or why.", "One sentence is enough.")
    entry = incident.entry(
        EntryKind(f"change.{step}"),
        at=uow.now,
        by=by_id,
        text=why.strip(),
        change=change_id,
        meant=clip(kept_words(view.text), MEANT),
    )
    await follow_change(uow, incident, entry)
    uow.record(entry)
    await show_recorded(uow, entry)
    return entry
