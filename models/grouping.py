"""What an alert does, and why: open an incident, join one, ask for triage, or nothing for now. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from models.severity_hint import is_warning, opens_by_itself
from models.signal import Signal
from models.vocabulary import DecisionKind, RuleAction, Severity, Symptom

#: What opens by itself, unless a rule of the playbook says otherwise.
BY_ITSELF: Final = Severity.SEV2

#: A triage card that nobody settled speaks for its repeats for so long; then it is asked again.
ASK_AGAIN_AFTER: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule of the playbook whose condition holds for the signal."""

    name: str
    do: RuleAction
    severity: Severity | None = None
    domain: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIncident:
    """An incident that people work on, and that has this alert already."""

    id: int
    #: Its name is not said where others may read.
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """A silence: someone said that this alert is expected, or not now."""

    until_at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedCard:
    """A triage card for the same alert that is neither settled nor recovered."""

    alert_id: int
    asked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """All that bears on one signal at the moment of deciding."""

    #: In the playbook's order; the first decides.
    rules: tuple[Rule, ...] = ()
    #: Newest first.
    incidents: tuple[OpenIncident, ...] = ()
    quiet: Quiet | None = None
    card: AskedCard | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the alert does, and the sentence that says why."""

    kind: DecisionKind
    reason: str
    #: Of what is opened, or would be.
    severity: Severity | None = None
    domain: str | None = None
    #: The incident that it joins, or whose recovery it tells.
    incident_id: int | None = None
    #: The earlier alert whose triage card counts this one, or shows that it recovered.
    card_alert_id: int | None = None


def decide(signal: Signal, known: Known, now: datetime) -> Decision:
    """Decide. A rule that ignores comes first, then what is known already, then rules, then defaults."""
    if not signal.is_firing:
        return _recovered(known)
    rule = known.rules[0] if known.rules else None
    if rule is not None and rule.do is RuleAction.IGNORE:
        return Decision(kind=DecisionKind.SUPPRESS, reason=f"The rule “{rule.name}” ignores it.")
    if known.incidents:
        return _joins(known.incidents[0], known.card)
    if known.quiet is not None and known.quiet.until_at > now:
        return Decision(kind=DecisionKind.SUPPRESS, reason=_quiet(known.quiet))
    wanted = _by_rule(rule) if rule else _by_default(signal)
    if wanted.kind is DecisionKind.OPEN:
        return wanted
    return _asked_already(known.card, now) or wanted


def _joins(incident: OpenIncident, card: AskedCard | None) -> Decision:
    which = "an incident" if incident.is_private else f"INC-{incident.id}"
    return Decision(
        kind=DecisionKind.ATTACH,
        reason=f"The same alert belongs to {which}, which is open.",
        incident_id=incident.id,
        card_alert_id=card.alert_id if card else None,
    )


def _recovered(known: Known) -> Decision:
    card_alert_id = known.card.alert_id if known.card else None
    if not known.incidents:
        was = "Its triage card shows it." if known.card else "Nothing was open for it."
        return Decision(
            kind=DecisionKind.SUPPRESS,
            reason=f"The tool says that it is fine again. {was}",
            card_alert_id=card_alert_id,
        )
    incident = known.incidents[0]
    which = "its incident" if incident.is_private else f"INC-{incident.id}"
    return Decision(
        kind=DecisionKind.ATTACH,
        reason=f"The tool says that it is fine again; {which} is told.",
        incident_id=incident.id,
        card_alert_id=card_alert_id,
    )


def _quiet(quiet: Quiet) -> str:
    return f"It is {quiet.because} until {quiet.until_at:%Y-%m-%d %H:%M} UTC."


def _by_rule(rule: Rule) -> Decision:
    opens = rule.do is RuleAction.OPEN
    return Decision(
        kind=DecisionKind.OPEN if opens else DecisionKind.TRIAGE,
        reason=f"The rule “{rule.name}” {'opens an incident' if opens else 'asks for triage'}.",
        severity=rule.severity or (BY_ITSELF if opens else None),
        domain=rule.domain,
    )


def _by_default(signal: Signal) -> Decision:
    hint = signal.severity_hint
    if is_warning(hint):
        why = f"The tool calls it {hint}, and warnings never open an incident by themselves."
    elif signal.symptom is Symptom.INFRA:
        why = "It is about infrastructure, which never opens an incident by itself."
    elif opens_by_itself(hint):
        return Decision(
            kind=DecisionKind.OPEN,
            reason=f"The tool calls it {hint}, which opens an incident by itself.",
            severity=BY_ITSELF,
        )
    elif hint:
        why = f"The tool calls it {hint}, which does not open an incident by itself."
    else:
        why = "The tool does not say how bad it is, so someone has to."
    return Decision(kind=DecisionKind.TRIAGE, reason=why)


def _asked_already(card: AskedCard | None, now: datetime) -> Decision | None:
    if card is None or now - card.asked_at >= ASK_AGAIN_AFTER:
        return None
    return Decision(
        kind=DecisionKind.SUPPRESS,
        reason="The same alert has a triage card already, which counts it.",
        card_alert_id=card.alert_id,
    )
