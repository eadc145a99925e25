"""What the card of an alert shows, as a plain frozen record without database or Slack behind it."""

from dataclasses import dataclass
from datetime import datetime

from models.vocabulary import Outcome, Stage, Symptom


@dataclass(frozen=True, kw_only=True)
class AlertView:
    """One alert, what its card speaks for, and what became of it.

    Where several hold, an incident says more than a silence, and a silence more than who took it on.
    """

    id: int
    title: str
    source: str
    received_at: datetime
    #: Why it was decided so, as a sentence.
    reason: str = ""
    is_firing: bool = True
    severity_hint: str | None = None
    symptom: Symptom | None = None
    asset: str | None = None
    link: str | None = None
    excerpt: str | None = None
    #: It came by no message: its card stands in the channel by itself, and says what the tool said.
    is_alone: bool = False
    #: How often the same alert came again in this spell, and the last of them: when, and its address.
    repeat_count: int = 0
    last_at: datetime | None = None
    last_link: str | None = None
    #: Other alerts for which this card speaks, and what they share (`run 8123`), if they share something.
    folded_count: int = 0
    folded_by: str | None = None
    #: A public open incident to which it may belong as well: `INC-12`.
    offered_ref: str | None = None
    #: When this spell began, and when it ended.
    firing_since_at: datetime | None = None
    recovered_at: datetime | None = None
    #: Since when it changes too often to be believed.
    flapping_since_at: datetime | None = None
    #: What has to happen before anything is done: `2 of 3 times within 30 min`.
    waits_for: str | None = None
    taken_by_id: str | None = None
    taken_at: datetime | None = None
    #: Who put it down as expected, who answers for that, who snoozed it, who silenced more than it.
    expected_by_id: str | None = None
    owner_id: str | None = None
    snoozed_by_id: str | None = None
    silenced_by_id: str | None = None
    #: The words given for any of these, and until when it holds.
    silent_because: str = ""
    silent_until_at: datetime | None = None
    incident_id: int | None = None
    incident_channel_id: str | None = None
    incident_stage: Stage | None = None
    incident_lead_id: str | None = None
    #: When it was closed, and how; none while people work on it.
    incident_closed_at: datetime | None = None
    incident_outcome: Outcome | None = None
    #: Nothing of a private incident may be shown beside the alert.
    incident_is_private: bool = False
    #: With personal or confidential data in it: of this one not even the alert is told.
    incident_is_breach: bool = False
    #: Whether this very alert opened the incident (else it joined).
    opened_incident: bool = False

    @property
    def incident_ref(self) -> str:
        """How people name its incident."""
        return f"INC-{self.incident_id}"

    @property
    def is_quiet(self) -> bool:
        """Whether somebody said that it shall be quiet for now."""
        return (self.expected_by_id or self.snoozed_by_id or self.silenced_by_id) is not None
