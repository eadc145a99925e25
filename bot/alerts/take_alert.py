"""Take signals in: stored, decided with a reason, and acted on, all in one transaction."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select

from bot.alerts.attach_alert import attach_alert, attach_folded
from bot.alerts.find_known import find_known, lock_fingerprints
from bot.alerts.recover import recover
from bot.alerts.redraw_card import post_card, redraw_card
from bot.alerts.report_of import report_of
from bot.incidents.declare_incident import declare
from bot.uow import UnitOfWork
from models.alert import Alert
from models.grouping import BY_ITSELF, Decision, Known, Rule, decide
from models.incident import Incident
from models.signal import Signal
from models.vocabulary import AlertStatus, DecisionKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where signals came from: the stored row, and the message that bore them."""

    inbox_id: int | None = None
    channel_id: str | None = None
    message_ts: str | None = None
    link: str | None = None


#: Gives the playbook's rules that hold for a signal.
FindRules = Callable[[Signal], tuple[Rule, ...]]


async def take_alerts(
    uow: UnitOfWork, signals: Sequence[Signal], origin: Origin, find_rules: FindRules
) -> list[Alert]:
    """Take in what one message says. What opens an incident goes first, so that the rest can join it."""
    await lock_fingerprints(uow.session, [signal.fingerprint for signal in signals])
    decided: list[tuple[Signal, Known, Decision]] = []
    for signal in signals:
        known = await find_known(uow.session, signal.fingerprint, find_rules(signal), uow.now)
        decided.append((signal, known, decide(signal, known, uow.now)))
    decided.sort(key=lambda each: _turn(each[2]))
    taken: list[tuple[Alert, Decision]] = []
    for signal, known, alone in decided:
        decision = _beside(alone, taken)
        taken.append((await _take(uow, signal, known, decision, origin), decision))
    return [alert for alert, _ in taken]


def _turn(decision: Decision) -> int:
    """Those that lead somewhere before those that ask."""
    order = (DecisionKind.ATTACH, DecisionKind.OPEN, DecisionKind.SUPPRESS, DecisionKind.TRIAGE)
    return order.index(decision.kind)


def _beside(decision: Decision, taken: Sequence[tuple[Alert, Decision]]) -> Decision:
    """One message asks once and opens one incident: the rest of it goes along."""
    if decision.kind not in {DecisionKind.OPEN, DecisionKind.TRIAGE}:
        return decision
    firing = [(alert, other) for alert, other in taken if alert.status is AlertStatus.FIRING]
    for alert, _ in firing:
        if alert.incident_id is not None:
            why = "It was posted in the same message as another alert of that incident."
            return replace(decision, kind=DecisionKind.ATTACH, incident_id=alert.incident_id, reason=why)
    if decision.kind is DecisionKind.TRIAGE and any(_asks(other) for _, other in firing):
        why = "It was posted in the same message as another alert that has a triage card."
        return replace(decision, kind=DecisionKind.SUPPRESS, reason=why)
    return decision


def _asks(decision: Decision) -> bool:
    """A card asks, posted now or before."""
    return decision.kind is DecisionKind.TRIAGE or decision.card_alert_id is not None


async def _take(uow: UnitOfWork, signal: Signal, known: Known, decision: Decision, origin: Origin) -> Alert:
    alert = alert_of(signal, decision, origin, uow.now)
    uow.session.add(alert)
    await uow.session.flush()
    if not signal.is_firing:
        await recover(uow, alert, decision)
        return alert
    match decision.kind:
        case DecisionKind.OPEN:
            await _open(uow, alert, decision, origin)
        case DecisionKind.ATTACH:
            await attach_alert(uow, alert, await incident_of(uow, decision.incident_id))
        case DecisionKind.TRIAGE:
            await post_card(uow, alert)
        case DecisionKind.SUPPRESS:
            pass
    await _settle_card(uow, alert, known, decision)
    return alert


async def _open(uow: UnitOfWork, alert: Alert, decision: Decision, origin: Origin) -> None:
    report = report_of(alert, uow.now, link=origin.link)
    incident = await declare(
        uow, replace(report, severity=decision.severity or BY_ITSELF, domain=decision.domain)
    )
    await attach_alert(uow, alert, incident)


async def _settle_card(uow: UnitOfWork, alert: Alert, known: Known, decision: Decision) -> None:
    """A card that asked about the same alert shows what became of it, or counts it."""
    if known.card is None or decision.kind is DecisionKind.TRIAGE:
        return
    asked = await uow.session.get_one(Alert, known.card.alert_id)
    if alert.incident_id is not None:
        incident = await incident_of(uow, alert.incident_id)
        await attach_alert(uow, asked, incident)
        await attach_folded(uow, asked, incident)
    await redraw_card(uow, asked)


def alert_of(signal: Signal, decision: Decision, origin: Origin, now: datetime) -> Alert:
    """The row."""
    return Alert(
        inbox_id=origin.inbox_id,
        source=signal.source,
        status=signal.status,
        title=signal.title,
        excerpt=signal.excerpt,
        symptom=signal.symptom,
        severity_hint=signal.severity_hint,
        asset=", ".join(signal.assets)[:1000] or None,
        link=signal.link or origin.link,
        fingerprint=signal.fingerprint,
        started_at=signal.started_at,
        received_at=now,
        decision=decision.kind,
        reason=decision.reason,
        channel_id=origin.channel_id,
        message_ts=origin.message_ts,
    )


async def incident_of(uow: UnitOfWork, incident_id: int | None) -> Incident:
    """Only read: what machines write never touches the row that people change."""
    return (await uow.session.scalars(select(Incident).where(Incident.id == incident_id))).one()
