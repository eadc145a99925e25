"""What bears on a batch of signals: read at once, and kept up to date while one by one is decided."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.alerts.lineage import Lineage
from bot.playbook import Alerts
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.durations import Span
from models.incident import Incident
from models.known import (
    AskedCard,
    ClosedIncident,
    Known,
    OpenIncident,
    Repeats,
    Rule,
    Shared,
    StormGuard,
)
from models.quiet import Quiet, QuietRules, later, sort_quiet
from models.shared_cause import SharedCause, in_words, shared_causes
from models.signal import Signal


def time_of(span: Span) -> timedelta:
    """A span of the playbook as plain time; where alerts are meant, a working day is a day."""
    return span.time or timedelta(days=span.working_days or 1)


@dataclass(slots=True)
class Facts:
    """The rows of all that a batch is about, by their keys, with what was decided so far already in them."""

    alerts: Alerts
    now: datetime
    concerns: dict[str, Concern] = field(default_factory=dict)
    causes: dict[str, Cause] = field(default_factory=dict)
    incidents: dict[int, Incident] = field(default_factory=dict)
    #: When the card of an alert asked, and where that alert is by now.
    cards: dict[int, Alert] = field(default_factory=dict)
    quiet: QuietRules = field(default_factory=lambda: sort_quiet(()))
    #: The last silence of a fingerprint began then: what asked before is settled.
    silenced_at: dict[str, datetime] = field(default_factory=dict)
    #: Where something was imported; and what fails around the batch there, by the ids of assets.
    lineage: Lineage | None = None
    failing: dict[int, dict[str, Concern]] = field(default_factory=dict)
    opened_count: int = 0
    storm_id: int | None = None

    @property
    def flapping(self) -> Repeats:
        """When an alert counts as flapping."""
        rule = self.alerts.flapping
        return Repeats(count=rule.changes, within=time_of(rule.within))

    def known(self, signal: Signal, rules: tuple[Rule, ...], announced: Quiet | None = None) -> Known:
        """What bears on this signal; `announced`: work on the systems that the playbook knows of."""
        concern = self.concerns.get(signal.fingerprint)
        shared = tuple(found for each in shared_causes(signal) if (found := self._shared(each, concern)))
        storm = StormGuard(
            opened_count=self.opened_count,
            cap=self.alerts.storm.channels,
            within=time_of(self.alerts.storm.within),
            incident_id=self.storm_id,
        )
        known = Known(
            rules=rules,
            quiet=later(self.quiet.holding(signal, self.now), announced),
            shared=shared,
            storm=storm,
            renotify=time_of(self.alerts.renotify),
            probation=time_of(self.alerts.probation),
        )
        if concern is None:
            return known
        return replace(
            known,
            incident=self.open_incident(concern.incident_id),
            closed=self._closed(concern.incident_id),
            card=self._card_of(concern),
            firing_since_at=concern.firing_since_at if concern.is_firing else None,
            firings=tuple(concern.firings),
            notified_at=concern.notified_at,
            is_flapping=concern.is_flapping(self.now, self.flapping),
            apart_from_id=concern.apart_from_id,
        )

    def open_incident(self, incident_id: int | None) -> OpenIncident | None:
        """An incident that takes alerts: a drill is no place for a real one."""
        incident = self.incidents.get(incident_id or 0)
        if incident is None or not incident.is_open or incident.is_drill:
            return None
        return OpenIncident(id=incident.id, is_private=incident.is_private)

    def _closed(self, incident_id: int | None) -> ClosedIncident | None:
        incident = self.incidents.get(incident_id or 0)
        if incident is None or incident.closed_at is None or incident.is_drill:
            return None
        return ClosedIncident(
            id=incident.id,
            closed_at=incident.closed_at,
            outcome=incident.outcome,
            is_private=incident.is_private,
        )

    def _card_of(self, concern: Concern) -> AskedCard | None:
        """Its card, unless a recovery, an incident or a silence that is over has settled it."""
        card = self._asks(concern.card_alert_id)
        silenced_at = self.silenced_at.get(concern.fingerprint)
        if card is None or (silenced_at is not None and silenced_at >= card.asked_at):
            return None
        still = concern.is_firing or concern.is_flapping(self.now, self.flapping)
        return card if still else None

    def _asks(self, alert_id: int | None) -> AskedCard | None:
        alert = self.cards.get(alert_id or 0)
        if alert is None or alert.incident_id is not None:
            return None
        return AskedCard(alert_id=alert.id, asked_at=alert.received_at)

    def asks_still(self, alert_id: int | None) -> AskedCard | None:
        """The card of an alert, while what it was posted for fires, and nobody has settled it."""
        alert = self.cards.get(alert_id or 0)
        concern = self.concerns.get(alert.fingerprint) if alert is not None else None
        if alert is None or concern is None or concern.card_alert_id != alert.id:
            return None
        return self._card_of(concern)

    def _shared(self, each: SharedCause, concern: Concern | None) -> Shared | None:
        """What others of the window share with it; its own trace says nothing."""
        cause = self.causes.get(each.key)
        if cause is None or cause.kept_apart_at is not None or not self.is_recent(cause):
            return None
        incident = self.open_incident(cause.incident_id)
        card = self.asks_still(cause.card_alert_id)
        if incident is not None and (incident.is_private or _left(concern, incident)):
            incident = None
        if card is not None and concern is not None and concern.card_alert_id == card.alert_id:
            card = None
        return Shared(
            key=each.key,
            kind=each.kind,
            name=in_words(each.kind, each.name),
            incident=incident,
            card=card,
            is_confirmed=cause.attached_at is not None,
        )

    def concern_of(self, signal: Signal) -> Concern:
        """The row of its fingerprint, made where there was none; the caller adds it to the session."""
        concern = self.concerns.get(signal.fingerprint)
        if concern is None:
            concern = self.concerns[signal.fingerprint] = Concern(
                fingerprint=signal.fingerprint,
                source=signal.source,
                status=signal.status,
                first_at=self.now,
                firing_count=0,
                green_count=0,
                firings=[],
                flips=[],
            )
        return concern

    def is_news(self, signal: Signal) -> bool:
        """Whether it has to be kept: what is said to be fine, and was so before, is not.

        A project of 800 models says so of each of them after every run.
        """
        concern = self.concerns.get(signal.fingerprint)
        if signal.is_firing or concern is None:
            return signal.is_firing
        return concern.is_firing or self.open_incident(concern.incident_id) is not None

    def fails(self, concern: Concern) -> None:
        """Remember it by its asset, for what lies above and below."""
        if concern.asset_id is not None:
            self.failing.setdefault(concern.asset_id, {})[concern.fingerprint] = concern

    def failing_at(self, asset_id: int) -> list[Concern]:
        """What still fires there, and lately did so."""
        since = self.now - time_of(self.alerts.group_within)
        there = self.failing.get(asset_id, {}).values()
        return [concern for concern in there if concern.is_firing and concern.last_at >= since]

    def is_recent(self, cause: Cause) -> bool:
        """Whether the last of those that share it came within the window."""
        return self.now - cause.last_at <= time_of(self.alerts.group_within)


def _left(concern: Concern | None, incident: OpenIncident) -> bool:
    """Whether someone took it out of this incident: nothing that it shares brings it back."""
    return concern is not None and concern.apart_from_id == incident.id
