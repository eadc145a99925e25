"""What an alert does, and why: open an incident, join one, ask for triage, or nothing for now. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from models.durations import Span
from models.known import AskedCard, Known, Repeats, Rule, Shared
from models.quiet import plain
from models.same_cause import called, goes_under, in_common, is_sure, under_card
from models.severity_hint import is_warning, opens_by_itself
from models.shared_cause import SharedKind
from models.signal import Signal
from models.vocabulary import DecisionKind, Outcome, Role, RuleAction, Severity, Symptom

#: What opens by itself, unless a rule of the playbook says otherwise.
BY_ITSELF: Final = Severity.SEV2

#: A triage card that nobody settled speaks for its repeats for so long; then it is asked again.
ASK_AGAIN_AFTER: Final = timedelta(days=1)

#: What ended so was no failure that a fix could have mended, so it cannot come back.
_NO_REGRESSION: Final = frozenset({Outcome.FALSE_ALARM, Outcome.EXPECTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the alert does, and the sentence that says why."""

    kind: DecisionKind
    reason: str
    #: Of what is opened, or would be.
    severity: Severity | None = None
    domain: str | None = None
    call: Mapping[Role, str] = field(default_factory=dict)
    #: The incident that it joins or reopens, or whose recovery it tells.
    incident_id: int | None = None
    #: The earlier alert whose triage card counts this one, or shows that it recovered.
    card_alert_id: int | None = None
    #: What it shares with others, where that made it join them, or may make it.
    cause_key: str | None = None
    #: The open incident to which it may belong as well: people are asked.
    offered_id: int | None = None
    #: What is opened gathers the rest of a storm; what is joined is such a one.
    is_storm: bool = False
    #: The silence that hides it.
    silence_id: int | None = None
    #: It repeated for so long that people are told again.
    tells_again: bool = False
    #: When to decide anew, should it fire until then.
    look_at: datetime | None = None


def decide(signal: Signal, known: Known, now: datetime) -> Decision:
    """Decide. A rule that ignores comes first, then what is known already, then rules, then defaults."""
    if not signal.is_firing:
        return _recovered(known)
    rule = known.rules[0] if known.rules else None
    settled = (
        _ignored(rule)
        or _joins(known, now)
        or _is_quiet(known, now)
        or _fails_again(signal, known, now)
        or _not_yet(rule, known, now)
    )
    return settled or _group(_by_rule(rule) if rule else _by_default(signal), known, now)


def _group(wanted: Decision, known: Known, now: datetime) -> Decision:
    """What it wants by itself, unless others have the same cause, or too many channels were opened.

    What someone took out of an incident asks by its card, and a repeat is no answer.
    """
    if known.apart_from_id is not None and (asked := _asked_already(known.card, now)):
        return asked
    if shared := _shares(wanted, known.shared):
        return shared
    if wanted.kind is DecisionKind.OPEN:
        return _within_cap(wanted, known)
    return _asked_already(known.card, now) or _offers(wanted, known.shared)


def _ignored(rule: Rule | None) -> Decision | None:
    if rule is None or rule.do is not RuleAction.IGNORE:
        return None
    return Decision(kind=DecisionKind.SUPPRESS, reason=f"The rule “{rule.name}” ignores it.")


def _joins(known: Known, now: datetime) -> Decision | None:
    incident = known.incident
    if incident is None:
        return None
    tells_again = known.notified_at is not None and now - known.notified_at >= known.renotify
    return Decision(
        kind=DecisionKind.ATTACH,
        reason=f"The same alert belongs to {called(incident)}, which is open.",
        incident_id=incident.id,
        card_alert_id=known.card.alert_id if known.card else None,
        tells_again=tells_again,
    )


def _is_quiet(known: Known, now: datetime) -> Decision | None:
    if known.quiet is None or known.quiet.until_at <= now:
        return None
    return Decision(kind=DecisionKind.SUPPRESS, reason=known.quiet.reason, silence_id=known.quiet.silence_id)


def _recovered(known: Known) -> Decision:
    card_alert_id = known.card.alert_id if known.card else None
    said = "The tool says that it is fine again"
    if known.is_flapping:
        said = "It flaps: the tool says that it is fine again"
    if known.incident is None:
        was = "Its triage card shows it." if known.card else "Nothing was open for it."
        return Decision(kind=DecisionKind.SUPPRESS, reason=f"{said}. {was}", card_alert_id=card_alert_id)
    which = "its incident" if known.incident.is_private else f"INC-{known.incident.id}"
    return Decision(
        kind=DecisionKind.ATTACH,
        reason=f"{said}; {which} is told.",
        incident_id=known.incident.id,
        card_alert_id=card_alert_id,
    )


def _fails_again(signal: Signal, known: Known, now: datetime) -> Decision | None:
    """A tool that repeats what began before the close does not say that it came back."""
    closed = known.closed
    if closed is None or closed.outcome in _NO_REGRESSION or now - closed.closed_at > known.probation:
        return None
    which = "its incident" if closed.is_private else f"INC-{closed.id}"
    began_at = signal.started_at
    if known.firing_since_at is not None and began_at is not None and began_at < closed.closed_at:
        return _asked_already(known.card, now) or Decision(
            kind=DecisionKind.TRIAGE, reason=f"It fires still, although {which} was closed."
        )
    return Decision(
        kind=DecisionKind.REOPEN,
        reason=f"It failed again within {_span(known.probation)} of the close of {which}, which goes on.",
        incident_id=closed.id,
    )


def _not_yet(rule: Rule | None, known: Known, now: datetime) -> Decision | None:
    if rule is None:
        return None
    if rule.after is not None and (heard := _heard(rule.after, known, now)) < rule.after.count:
        so_often = f"{rule.after.count} times within {_span(rule.after.within)}"
        why = f"Not yet: the rule “{rule.name}” waits until it fires {so_often}; so far {heard}."
        return Decision(kind=DecisionKind.SUPPRESS, reason=why)
    since = known.firing_since_at or now
    if rule.lasting is not None and now - since < rule.lasting:
        why = f"Not yet: the rule “{rule.name}” waits until it has fired for {_span(rule.lasting)}."
        return Decision(kind=DecisionKind.SUPPRESS, reason=why, look_at=since + rule.lasting)
    return None


def _heard(repeats: Repeats, known: Known, now: datetime) -> int:
    since = (now - repeats.within).timestamp()
    return 1 + sum(at > since for at in known.firings)


def _by_rule(rule: Rule) -> Decision:
    opens = rule.do is RuleAction.OPEN
    return Decision(
        kind=DecisionKind.OPEN if opens else DecisionKind.TRIAGE,
        reason=f"The rule “{rule.name}” {'opens an incident' if opens else 'asks for triage'}.",
        severity=rule.severity or (BY_ITSELF if opens else None),
        domain=rule.domain,
        call=rule.call,
    )


def _by_default(signal: Signal) -> Decision:
    hint = signal.severity_hint
    called = f"The tool calls it {plain(hint or '')}"
    if is_warning(hint):
        why = f"{called}, and warnings never open an incident by themselves."
    elif signal.symptom is Symptom.INFRA:
        why = "It is about infrastructure, which never opens an incident by itself."
    elif opens_by_itself(hint):
        return Decision(
            kind=DecisionKind.OPEN,
            reason=f"{called}, which opens an incident by itself.",
            severity=BY_ITSELF,
        )
    elif hint:
        why = f"{called}, which does not open an incident by itself."
    else:
        why = "The tool does not say how bad it is, so someone has to."
    return Decision(kind=DecisionKind.TRIAGE, reason=why)


def _shares(wanted: Decision, shared: tuple[Shared, ...]) -> Decision | None:
    """What surely has the same cause goes along: to the incident, or under the card that asks."""
    for each in shared:
        if each.incident is not None and is_sure(each, opens=wanted.kind is DecisionKind.OPEN):
            return Decision(
                kind=DecisionKind.ATTACH,
                reason=f"{in_common(each, each.incident)}.",
                incident_id=each.incident.id,
                cause_key=each.key,
            )
    if wanted.kind is DecisionKind.OPEN:
        return None
    for each in shared:
        if each.card is not None and goes_under(each):
            return Decision(
                kind=DecisionKind.SUPPRESS,
                reason=under_card(each),
                card_alert_id=each.card.alert_id,
                cause_key=each.key,
            )
    return None


def _offers(wanted: Decision, shared: tuple[Shared, ...]) -> Decision:
    """What may have the same cause asks, and says so."""
    for each in shared:
        if each.incident is not None:
            why = f"{wanted.reason} {in_common(each, each.incident, is_sure=False)}."
            return replace(wanted, reason=why, cause_key=each.key, offered_id=each.incident.id)
    return wanted


def _within_cap(wanted: Decision, known: Known) -> Decision:
    storm = known.storm
    is_apart = storm.incident_id is not None and storm.incident_id == known.apart_from_id
    if storm.opened_count < storm.cap or is_apart:
        return _telling_of_ancestor(wanted, known.shared)
    so_many = f"{storm.opened_count} channels were opened by alerts within {_span(storm.within)}"
    if storm.incident_id is None:
        why = f"{so_many}: this one gathers the rest of the storm."
        return replace(wanted, reason=why, is_storm=True)
    return Decision(
        kind=DecisionKind.ATTACH,
        reason=f"{so_many}: INC-{storm.incident_id} gathers the rest of the storm.",
        incident_id=storm.incident_id,
        is_storm=True,
    )


def _telling_of_ancestor(wanted: Decision, shared: tuple[Shared, ...]) -> Decision:
    """It opens by itself, since it may well be a failure of its own; whoever looks is told what it may be."""
    for each in shared:
        if each.kind is SharedKind.ANCESTOR and each.incident is not None:
            return replace(wanted, reason=f"{wanted.reason} {in_common(each, each.incident, is_sure=False)}.")
    return wanted


def _asked_already(card: AskedCard | None, now: datetime) -> Decision | None:
    if card is None or now - card.asked_at >= ASK_AGAIN_AFTER:
        return None
    return Decision(
        kind=DecisionKind.SUPPRESS,
        reason="The same alert has a triage card already, which counts it.",
        card_alert_id=card.alert_id,
    )


def _span(length: timedelta) -> str:
    return Span(time=length).words
