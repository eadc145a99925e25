"""What is counted, for Prometheus. Nothing here names an incident, a person or a channel.

Counters are this process's own; the gauges of `Figures` come from the database, and so are the same on
every replica.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

_PREFIX: Final = "breakwater"

#: Slack gives up on an ack after 3 seconds, and we promise 100 ms.
_ACK_BUCKETS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the database says at one moment."""

    #: By kind.
    outbox_waiting: Mapping[str, int] = field(default_factory=dict)
    outbox_parked: Mapping[str, int] = field(default_factory=dict)
    outbox_oldest_seconds: float = 0.0
    inbox_waiting: int = 0
    dead_letters: int = 0
    #: By severity and stage; private ones and drills are not among them.
    incidents: Mapping[tuple[str, str], int] = field(default_factory=dict)


class Metrics:
    """The counters and gauges of one process, in a registry of their own."""

    content_type = CONTENT_TYPE_LATEST

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self._received = self._counter("received", "Things that entered, by kind.", "kind")
        self._redelivered = self._counter("redelivered", "Redeliveries recognised, by kind.", "kind")
        self._ack = Histogram(
            f"{_PREFIX}_ack_seconds",
            "From a payload of Slack to its ack.",
            ["kind"],
            buckets=_ACK_BUCKETS,
            registry=self.registry,
        )
        self._sent = self._counter("outbox_sent", "Outbox items delivered, by kind.", "kind")
        self._failed = self._counter("outbox_failed", "Deliveries that failed once, by kind.", "kind")
        self._given_up = self._counter("outbox_given_up", "Outbox items parked, by kind.", "kind")
        self._ticks = self._counter("ticks", "Looks for what is due, by tick.", "tick")
        self._failed_ticks = self._counter("failed_ticks", "Looks that failed, by tick.", "tick")
        self._due_failed = self._counter("due_failed", "Rows due that could not be seen to.", "table")
        self._decided = self._counter("alerts_decided", "Alerts decided, by what was decided.", "decision")
        self._slack = self._gauge("slack_connected", "Open sockets to Slack.")
        self._database = self._gauge("database_up", "Whether the database answered when this was asked.")
        self._waiting = self._gauge("outbox_waiting", "Outbox items not sent yet, by kind.", "kind")
        self._parked = self._gauge("outbox_parked", "Outbox items parked now, by kind.", "kind")
        self._oldest = self._gauge("outbox_oldest_waiting_seconds", "Age of the oldest item not sent yet.")
        self._inbox = self._gauge("inbox_waiting", "Things received and not worked off yet.")
        self._dead = self._gauge("dead_letters", "Things received that could not be worked off.")
        self._incidents = self._gauge(
            "incidents",
            "Incidents, by severity and stage, without private ones and drills.",
            "severity",
            "stage",
        )

    def received(self, kind: str) -> None:
        """Something entered for the first time."""
        self._received.labels(kind).inc()

    def redelivered(self, kind: str) -> None:
        """Something entered again, and was recognised."""
        self._redelivered.labels(kind).inc()

    def acked(self, kind: str, seconds: float) -> None:
        """A payload was acknowledged after so long."""
        self._ack.labels(kind).observe(seconds)

    def outbox_sent(self, kind: str) -> None:
        """An item was delivered."""
        self._sent.labels(kind).inc()

    def outbox_failed(self, kind: str) -> None:
        """A delivery failed; it will be tried again, or parked."""
        self._failed.labels(kind).inc()

    def outbox_parked(self, kind: str) -> None:
        """An item failed for good."""
        self._given_up.labels(kind).inc()

    def ticked(self, tick: str) -> None:
        """A tick looked for what is due."""
        self._ticks.labels(tick).inc()

    def tick_failed(self, tick: str) -> None:
        """A tick could not look."""
        self._failed_ticks.labels(tick).inc()

    def due_failed(self, table: str) -> None:
        """Something was due, and could not be seen to; it will be tried again."""
        self._due_failed.labels(table).inc()

    def alert_decided(self, decision: str) -> None:
        """An alert was decided."""
        self._decided.labels(decision).inc()

    def slack_connected(self, connections: int) -> None:
        """So many sockets are open."""
        self._slack.set(connections)

    def show(self, figures: Figures | None) -> None:
        """Take up what the database says, if it says anything; kinds of which nothing is left disappear."""
        self._database.set(figures is not None)
        if figures is None:
            return
        for gauge in (self._waiting, self._parked, self._incidents):
            gauge.clear()
        for kind, count in figures.outbox_waiting.items():
            self._waiting.labels(kind).set(count)
        for kind, count in figures.outbox_parked.items():
            self._parked.labels(kind).set(count)
        for (severity, stage), count in figures.incidents.items():
            self._incidents.labels(severity, stage).set(count)
        self._oldest.set(figures.outbox_oldest_seconds)
        self._inbox.set(figures.inbox_waiting)
        self._dead.set(figures.dead_letters)

    def exposition(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self.registry)

    def _counter(self, name: str, says: str, *labels: str) -> Counter:
        return Counter(f"{_PREFIX}_{name}", says, labels, registry=self.registry)

    def _gauge(self, name: str, says: str, *labels: str) -> Gauge:
        return Gauge(f"{_PREFIX}_{name}", says, labels, registry=self.registry)
