"""Carries payloads to the app: picks the road, waits for the ack, tries events again, plays faults."""

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any, Final

from sandbox.delivery.delivery_log import DeliveryLog
from sandbox.delivery.envelope import NO_CONNECTION, Acked, Envelope, Failed, Kind, Outcome, Transport

#: Slack's own: nearly at once, after a minute, after five.
RETRY_SCHEDULE: Final = (1.0, 60.0, 300.0)
ACK_SECONDS: Final = 3.0


class Courier:
    """Events are sent and forgotten (but retried); commands and interactions are asked once."""

    def __init__(
        self,
        roads: Sequence[Transport],
        log: DeliveryLog,
        fault_for: Callable[[Envelope], str | None],
        *,
        retry_schedule: Sequence[float] = RETRY_SCHEDULE,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self.log = log
        self._roads = roads
        self._fault_for = fault_for
        self.schedule = tuple(retry_schedule)
        #: How long the app may take; a change holds for what is sent from now on.
        self.ack_seconds = ack_seconds
        self._tasks: set[asyncio.Task[Any]] = set()
        self._closed = False

    @property
    def connected(self) -> bool:
        """Say whether the app can be reached."""
        return any(road.connected for road in self._roads)

    @property
    def is_idle(self) -> bool:
        """Say whether nothing is on its way to the app."""
        return not self._tasks

    def send_event(self, payload: dict[str, Any]) -> None:
        """Deliver an event in the background, with retries."""
        if not self._closed:
            self._spawn(self._insist(Envelope(Kind.EVENTS, payload)))

    async def ask(self, kind: Kind, payload: dict[str, Any], *, wants_answer: bool = False) -> Outcome:
        """Deliver what a person waits for: no retries, the ack is the answer."""
        return await self._attempt(Envelope(kind, payload, accepts_response_payload=wants_answer))

    async def settle(self) -> None:
        """Wait until nothing is under way, retries included."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Give up whatever is under way."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _insist(self, envelope: Envelope) -> None:
        for attempt, pause in enumerate((0.0, *self.schedule)):
            if pause:
                await asyncio.sleep(pause)
            outcome = await self._attempt(replace(envelope, attempt=attempt))
            if isinstance(outcome, Acked) or outcome.no_retry:
                return
            reason = "timeout" if outcome.reason == NO_CONNECTION else outcome.reason
            envelope = replace(envelope, reason=reason)

    async def _attempt(self, envelope: Envelope) -> Outcome:
        match self._fault_for(envelope):
            case "drop":
                return await self._lose(envelope)
            case "ignore_ack":
                await self._hand_over(envelope, heed=False)
                return Failed("timeout")
            case "double":
                self._spawn(self._hand_over(envelope))
        return await self._hand_over(envelope)

    async def _hand_over(self, envelope: Envelope, *, heed: bool = True) -> Outcome:
        """Make one attempt; without `heed` the app's ack gets lost on its way back."""
        road = self._road()
        record = self.log.start(envelope, road.name)
        outcome = await road.deliver(envelope, self.ack_seconds)
        if isinstance(outcome, Failed):
            record.failed = outcome.reason
        elif heed:
            self.log.acknowledge(record, outcome.payload)
        else:
            record.failed = "ack ignored"
            await asyncio.sleep(self.ack_seconds)
        return outcome

    async def _lose(self, envelope: Envelope) -> Outcome:
        self.log.start(envelope, self._road().name).failed = "dropped"
        await asyncio.sleep(self.ack_seconds)
        return Failed("timeout")

    def _road(self) -> Transport:
        return next((road for road in self._roads if road.connected), self._roads[-1])
