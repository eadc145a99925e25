"""What is changed in a system during an incident: planned, applied, and seen to hold or taken back. Pure.

A temporary one is only in danger of being forgotten: it stands until it is removed or made permanent.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from models.errors import NotAllowed, NothingToChange


class ChangeState(StrEnum):
    """Where it stands."""

    PLANNED = "planned"
    APPLIED = "applied"
    #: Its post-condition was seen.
    HELD = "held"
    ROLLED_BACK = "rolled_back"
    #: Taken away again, or, of a plan, dropped.
    REMOVED = "removed"


class ChangeStep(StrEnum):
    """What happens to it; the ledger's kinds are named after these (`change.rolled_back`)."""

    APPROVED = "approved"
    APPLIED = "applied"
    HELD = "held"
    ROLLED_BACK = "rolled_back"
    MADE_PERMANENT = "made_permanent"
    REMOVED = "removed"
    #: Why it may stay when the incident is closed.
    EXPLAINED = "explained"


_LEADS_TO: Final[Mapping[ChangeStep, ChangeState]] = {
    ChangeStep.APPLIED: ChangeState.APPLIED,
    ChangeStep.HELD: ChangeState.HELD,
    ChangeStep.ROLLED_BACK: ChangeState.ROLLED_BACK,
    ChangeStep.REMOVED: ChangeState.REMOVED,
}

_IN_PLACE: Final = frozenset({ChangeState.APPLIED, ChangeState.HELD})

_STEPS: Final[Mapping[ChangeState, tuple[ChangeStep, ...]]] = {
    ChangeState.PLANNED: (ChangeStep.APPROVED, ChangeStep.APPLIED, ChangeStep.REMOVED),
    ChangeState.APPLIED: (ChangeStep.APPROVED, ChangeStep.HELD, ChangeStep.ROLLED_BACK),
    ChangeState.HELD: (ChangeStep.APPROVED, ChangeStep.ROLLED_BACK),
    ChangeState.ROLLED_BACK: (),
    ChangeState.REMOVED: (),
}
_STEPS_OF_TEMPORARY: Final = (ChangeStep.REMOVED, ChangeStep.MADE_PERMANENT, ChangeStep.EXPLAINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLife:
    """What the ledger says of one change, after all that happened to it."""

    state: ChangeState
    author_id: str | None = None
    is_temporary: bool = False
    is_approved: bool = False
    is_explained: bool = False

    @property
    def is_in_place(self) -> bool:
        """Whether the system is as it made it."""
        return self.state in _IN_PLACE

    @property
    def must_go(self) -> bool:
        """Whether something temporary is in place still."""
        return self.is_temporary and self.is_in_place

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be done or seen about it."""
        return self.state not in {ChangeState.PLANNED, ChangeState.APPLIED} and not self.must_go

    @property
    def steps(self) -> tuple[ChangeStep, ...]:
        """What may happen to it next."""
        more = _STEPS_OF_TEMPORARY if self.must_go else ()
        steps = (*_STEPS[self.state], *more)
        return tuple(step for step in steps if not (step is ChangeStep.APPROVED and self.is_approved))

    def after(self, step: ChangeStep) -> "ChangeLife":
        """The same after one more step."""
        return replace(
            self,
            state=_LEADS_TO.get(step, self.state),
            is_temporary=self.is_temporary and step is not ChangeStep.MADE_PERMANENT,
            is_approved=self.is_approved or step is ChangeStep.APPROVED,
            is_explained=self.is_explained or step is ChangeStep.EXPLAINED,
        )


def life_of(
    state: ChangeState, steps: Iterable[ChangeStep], *, author_id: str | None, is_temporary: bool
) -> ChangeLife:
    """All steps after each other, whatever they are: what is recorded has happened."""
    life = ChangeLife(state=state, author_id=author_id, is_temporary=is_temporary)
    for step in steps:
        life = life.after(step)
    return life


def require_step(life: ChangeLife, step: ChangeStep, *, by_id: str, needs_approval: bool) -> None:
    """Raise NothingToChange or NotAllowed unless this person may let this happen now."""
    if step not in life.steps:
        words = life.state.replace("_", " ")
        raise NothingToChange(f"This change is {words}; that cannot follow.", "Look at its message again.")
    if step is ChangeStep.APPROVED and by_id == life.author_id:
        raise NotAllowed("Nobody approves their own change.", "Ask somebody else to press Approve.")
    if step is ChangeStep.APPLIED and needs_approval and not life.is_approved:
        raise NotAllowed(
            "At this severity a change is approved before it is applied.",
            "Ask somebody else to press Approve on its message.",
        )
