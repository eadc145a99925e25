"""What a playbook says about alerts: rules, and how much noise they may make."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.playbook.conditions import AlertCondition
from bot.playbook.fields import Callee, Channel, Duration, Topic, Word
from bot.playbook.maintenance import Maintenance
from bot.playbook.part import Part
from bot.playbook.reactions import AlertReactions
from models.durations import parse_span
from models.vocabulary import Role, RuleAction, Severity


class Repeats(Part):
    """How often it must fire before anything is done."""

    count: Annotated[int, Field(ge=2, le=50, description="so many times")]
    within: Annotated[Duration, Field(description="within this time")]


class AlertRule(Part):
    """One rule; the first whose condition holds decides."""

    name: Annotated[str, Field(min_length=1, max_length=75, description="shown as the reason")]
    when: Annotated[AlertCondition, Field(description="the condition; `{}` holds for every alert")]
    do: Annotated[RuleAction, Field(description="open an incident, ask for triage, or ignore")]
    severity: Annotated[Severity | None, Field(description="the severity of what is opened")] = None
    domain: Annotated[Word | None, Field(description="the domain of what is opened")] = None
    call: Annotated[
        Mapping[Role, Callee],
        Field(description="who gets which role in what is opened; `on-call:finance`: who is on call for it"),
    ] = Field(default_factory=dict)
    after: Annotated[Repeats | None, Field(description="not yet: only when it fires this often")] = None
    lasting: Annotated[Duration | None, Field(description="not yet: only when it fires for so long")] = None


class Storm(Part):
    """How many channels alerts may open by themselves; one storm incident gathers the rest."""

    channels: Annotated[int, Field(ge=1, le=20, description="so many channels")] = 5
    within: Annotated[Duration, Field(description="within this time")] = parse_span("10m")


class Flapping(Part):
    """When an alert counts as flapping: told once, and no more as broken and fine again."""

    changes: Annotated[int, Field(ge=3, le=20, description="changes between broken and fine")] = 4
    within: Annotated[Duration, Field(description="within this time")] = parse_span("1h")


class Alerts(Part):
    """What alerts do."""

    rules: Annotated[tuple[AlertRule, ...], Field(description="tried in order, before the defaults")] = ()
    snooze: Annotated[Duration, Field(description="how long Snooze on a triage card lasts")] = parse_span(
        "1h"
    )
    domains: Annotated[
        Mapping[Word, tuple[str, ...]],
        Field(description="which assets belong to which domain, as patterns: `finance: ['finance.*']`"),
    ] = Field(default_factory=dict)
    group_within: Annotated[
        Duration, Field(description="alerts that share a run, rule or asset within this time have one cause")
    ] = parse_span("30m")
    renotify: Annotated[
        Duration, Field(description="how long an open incident's alert repeats before people are told again")
    ] = parse_span("4h")
    green_runs: Annotated[
        int, Field(ge=1, le=10, description="how often in a row all must be fine before closing is proposed")
    ] = 1
    probation: Annotated[
        Duration, Field(description="what fails again so soon after the close reopens the same incident")
    ] = parse_span("1d")
    storm: Annotated[Storm, Field(description="the cap of channels")] = Storm()
    flapping: Annotated[Flapping, Field(description="when it flaps")] = Flapping()
    maintenance: Annotated[
        tuple[Maintenance, ...], Field(description="announced work, during which alerts of it are hidden")
    ] = ()
    reactions: Annotated[
        AlertReactions, Field(description="emoji on an alert that do the same as the buttons of its card")
    ] = AlertReactions()
    sns_topics: Annotated[
        tuple[Topic, ...], Field(description="Amazon SNS topics whose messages are taken, by their ARN")
    ] = ()
    post_to: Annotated[
        Channel | None,
        Field(description="where alerts by webhook are shown; without it the first watched channel"),
    ] = None

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        for kind, things in (("rules", self.rules), ("windows", self.maintenance)):
            names = [thing.name for thing in things]
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"two {kind} share the name {', '.join(twice)}; give each its own")
        return self
