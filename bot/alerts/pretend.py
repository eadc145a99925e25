"""What the alerts of one body know of each other, as if each had been taken in: for a trial, kept nowhere."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from bot.alerts.facts import time_of
from bot.playbook import Alerts
from models.grouping import Decision
from models.known import AskedCard, Known, OpenIncident, Rule, Shared, StormGuard
from models.quiet import Quiet
from models.shared_cause import in_words, shared_causes
from models.signal import Signal
from models.vocabulary import DecisionKind

#: An incident that is not there has no number; that of the storm would be said all the same.
_STORM: Final = 0


@dataclass(slots=True)
class _Led:
    """Where a thing, or what it shares with others, has led so far."""

    incident: OpenIncident | None = None
    card: AskedCard | None = None
    #: The card that spoke for it last, also when that is settled.
    last_card_id: int | None = None
    firing_since_at: datetime | None = None
    firings: list[float] = field(default_factory=list)


class Pretended:
    """One body's alerts, in their order; `together`: one message says them all."""

    def __init__(self, alerts: Alerts, now: datetime, *, together: bool) -> None:
        self._alerts = alerts
        self._now = now
        self._together = together
        self._things: dict[str, _Led] = {}
        self._causes: dict[str, _Led] = {}
        self._said: list[_Led] = []
        self._opened = 0
        self._has_storm = False

    def known(self, signal: Signal, rules: tuple[Rule, ...], quiet: Quiet | None) -> Known:
        """What bears on the next one."""
        thing = self._things.get(signal.fingerprint, _Led())
        storm = self._alerts.storm
        return Known(
            rules=rules,
            incident=thing.incident,
            quiet=quiet,
            card=thing.card,
            firing_since_at=thing.firing_since_at,
            firings=tuple(thing.firings),
            notified_at=self._now if thing.incident else None,
            shared=self._shared(signal),
            storm=StormGuard(
                opened_count=self._opened,
                cap=storm.channels,
                within=time_of(storm.within),
                incident_id=_STORM if self._has_storm else None,
            ),
        )

    def beside(self, signal: Signal, decision: Decision) -> Decision:
        """One message asks once and opens one incident; and what has no number is not called by it."""
        reason = decision.reason.replace(f"INC-{_STORM}", "that incident")
        asks = decision.kind in {DecisionKind.OPEN, DecisionKind.TRIAGE} and signal.is_firing
        if self._together and asks and any(led.incident for led in self._said):
            why = "It was posted in the same message as another alert of that incident."
            return replace(decision, kind=DecisionKind.ATTACH, reason=why)
        if self._together and decision.kind is DecisionKind.TRIAGE and any(led.card for led in self._said):
            why = "It was posted in the same message as another alert that has a triage card."
            return replace(decision, kind=DecisionKind.SUPPRESS, reason=why)
        return replace(decision, reason=reason)

    def took(self, signal: Signal, decision: Decision) -> None:
        """Remember where it led."""
        thing = self._things.setdefault(signal.fingerprint, _Led())
        if not signal.is_firing:
            thing.card = thing.firing_since_at = None
            return
        thing.firing_since_at = thing.firing_since_at or self._now
        thing.firings.append(self._now.timestamp())
        self._leads(thing, decision)
        self._said.append(thing)
        for cause in shared_causes(signal):
            led = self._causes.setdefault(cause.key, _Led())
            led.incident, led.card = led.incident or thing.incident, led.card or thing.card

    def _leads(self, thing: _Led, decision: Decision) -> None:
        match decision.kind:
            case DecisionKind.OPEN:
                self._opened += not decision.is_storm
                self._has_storm = self._has_storm or decision.is_storm
                thing.incident = self._incident()
            case DecisionKind.ATTACH | DecisionKind.REOPEN:
                thing.incident = thing.incident or self._incident()
            case DecisionKind.TRIAGE:
                thing.card = self._card(len(self._said) + 1)
            case DecisionKind.SUPPRESS if decision.card_alert_id is not None:
                thing.card = thing.card or self._card(decision.card_alert_id)
            case DecisionKind.SUPPRESS:
                pass
        thing.last_card_id = thing.card.alert_id if thing.card else thing.last_card_id

    def _shared(self, signal: Signal) -> tuple[Shared, ...]:
        own = self._things.get(signal.fingerprint, _Led())
        found = ((cause, self._causes.get(cause.key)) for cause in shared_causes(signal))
        return tuple(
            Shared(
                key=cause.key,
                kind=cause.kind,
                name=in_words(cause.kind, cause.name),
                incident=led.incident,
                card=led.card if led.card and led.card.alert_id != own.last_card_id else None,
            )
            for cause, led in found
            if led is not None
        )

    def _incident(self) -> OpenIncident:
        return OpenIncident(id=_STORM, is_private=True)  # so that no number is said

    def _card(self, alert_id: int) -> AskedCard:
        return AskedCard(alert_id=alert_id, asked_at=self._now)
