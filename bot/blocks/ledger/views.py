"""View data of the typed ledger: hypotheses with their evidence, and changes with what became of them."""

from dataclasses import dataclass, field
from datetime import datetime

from models.change import ChangeLife, ChangeStep
from models.hypothesis import HypothesisState, Verdict
from models.typed_entry import Bears, Change, Evidence


@dataclass(frozen=True, kw_only=True)
class EvidenceView:
    """One piece of evidence for or against a hypothesis, or about none."""

    id: int
    text: str
    by_id: str | None
    at: datetime
    typed: Evidence = field(default_factory=Evidence)
    #: The message that it was taken from.
    message_link: str | None = None

    @property
    def speaks_for(self) -> bool:
        """Whether it supports what it is about."""
        return self.typed.bears is not Bears.AGAINST


@dataclass(frozen=True, kw_only=True)
class VerdictView:
    """What somebody said of a hypothesis, and why."""

    verdict: Verdict
    why: str
    by_id: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class HypothesisView:
    """What may be the cause, and what is thought of it now."""

    id: int
    incident_id: int
    #: `H2`; in the ledger of an incident that was merged into this one with that incident before it.
    name: str
    text: str
    state: HypothesisState
    by_id: str | None
    at: datetime
    evidence: tuple[EvidenceView, ...] = ()
    verdicts: tuple[VerdictView, ...] = ()

    @property
    def last_verdict(self) -> VerdictView | None:
        """The one that counts."""
        return self.verdicts[-1] if self.verdicts else None


@dataclass(frozen=True, kw_only=True)
class BoardOfHypothesesView:
    """All hypotheses of an incident."""

    incident_id: int
    hypotheses: tuple[HypothesisView, ...] = ()
    is_open: bool = True

    def of_state(self, state: HypothesisState) -> tuple[HypothesisView, ...]:
        """Those of which this is thought now."""
        return tuple(each for each in self.hypotheses if each.state is state)


@dataclass(frozen=True, kw_only=True)
class StepView:
    """One step in the life of a change."""

    step: ChangeStep
    why: str
    by_id: str | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ChangeView:
    """A change in a system: what, where, the way back, and what became of it."""

    id: int
    incident_id: int
    text: str
    by_id: str | None
    at: datetime
    life: ChangeLife
    typed: Change = field(default_factory=Change)
    steps: tuple[StepView, ...] = ()
    #: The playbook asks for an approval at this severity, and there is none.
    wants_approval: bool = False
    is_drill: bool = False
    is_withdrawn: bool = False
    of_ref: str | None = None
    #: Our own message of it, and the one that it was taken from.
    message_ts: str | None = None
    message_link: str | None = None

    def last(self, step: ChangeStep) -> StepView | None:
        """The latest step of a kind."""
        return next((each for each in reversed(self.steps) if each.step is step), None)
