"""View data of root causes: what was answered on the walk to each, what is known, what was seen before."""

from dataclasses import dataclass, field
from datetime import datetime

from models.cause_walk import (
    Answers,
    CauseFamily,
    CausePage,
    CausePart,
    Question,
    Reproduced,
    pages_answered,
    whys_of,
)


@dataclass(frozen=True, kw_only=True)
class RootCauseView:
    """One cause, as far as it is known."""

    id: int
    incident_id: int
    #: `C1`; in an incident that was merged into this one with that incident before it.
    label: str
    answers: Answers = field(default_factory=dict)
    family: CauseFamily | None = None
    part: CausePart = CausePart.MAIN
    #: Where the form was left.
    page: CausePage = CausePage.LINEAGE
    by_id: str
    at: datetime

    @property
    def statement(self) -> str | None:
        """What it was, in a sentence; as long as nobody said so, the last why."""
        whys = whys_of(self.answers)
        return self.answers.get(Question.STATEMENT) or (whys[-1] if whys else None)

    @property
    def name(self) -> str | None:
        """What people call it."""
        return self.answers.get(Question.NAME) or None

    @property
    def whys(self) -> tuple[str, ...]:
        """The chain of whys."""
        return whys_of(self.answers)

    @property
    def reproduced(self) -> Reproduced | None:
        """Whether it was made to happen again."""
        said = self.answers.get(Question.REPRODUCED)
        return Reproduced(said) if said in set(Reproduced) else None

    @property
    def counts(self) -> bool:
        """Whether it is held to be one."""
        return self.part is not CausePart.DROPPED

    @property
    def pages(self) -> int:
        """How many pages of the form say something."""
        return pages_answered(self.answers)


@dataclass(frozen=True, kw_only=True)
class RootCausesView:
    """All of an incident, in the order in which they were begun."""

    incident_id: int
    causes: tuple[RootCauseView, ...] = ()
    is_open: bool = True
    is_drill: bool = False


@dataclass(frozen=True, kw_only=True)
class SeenBefore:
    """What a closed incident turned out to be, on the same asset or of the same kind."""

    ref: str
    title: str
    cause: str
    remedy: str | None = None
    closed_at: datetime | None = None
    #: Why it is offered: `the same asset`.
    because: str = ""


@dataclass(frozen=True, kw_only=True)
class KnownView:
    """What the record knows already that helps with one page of the walk: a line each."""

    lines: tuple[str, ...] = ()
    seen_before: tuple[SeenBefore, ...] = ()
    #: What the first why asks after.
    about: str = ""
    #: A supported hypothesis: what it was, until somebody says it otherwise.
    proposed: str | None = None
