"""What a playbook says about calling people: how each is reached, who is called next, and when."""

from datetime import timedelta
from typing import Annotated, Any, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.playbook.fields import Called, Duration, Email, KeyName, Phone, WebAddress, Word
from bot.playbook.part import Part
from models.durations import Span, parse_span
from models.vocabulary import Severity, Symptom, WaitClock, Way

#: No wait is longer: what can wait for a month needs nobody called.
LONGEST_WAIT: Final = timedelta(days=30)

#: The order where none is written: what rings comes before what lies in a box.
_LOUDEST_FIRST: Final = (Way.PAGERDUTY, Way.WEBHOOK, Way.EMAIL)


def _short(span: Span) -> Span:
    if (span.time or timedelta(days=span.working_days or 0)) > LONGEST_WAIT:
        raise ValueError(f"“{span}” is too long to wait; at most 30d")
    return span


def _several(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


class Contact(Part):
    """How one person is reached beside Slack."""

    email: Annotated[Email | None, Field(description="an address")] = None
    pagerduty: Annotated[
        KeyName | None,
        Field(description="whose routing key: `ana` is in the environment as PAGERDUTY_KEY_ANA"),
    ] = None
    webhook: Annotated[KeyName | None, Field(description="one of the `gateways`")] = None
    phone: Annotated[Phone | None, Field(description="the number that the gateway is given")] = None
    ways: Annotated[
        tuple[Way, ...],
        Field(description="which way first; without it PagerDuty, webhook, email, as far as they are given"),
    ] = ()
    at_night: Annotated[
        tuple[Way, ...], Field(description="the same outside of this person's working hours")
    ] = ()

    @model_validator(mode="after")
    def _ways_are_given(self) -> Self:
        for way in (*self.ways, *self.at_night):
            if way is not Way.SLACK and getattr(self, way.value) is None:
                raise ValueError(f"`{way}` is among the ways, and says nowhere to; add `{way}: …`")
        return self

    def order(self, *, at_night: bool) -> tuple[Way, ...]:
        """The ways to try, one after the other."""
        chosen = (at_night and self.at_night) or self.ways
        return chosen or (*(way for way in _LOUDEST_FIRST if getattr(self, way.value)), Way.SLACK)

    def address(self, way: Way) -> str | None:
        """What the way needs to know: an address, a key's name, a gateway's name."""
        return None if way is Way.SLACK else getattr(self, way.value)


class Criteria(Part):
    """Which incidents; all that is given must hold, and `{}` holds for every one."""

    severity: Annotated[
        tuple[Severity, ...], BeforeValidator(_several), Field(description="one of these")
    ] = ()
    domain: Annotated[tuple[Word, ...], BeforeValidator(_several), Field(description="one of these")] = ()
    symptom: Annotated[tuple[Symptom, ...], BeforeValidator(_several), Field(description="one of these")] = ()

    def hold_for(self, severity: Severity, domain: str | None, symptom: Symptom | None) -> bool:
        """Whether such an incident is meant."""
        return (
            (not self.severity or severity in self.severity)
            and (not self.domain or (domain or "").lower() in self.domain)
            and (not self.symptom or symptom in self.symptom)
        )


class StepCriteria(Criteria):
    """Which incidents, and from when on; all that is given must hold."""

    unacknowledged_for: Annotated[Duration | None, Field(description="so long nobody has acknowledged")] = (
        None
    )
    open_for: Annotated[Duration | None, Field(description="so long it has been open")] = None


class EscalationLevel(Part):
    """Who is called at once, and how long an answer is waited for."""

    call: Annotated[
        tuple[Called, ...],
        Field(
            min_length=1,
            max_length=20,
            description="people, user groups, `on-call:finance` or just `finance`, roles such as commander",
        ),
    ]
    wait: Annotated[Duration, Field(description="then the next level is called")] = parse_span("10m")

    @model_validator(mode="after")
    def _wait_is_short(self) -> Self:
        _short(self.wait)
        return self


class Policy(Part):
    """Who is called for which incidents, level by level, until somebody acknowledges."""

    name: Annotated[str, Field(min_length=1, max_length=75, description="shown where people are called")]
    when: Annotated[Criteria, Field(description="for which incidents; `{}` for every one")]
    levels: Annotated[
        tuple[EscalationLevel, ...], Field(min_length=1, max_length=10, description="one after the other")
    ]
    repeat: Annotated[
        int, Field(ge=0, le=10, description="how often all of it is done again when nobody answers")
    ] = 1
    lapse: Annotated[
        Duration | None,
        Field(
            description="an acknowledgement no longer holds when nothing is heard for so long; null: never"
        ),
    ] = parse_span("2h")
    clock: Annotated[
        WaitClock, Field(description="`working`: waits count in the working hours of those who are called")
    ] = WaitClock.ALWAYS

    @model_validator(mode="after")
    def _lapse_is_short(self) -> Self:
        if self.lapse is not None:
            _short(self.lapse)
        return self


class Executive(Part):
    """Who is called beside the levels when it is bad enough, once."""

    name: Annotated[str, Field(min_length=1, max_length=75, description="shown where they are called")]
    call: Annotated[tuple[Called, ...], Field(min_length=1, max_length=20, description="as in a level")]
    when: Annotated[StepCriteria, Field(description="how bad that is")]


class Vendor(Part):
    """Whom to ask outside of the company: the incident's channel is told, once."""

    name: Annotated[str, Field(min_length=1, max_length=75, description="such as Snowflake support")]
    how: Annotated[str, Field(min_length=1, max_length=1000, description="what to do, in a sentence")]
    link: Annotated[WebAddress | None, Field(description="where")] = None
    when: Annotated[StepCriteria, Field(description="for which incidents, and from when on")]


class Escalation(Part):
    """Calling people; without policies nobody is called."""

    policies: Annotated[
        tuple[Policy, ...], Field(description="tried in order; the first whose `when` holds is taken")
    ] = ()
    executives: Annotated[tuple[Executive, ...], Field(description="called when it is bad enough")] = ()
    vendors: Annotated[tuple[Vendor, ...], Field(description="to be asked for help")] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        named = {
            "policies": [policy.name for policy in self.policies],
            "steps": [*(step.name for step in self.executives), *(step.name for step in self.vendors)],
        }
        for kind, names in named.items():
            if twice := sorted({name for name in names if names.count(name) > 1}):
                raise ValueError(f"two {kind} share the name {', '.join(twice)}; give each its own")
        return self

    @property
    def is_empty(self) -> bool:
        """Whether nothing is ever to be done."""
        return not (self.policies or self.executives or self.vendors)

    def policy_for(self, severity: Severity, domain: str | None, symptom: Symptom | None) -> Policy | None:
        """The policy of such an incident, if there is one."""
        return next((each for each in self.policies if each.when.hold_for(severity, domain, symptom)), None)
