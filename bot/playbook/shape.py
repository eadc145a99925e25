"""What a playbook may say, typed and frozen, with the defaults that hold where it says nothing."""

from collections.abc import Mapping
from datetime import time
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Final, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from bot.playbook.alerts import Alerts
from bot.playbook.backfills import Backfills
from bot.playbook.changes import Changes
from bot.playbook.data_issues import DataIssues
from bot.playbook.escalation import Contact, Escalation
from bot.playbook.fields import (
    AskedCheck,
    Channel,
    Date,
    Days,
    Duration,
    KeyName,
    OpenStage,
    Person,
    Responder,
    Signer,
    TimeOfDay,
    WebAddress,
    Word,
    Zone,
)
from bot.playbook.impact import Impact
from bot.playbook.on_call import OnCall
from bot.playbook.ownership import Fallback, Owners, Team, owner_rules
from bot.playbook.part import Part
from bot.playbook.permissions import Permissions
from bot.playbook.reactions import Reactions, require_apart
from bot.playbook.retention import Retention
from bot.playbook.runbooks import Runbook
from models.durations import Span, parse_span
from models.ownership import OwnerRules
from models.rotation import Turns
from models.vocabulary import Severity, Stage
from models.working_hours import WorkingHours


class Hours(Part):
    """When the team works."""

    zone: Annotated[
        Zone | None,
        Field(description="the zone where a person's own is not known from Slack; without it UTC"),
    ] = None
    days: Annotated[Days, Field(description="the working days: `mon-fri`, or a list")] = frozenset(range(5))
    start: Annotated[TimeOfDay, Field(alias="from", description="when a working day starts")] = time(9)
    end: Annotated[TimeOfDay, Field(alias="to", description="when it ends")] = time(17)

    @model_validator(mode="after")
    def _start_before_end(self) -> Self:
        if self.start >= self.end:
            raise ValueError("`from` must be before `to`, on the same day")
        return self

    def of(self, zone: ZoneInfo | None = None) -> WorkingHours:
        """Give the working hours of a person in `zone`: theirs, else the playbook's, else UTC."""
        return WorkingHours(zone or self.zone or ZoneInfo("UTC"), self.days, self.start, self.end)


class SeverityRule(Part):
    """What a severity means, and what it asks for."""

    means: Annotated[
        str, Field(min_length=1, max_length=300, description="its definition, shown beside the choice")
    ]
    update_every: Annotated[
        Duration | None, Field(description="how often stakeholders hear something; null: never asked")
    ]
    review_after: Annotated[
        Duration | None, Field(description="how long after the close the review draft comes; null: none")
    ]
    rests: Annotated[bool, Field(description="whether its reminders rest outside working hours")] = False
    time_boxes: Annotated[
        Mapping[OpenStage, Duration],
        Field(description="how long a stage may take before it is asked about: `{containment: 30m}`"),
    ] = Field(default_factory=dict)
    gates: Annotated[
        tuple[OpenStage, ...],
        Field(description="stages that are not left before the record has what they want; others advise"),
    ] = ()
    verify: Annotated[
        tuple[AskedCheck, ...],
        Field(
            description="what has to be seen to hold before the close: `ingestion`, `transformation`, "
            "`storage`, `serving`, and `alerts`, which fills in by itself"
        ),
    ] = ()
    sign_off: Annotated[
        tuple[Signer, ...],
        Field(description="whose sign-off is asked for: `technical_steward`, `business_steward`"),
    ] = ()


SEVERITIES: Final[Mapping[str, Mapping[str, Any]]] = {
    "sev1": {
        "means": "Wrong or missing numbers are already in front of customers, a regulator or the board, "
        "or data is exposed",
        "update_every": "30m",
        "review_after": "1d",
        "rests": False,
    },
    "sev2": {
        "means": "A business-critical table, report or feed is wrong or late, "
        "and decisions or processes depend on it today",
        "update_every": "1h",
        "review_after": "2d",
        "rests": False,
    },
    "sev3": {
        "means": "Some tables or dashboards are wrong or late; a team is slowed down but can work around it",
        "update_every": "4h",
        "review_after": "5wd",
        "rests": True,
    },
    "sev4": {
        "means": "A flaw that nobody's decisions depend on yet; it can wait for working hours",
        "update_every": "1wd",
        "review_after": "5wd",
        "rests": True,
    },
}


def _default_rule(severity: Severity) -> SeverityRule:
    return SeverityRule.model_validate(SEVERITIES[severity])


class Severities(Part):
    """The four severities; what one of them leaves out keeps its default."""

    sev1: SeverityRule = _default_rule(Severity.SEV1)
    sev2: SeverityRule = _default_rule(Severity.SEV2)
    sev3: SeverityRule = _default_rule(Severity.SEV3)
    sev4: SeverityRule = _default_rule(Severity.SEV4)

    @model_validator(mode="before")
    @classmethod
    def _fill_in_defaults(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        return {
            name: {**SEVERITIES[name], **rule} if name in SEVERITIES and isinstance(rule, dict) else rule
            for name, rule in given.items()
        }


_SNOOZES: Final = tuple(parse_span(text) for text in ("15m", "30m", "1h"))
_DOMAINS: Final = ("finance", "growth", "product", "operations", "platform")


class Playbook(Part):
    """The team's own taxonomy and rules."""

    watch: Annotated[tuple[Channel, ...], Field(description="channels in which alerts are read")] = (
        "data-alerts",
    )
    announce: Annotated[Channel | None, Field(description="where incidents are announced; null: nowhere")] = (
        "data-incidents"
    )
    responders: Annotated[
        tuple[Responder, ...], Field(description="people and user groups invited into every incident")
    ] = ()
    working_hours: Annotated[Hours, Field(description="when the team works")] = Hours()
    severities: Annotated[Severities, Field(description="how bad")] = Severities()
    domains: Annotated[
        tuple[Word, ...], Field(min_length=1, max_length=100, description="the parts of the business")
    ] = _DOMAINS
    remind_before: Annotated[
        Duration,
        Field(
            description="how long before an update is due its owner is reminded, at most half the interval"
        ),
    ] = parse_span("5m")
    snooze: Annotated[
        tuple[Duration, ...], Field(min_length=1, max_length=5, description="what a reminder's Snooze offers")
    ] = _SNOOZES
    alerts: Annotated[Alerts, Field(description="what alerts do")] = Alerts()
    teams: Annotated[Mapping[Word, Team], Field(description="who works together, by a short name")] = Field(
        default_factory=dict
    )
    owners: Annotated[
        tuple[Owners, ...],
        Field(description="owner rules: of those that fit an asset the most specific one says"),
    ] = ()
    fallback: Annotated[Fallback, Field(description="who stands in where nobody is named")] = Fallback()
    impact: Annotated[Impact, Field(description="what severities are suggested from")] = Impact()
    on_call: Annotated[
        Mapping[Word, OnCall],
        Field(description='who is on call, by team: `finance: {people: ["@ana", "@ben"], every: 1w}`'),
    ] = Field(default_factory=dict)
    holidays: Annotated[
        Mapping[Word, tuple[Date, ...]],
        Field(description="days on which rotations may rest, by a name of yours: `de: [2026-12-25]`"),
    ] = Field(default_factory=dict)
    contacts: Annotated[
        Mapping[Person, Contact], Field(description="how people are reached beside Slack, by `@handle` or id")
    ] = Field(default_factory=dict)
    gateways: Annotated[
        Mapping[KeyName, WebAddress],
        Field(
            description="where signed calls go, for SMS and the like: `sms` is signed with WEBHOOK_SECRET_SMS"
        ),
    ] = Field(default_factory=dict)
    escalation: Annotated[Escalation, Field(description="who is called, and when")] = Escalation()
    changes: Annotated[Changes, Field(description="changes made during an incident")] = Changes()
    data_issues: Annotated[
        DataIssues, Field(alias="register", description="the data-issue register as files")
    ] = DataIssues()
    backfills: Annotated[Backfills, Field(description="backfill plans")] = Backfills()
    retention: Annotated[Retention, Field(description="holds on retention")] = Retention()
    reactions: Annotated[Reactions, Field(description="emoji that record messages")] = Reactions()
    runbooks: Annotated[
        tuple[Runbook, ...], Field(description="known troubles; those that fit open with the incident")
    ] = ()
    permissions: Annotated[
        Permissions, Field(description="who may do what; what is not named, whoever sees the incident")
    ] = Permissions()
    templates: Annotated[
        Path | None, Field(description="a folder of your own templates, relative to the playbook")
    ] = None
    security_protocol: Annotated[
        WebAddress | None, Field(description="where a suspected breach is reported instead")
    ] = None
    chase_review_every: Annotated[
        Duration, Field(description="how often an unpublished review is asked for")
    ] = parse_span("2wd")

    @model_validator(mode="after")
    def _one_meaning_for_each_emoji(self) -> Self:
        require_apart({"reactions": self.reactions, "alerts.reactions": self.alerts.reactions})
        return self

    @cached_property
    def owner_rules(self) -> OwnerRules:
        """Who answers for what, by all that is said of it here."""
        return owner_rules(self.teams, self.owners, self.fallback)

    @cached_property
    def rotations(self) -> Mapping[str, tuple[Turns, ...]]:
        """The layers of each team's rotation; none where the schedule is kept elsewhere."""
        zone = self.working_hours.zone or ZoneInfo("UTC")
        return {team: each.rotations(zone, self.holidays) for team, each in self.on_call.items()}

    def severity(self, severity: Severity) -> SeverityRule:
        """Give the rule of one severity."""
        rule: SeverityRule = getattr(self.severities, severity.value)
        return rule

    def update_every(self, severity: Severity) -> Span | None:
        """Say how often stakeholders hear something at this severity, if they are promised anything."""
        return self.severity(severity).update_every

    def review_after(self, severity: Severity) -> Span | None:
        """Say how long after the close the review draft comes, if one does."""
        return self.severity(severity).review_after

    def time_box(self, severity: Severity, stage: Stage) -> Span | None:
        """Say how long a stage may take at this severity, if anyone minds."""
        return self.severity(severity).time_boxes.get(stage)

    def holding_gates(self, severity: Severity) -> frozenset[Stage]:
        """Give the stages that are not left at this severity before the record has what they want."""
        return frozenset(self.severity(severity).gates)
