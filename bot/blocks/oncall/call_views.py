"""View data of calls: who was called by which way, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import CallState, Severity, SummonsKind, Way


@dataclass(frozen=True, kw_only=True)
class CallView:
    """One call to one person by one way."""

    person_id: str
    way: Way
    state: CallState
    #: When that became of it.
    at: datetime
    fault: str | None = None


@dataclass(frozen=True, kw_only=True)
class SummonsView:
    """People called together."""

    id: int
    incident_id: int
    kind: SummonsKind
    #: `level 2 of 3 of “the worst”`, the name of an executive's step, a team; or nothing.
    name: str = ""
    by_id: str | None = None
    why: str = ""
    is_drill: bool = False
    is_incident_open: bool = True
    due_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by_id: str | None = None
    remarks: tuple[str, ...] = ()
    #: In the order in which they were placed.
    calls: tuple[CallView, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CalledView:
    """What one person is told who is called: of a private incident no more than they may know."""

    call_id: int
    incident_ref: str
    severity: Severity
    #: None: it is private, and they are not in its channel.
    title: str | None
    channel_id: str | None = None
    name: str = ""
    by_id: str | None = None
    why: str = ""
    state: CallState = CallState.DELIVERED
    settled_at: datetime | None = None
    #: Who answered instead.
    answered_by_id: str | None = None
    is_incident_open: bool = True
