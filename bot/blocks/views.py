"""View data: what the cards and forms show, as plain frozen records without database or Slack behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from models.impact_severity import Suggested
from models.missing import Missing
from models.vocabulary import Outcome, Role, Severity, Stage, Symptom


@dataclass(frozen=True, kw_only=True)
class RoleView:
    """Who holds a role, or held it until then."""

    role: Role
    user_id: str
    since_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class SeverityView:
    """A severity in the team's own words; `update_every_text` reads after "updates" ("every 30 min")."""

    severity: Severity
    means: str
    update_every_text: str = ""


@dataclass(frozen=True, kw_only=True)
class IncidentView:
    """All that may be shown of an incident."""

    id: int
    title: str
    stage: Stage
    severity: Severity
    declared_at: datetime
    stage_since_at: datetime
    declared_by_id: str | None = None
    domain: str | None = None
    symptom: Symptom | None = None
    asset: str | None = None
    is_private: bool = False
    breach_at: datetime | None = None
    is_drill: bool = False
    began_at: datetime | None = None
    noticed_at: datetime | None = None
    fixed_at: datetime | None = None
    channel_id: str | None = None
    channel_name: str | None = None
    #: Only while the role is held; `roles` has everyone, the commander included.
    commander_id: str | None = None
    roles: tuple[RoleView, ...] = ()
    acknowledged_by_id: str | None = None
    acknowledged_at: datetime | None = None
    next_update_at: datetime | None = None
    next_update_owner_id: str | None = None
    overdue: bool = False
    #: The time box of its stage, and whether it took longer.
    box_due_at: datetime | None = None
    box_missed: bool = False
    paused_until_at: datetime | None = None
    paused_because: str | None = None
    #: What its stage wants before it is left, and has not got.
    wanted: tuple[Missing, ...] = ()
    #: What people use until the data is right again.
    interim: str | None = None
    call_url: str | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    closed_by_id: str | None = None
    #: It ended as part of another one, which is named where that may be.
    is_merged: bool = False
    merged_into_id: int | None = None
    merged_into_channel_id: str | None = None
    #: Until when it goes on by itself if an alert of it fires again, and how often that has happened.
    watched_until_at: datetime | None = None
    regression_count: int = 0
    cause: str | None = None
    remedy: str | None = None
    alert_count: int = 0
    last_alert_link: str | None = None
    origin_link: str | None = None
    #: Sentences about what is wrong with the channel or the people, each with its remedy.
    troubles: tuple[str, ...] = ()
    #: The severity that its impact suggests, and whether somebody has decided since.
    suggested: Suggested | None = None
    is_suggestion_settled: bool = False
    #: Those whom Slack refused to invite.
    unreached_ids: tuple[str, ...] = ()
    version: int = 1

    @property
    def ref(self) -> str:
        """How people name it: `INC-12`."""
        return f"INC-{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether people still work on it."""
        return self.stage is not Stage.CLOSED

    @property
    def open_suggestion(self) -> Suggested | None:
        """A suggestion that differs from the severity, and about which nobody has decided."""
        found = self.suggested
        return found if found and not self.is_suggestion_settled and found.severity != self.severity else None

    def holder(self, role: Role) -> str | None:
        """Who holds a role now."""
        return next((held.user_id for held in self.roles if held.role is role and not held.until_at), None)


@dataclass(frozen=True, kw_only=True)
class EntryView:
    """One line of the ledger. `kind` is the ledger's own word (`note.added`)."""

    id: int
    kind: str
    at: datetime
    text: str
    #: None is Breakwater itself.
    actor_id: str | None = None
    #: What the ledger keeps beside the text: before, after, role, person, outcome …
    detail: Mapping[str, Any] = field(default_factory=dict)
    link: str | None = None
    withdrawn: bool = False
    #: How often it was written: 2 after one correction.
    version: int = 1
    #: The incident that it was written in, where that was merged into the one that is shown.
    of_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class CheckInView:
    """A promise to say something by a time, and what became of it."""

    id: int
    incident_id: int
    title: str
    severity: Severity
    due_at: datetime
    owner_id: str | None = None
    channel_id: str | None = None
    is_drill: bool = False
    #: When it stopped asking: kept by an update, replaced, handed over or ended by the close.
    settled_at: datetime | None = None
    settled_by_id: str | None = None
    #: In two or three words: "an update", "the close", "a later promise".
    settled_with: str | None = None
    snoozed_by_id: str | None = None
    snoozed_until_at: datetime | None = None
    snooze_for: tuple[timedelta, ...] = (timedelta(minutes=15), timedelta(minutes=30), timedelta(hours=1))

    @property
    def ref(self) -> str:
        """How people name its incident."""
        return f"INC-{self.incident_id}"


@dataclass(frozen=True, kw_only=True)
class HandOffView:
    """A role offered to someone."""

    id: int
    incident_id: int
    title: str
    role: Role
    from_id: str
    to_id: str
    offered_at: datetime
    note: str = ""
    channel_id: str | None = None
    answered_at: datetime | None = None
    accepted: bool | None = None

    @property
    def ref(self) -> str:
        """How people name its incident."""
        return f"INC-{self.incident_id}"


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """The post-mortem of an incident: drafted, chased, published."""

    id: int
    incident_id: int
    title: str
    is_drill: bool = False
    drafted_at: datetime | None = None
    file_link: str | None = None
    #: What the draft lacks, each as "cause: ask Ana Silva".
    gaps: tuple[str, ...] = ()
    asked_id: str | None = None
    chased_count: int = 0
    published_at: datetime | None = None
    published_by_id: str | None = None

    @property
    def ref(self) -> str:
        """How people name its incident."""
        return f"INC-{self.incident_id}"


@dataclass(frozen=True, kw_only=True)
class ParkedView:
    """An outbox item that failed for good."""

    id: int
    what: str
    fault: str
    since_at: datetime
    incident_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class DeadLetterView:
    """Something received that could not be read."""

    id: int
    source: str
    fault: str
    received_at: datetime
    #: Of a webhook.
    receipt: str | None = None


@dataclass(frozen=True, kw_only=True)
class DoctorView:
    """What does not work, and is kept until someone mends it."""

    parked: tuple[ParkedView, ...] = ()
    dead_letters: tuple[DeadLetterView, ...] = ()
    #: Incidents whose channel cannot be reached.
    troubled: tuple[IncidentView, ...] = ()
    #: Channels named in the playbook that were not found.
    absent_channels: tuple[str, ...] = ()
    #: Other sentences: missing scopes, a broken template.
    faults: tuple[str, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to mend."""
        return not (self.parked or self.dead_letters or self.troubled or self.absent_channels or self.faults)


@dataclass(frozen=True, kw_only=True)
class HomeView:
    """One person's App Home: only what they may see."""

    mine: tuple[IncidentView, ...] = ()
    overdue: tuple[IncidentView, ...] = ()
    open: tuple[IncidentView, ...] = ()
    recent: tuple[IncidentView, ...] = ()
    doctor: DoctorView = DoctorView()
