"""Take signals in: stored, decided with a reason, and acted on, all in one transaction."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.alerts.alert_ids import new_alert_ids
from bot.alerts.call_roles import call_roles
from bot.alerts.consequences import Consequences, Step
from bot.alerts.facts import Facts
from bot.alerts.heard import Heard, Origin
from bot.alerts.lineage import Lineage
from bot.alerts.load_facts import load_facts, lock_deciding
from bot.alerts.note_causes import note_ancestor, note_causes
from bot.alerts.relatives import relatives
from bot.alerts.report_of import report_of, storm_report
from bot.incidents.declare_incident import declare
from bot.incidents.reopen_incident import regress
from bot.uow import UnitOfWork
from models.alert import Alert, assets_as_text
from models.concern import Concern, Turn
from models.grouping import BY_ITSELF, Decision, decide
from models.incident import Incident
from models.known import Known
from models.shared_cause import SharedKind
from models.signal import Signal
from models.vocabulary import AlertStatus, DecisionKind

#: Why what was heard led to no alert.
NO_NEWS: Final = "what it says to be fine was fine before"


async def take_alerts(
    uow: UnitOfWork, heard: Sequence[Heard], *, together: bool = False, lineage: Lineage | None = None
) -> list[Alert]:
    """Take in what was heard, in this order, but for what was fine before and is fine again.

    `together`: it was said in one message, which asks once and opens one incident; what leads somewhere is
    decided first.
    """
    await lock_deciding(uow.session)
    signals = [each.signal for each in heard]
    facts = await load_facts(uow.session, uow.playbook.alerts, signals, uow.now, lineage)
    if together:
        heard = sorted(heard, key=lambda each: _TURNS.index(_decide(facts, each)[1].kind))
    taking = _Taking(uow, facts, together=together)
    ids = await new_alert_ids(uow.session, len(heard))
    for each, alert_id in zip(heard, ids, strict=True):
        await taking.take(each, alert_id)
    await taking.after.carry_out()
    return taking.alerts


async def decide_again(
    uow: UnitOfWork, waiting: Sequence[tuple[Heard, Alert]], *, lineage: Lineage | None = None
) -> None:
    """Decide anew about the last alert of what a rule let wait; the caller holds the lock of deciding."""
    signals = [heard.signal for heard, _ in waiting]
    facts = await load_facts(uow.session, uow.playbook.alerts, signals, uow.now, lineage)
    taking = _Taking(uow, facts, together=False)
    for heard, alert in waiting:
        await taking.again(heard, alert)
    await taking.after.carry_out()


#: Those that lead somewhere before those that ask.
_TURNS = (
    DecisionKind.ATTACH,
    DecisionKind.REOPEN,
    DecisionKind.OPEN,
    DecisionKind.SUPPRESS,
    DecisionKind.TRIAGE,
)


class _Taking:
    """One batch under way."""

    def __init__(self, uow: UnitOfWork, facts: Facts, *, together: bool) -> None:
        self._uow = uow
        self._facts = facts
        self._together = together
        self._decided: list[tuple[Alert, Decision]] = []
        self.after = Consequences(uow, facts)

    @property
    def alerts(self) -> list[Alert]:
        return [alert for alert, _ in self._decided]

    async def take(self, heard: Heard, alert_id: int) -> None:
        signal = heard.signal
        if not self._facts.is_news(signal):
            return
        known, decision = _decide(self._facts, heard)
        if self._together:
            decision = _beside(decision, self._decided, self._facts)
        alert = alert_of(alert_id, signal, decision, heard.origin, self._facts.now)
        self._uow.session.add(alert)
        concern, turn = self._hear(heard, decision)
        step = Step(
            alert=alert, signal=heard.signal, concern=concern, turn=turn, known=known, decision=decision
        )
        self.after.heard(step)
        if signal.is_firing:
            await self._act(heard, step)
        else:
            self.after.recovered(step)
        self._decided.append((alert, decision))

    async def again(self, heard: Heard, alert: Alert) -> None:
        """Nothing new was heard; time has passed."""
        known, decision = _decide(self._facts, heard)
        alert.decision, alert.reason, alert.cause_key = decision.kind, decision.reason, decision.cause_key
        concern = self._facts.concern_of(heard.signal)
        concern.look_at = decision.look_at
        turn = Turn(begins=False, turned=False, flaps=False)
        step = Step(
            alert=alert, signal=heard.signal, concern=concern, turn=turn, known=known, decision=decision
        )
        self.after.heard(step)
        await self._act(heard, step)

    def _hear(self, heard: Heard, decision: Decision) -> tuple[Concern, Turn]:
        concern = self._facts.concern_of(heard.signal)
        turn = concern.hear(heard.signal, self._facts.now, self._facts.flapping)
        if concern not in self._uow.session:
            self._uow.session.add(concern)
        concern.look_at = decision.look_at
        if self._facts.lineage is not None:
            asset = self._facts.lineage.asset_of(heard.signal)
            concern.asset_id = asset.id if asset else None
            self._facts.fails(concern)
        concern.alert_channel_id = heard.origin.alert_channel_id or concern.alert_channel_id
        if turn.begins and concern.flapping_since_at is None:
            concern.card_alert_id = None  # what asked about the spell before is settled
        return concern, turn

    async def _act(self, heard: Heard, step: Step) -> None:
        incident = await self._incident(heard, step.decision, step.alert)
        if incident is not None:
            self.after.joined(step, incident)
        elif step.decision.kind is DecisionKind.TRIAGE:
            self.after.asks(step)
        elif step.decision.card_alert_id is not None:
            self.after.counted(step)
        begins = step.turn.begins or step.decision.kind is DecisionKind.TRIAGE  # also what is asked anew
        if begins or incident is not None:
            note_causes(self._uow.session, self._facts, heard.signal, step.concern, begins=begins)
            self._note_ancestor(step, begins=begins)

    def _note_ancestor(self, step: Step, *, begins: bool) -> None:
        for shared in step.known.shared:
            if shared.kind is SharedKind.ANCESTOR and shared.key == step.decision.cause_key:
                note_ancestor(self._uow.session, self._facts, shared, step.concern, begins=begins)

    async def _incident(self, heard: Heard, decision: Decision, alert: Alert) -> Incident | None:
        """The incident to which it leads, opened or reopened where need be."""
        match decision.kind:
            case DecisionKind.OPEN:
                return await self._open(heard, decision, alert)
            case DecisionKind.REOPEN:
                incident = await regress(self._uow, decision.incident_id or 0, what=alert.title)
                self._facts.incidents[incident.id] = incident
                return incident
            case DecisionKind.ATTACH:
                return self._facts.incidents[decision.incident_id or 0]
            case DecisionKind.TRIAGE | DecisionKind.SUPPRESS:
                return None

    async def _open(self, heard: Heard, decision: Decision, alert: Alert) -> Incident:
        report = report_of(alert, self._facts.now, link=heard.origin.link)
        domain = decision.domain or heard.signal.domain
        report = replace(report, severity=decision.severity or BY_ITSELF, domain=domain)
        if decision.is_storm:
            report = storm_report(report, self._facts.alerts.storm)
        incident = await declare(self._uow, report)
        await call_roles(self._uow, incident, decision.call)
        self._facts.incidents[incident.id] = incident
        if decision.is_storm:
            self._facts.storm_id = incident.id
        else:
            self._facts.opened_count += 1
        return incident


def _decide(facts: Facts, heard: Heard) -> tuple[Known, Decision]:
    known = facts.known(heard.signal, heard.rules, heard.announced)
    if known.incident is None and (further := relatives(facts, heard.signal)):
        kinds = list(SharedKind)
        shared = sorted((*known.shared, *further), key=lambda each: kinds.index(each.kind))
        known = replace(known, shared=tuple(shared))
    return known, decide(heard.signal, known, facts.now)


def _beside(decision: Decision, taken: Sequence[tuple[Alert, Decision]], facts: Facts) -> Decision:
    """One message asks once and opens one incident: the rest of it goes along, but into no private one."""
    if decision.kind not in {DecisionKind.OPEN, DecisionKind.TRIAGE}:
        return decision
    firing = [(alert, other) for alert, other in taken if alert.status is AlertStatus.FIRING]
    for alert, _ in firing:
        incident = facts.open_incident(alert.incident_id)
        if incident is not None and not incident.is_private:
            why = "It was posted in the same message as another alert of that incident."
            return replace(decision, kind=DecisionKind.ATTACH, incident_id=alert.incident_id, reason=why)
    for alert, other in firing:
        if alert.incident_id is not None:
            continue
        card_id = alert.id if other.kind is DecisionKind.TRIAGE else other.card_alert_id
        if decision.kind is DecisionKind.TRIAGE and card_id is not None:
            why = "It was posted in the same message as another alert that has a triage card."
            return replace(decision, kind=DecisionKind.SUPPRESS, card_alert_id=card_id, reason=why)
    return decision


def alert_of(alert_id: int, signal: Signal, decision: Decision, origin: Origin, now: datetime) -> Alert:
    """The row."""
    return Alert(
        id=alert_id,
        inbox_id=origin.inbox_id,
        source=signal.source,
        status=signal.status,
        title=signal.title,
        excerpt=signal.excerpt,
        symptom=signal.symptom,
        severity_hint=signal.severity_hint,
        asset=assets_as_text(signal.assets),
        link=signal.link or origin.link,
        fingerprint=signal.fingerprint,
        started_at=signal.started_at,
        received_at=now,
        decision=decision.kind,
        reason=decision.reason,
        cause_key=decision.cause_key,
        silence_id=decision.silence_id,
        channel_id=origin.channel_id,
        message_ts=origin.message_ts,
    )
