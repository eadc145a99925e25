"""What bears on one signal at the moment of deciding, frozen: `decide` reads nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from models.quiet import Quiet
from models.shared_cause import SharedKind
from models.vocabulary import Outcome, Role, RuleAction, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    """So often within so long."""

    count: int
    within: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the playbook whose condition holds for the signal."""

    name: str
    do: RuleAction
    severity: Severity | None = None
    domain: str | None = None
    #: Who gets which role in what is opened: `@handle`, or the id of a person or user group.
    call: Mapping[Role, str] = field(default_factory=dict)
    #: Not yet: only when it fires so often, or for so long.
    after: Repeats | None = None
    lasting: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """An incident that people work on."""

    id: int
    #: Its name is not said where others may read.
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedIncident:
    """The incident to which this alert belonged last."""

    id: int
    closed_at: datetime
    outcome: Outcome | None = None
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCard:
    """A triage card that is neither settled nor recovered."""

    alert_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """Something that this alert shares with earlier ones of the window; nobody said that it means nothing."""

    key: str
    kind: SharedKind
    #: `run 8123`, `the asset finance.orders`.
    name: str
    #: A public incident to which the others led, or else the card that asks about them.
    incident: OpenIncident | None = None
    card: AskedCard | None = None
    #: Someone said that what shares this belongs together.
    is_confirmed: bool = False
    #: Of an ancestor: the way from what is read to what reads it, by names; the failing one there is `name`.
    path: tuple[str, ...] = ()
    #: The other one is below, and reads from this; else it is above.
    is_below: bool = False
    #: Of the lower one of the two: it shows what a failure further up would bring about.
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StormGuard:
    """How many channels alerts opened within the window, and what gathers the rest."""

    opened_count: int = 0
    cap: int = 5
    within: timedelta = timedelta(minutes=10)
    incident_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that bears on one signal."""

    #: In the playbook's order; the first decides.
    rules: tuple[Rule, ...] = ()
    #: Where this very alert is worked on.
    incident: OpenIncident | None = None
    #: Where it was last, if that is closed.
    closed: ClosedIncident | None = None
    quiet: Quiet | None = None
    card: AskedCard | None = None
    #: When it began to fire, if it fires still, and its earlier firings in epoch seconds.
    firing_since_at: datetime | None = None
    firings: tuple[float, ...] = ()
    #: When people were last told of it.
    notified_at: datetime | None = None
    is_flapping: bool = False
    #: The incident out of which someone took it.
    apart_from_id: int | None = None
    #: The surer sign first.
    shared: tuple[Shared, ...] = ()
    storm: StormGuard = StormGuard()
    #: What the playbook says about repeats of what is worked on, and failures soon after the close.
    renotify: timedelta = timedelta(hours=4)
    probation: timedelta = timedelta(days=1)
