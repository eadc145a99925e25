"""Keeps the outbox going: one turn settles what came back, claims what may go now, and sends it.

Every turn is one transaction, however many items it settles and claims, so that twenty incidents at
once cost hardly more commits than one. Calls are made between turns, outside any transaction.
"""

import asyncio
import random
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final
from uuid import uuid4

import structlog

from bot.database import is_away
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.show_incident import hold, prepare_views
from bot.outbox import queue
from bot.outbox.attempt import Outcome, Overtaken, Ready, attempt
from bot.outbox.budget import Budget
from bot.outbox.delivery import Delivery, Skip, incidents_shown
from bot.outbox.discretion import take_back_late
from bot.outbox.leases import Leases
from bot.outbox.rendering import park, render
from bot.uow import UnitOfWork
from bot.write_together import number_entries
from models.outbox import OutboxItem, Standing

log = structlog.get_logger("outbox")

#: Calls under way at once in one process.
ROOM: Final = 128

#: Seconds between looks when nothing wakes us: another replica may have died, or a pause may have ended.
LOOK_EVERY: Final = 1.0

#: An item is given up (parked) when it has been failing for so long; Slack's longest outage was 17 hours.
GIVE_UP_AFTER: Final = 36 * 3600.0


class Runner:
    """The outbox at work in this process. `run` until `stop`; `wake` when something was committed."""

    def __init__(
        self,
        desk: Desk,
        deliveries: Mapping[str, Delivery],
        *,
        randomness: random.Random | None = None,
        alone: bool,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._deliveries = deliveries
        self._budget = Budget({kind: each.method for kind, each in deliveries.items()}, clock=clock)
        self._random = randomness or random.Random()  # noqa: S311  # spreads retries, guards nothing
        self._alone = alone
        self.owner = uuid4().hex
        self._wake = asyncio.Event()
        self._finished: list[Outcome] = []
        self._working: dict[int, asyncio.Task[None]] = {}
        #: Whether leases of a dead process have been ended, so that new ones may be given.
        self.is_open = False
        self._stopping = False
        self._stopped = asyncio.Event()
        self._leases = Leases(alone=alone)

    def wake(self) -> None:
        """Something was committed, or came back: take a turn soon."""
        self._wake.set()

    async def run(self) -> None:
        """Work until stopped, then finish what is under way."""
        if self._alone:
            async with self._desk.store.unit() as uow:
                await queue.free_all(uow.session)
        self.is_open = True
        while not self._stopping or self._working or self._finished:
            self._wake.clear()
            more = await self._turn_safely()
            if not more:
                await self._rest()
        self._stopped.set()

    async def stop(self) -> None:
        """Claim nothing more, and wait until what is under way has been settled."""
        self._stopping = True
        self._wake.set()
        await self._stopped.wait()

    async def express(self, items: Sequence[OutboxItem], uow: UnitOfWork) -> Callable[[], None]:
        """Claim and render items in the transaction that makes them; what comes back sends them after it.

        To the database this is a claim like any other: found by a later start, it is looked up first.
        """
        if not self.is_open or self._stopping or len(self._working) + len(items) > ROOM:
            return self.wake
        since, now = self._leases.now(), await queue.lease_clock(uow.session)
        queue.take(items, self.owner, now)
        queue.mark_begun(items, now)
        held = [*uow.session.sync_session.new]  # else the session forgets them once they are written
        await uow.session.flush()
        ready = [made for item in items if (made := await self._render(item, uow, now))]
        del held

        def send() -> None:
            self._begin([replace(made, unsure_since=None) for made in ready], since)
            if len(ready) < len(items):
                self.wake()

        return send

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way right now."""
        return not self._working and not self._finished

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOK_EVERY):  # wait_for of Python 3.11 may swallow a cancellation
                await self._wake.wait()
        except TimeoutError:
            return

    async def _turn_safely(self) -> bool:
        try:
            return await self._turn()
        except Exception:  # the loop top: whatever it was, the next turn tries again
            log.exception("turn_failed")
            await asyncio.sleep(0.5)
            return False

    async def _turn(self) -> bool:
        """Settle, claim, render, commit, send. Says whether there may be more to do at once."""
        finished: list[Outcome] = []
        try:
            since, ready = await self._settle_and_claim(finished)
        except Exception as fault:
            if is_away(fault):
                self._finished[:0] = finished
                raise
            if not finished:
                raise
            log.exception("settling_together_failed", items=[done.item_id for done in finished])
            for done in finished:
                await self._settle_alone(done)
            return True
        self._begin(ready, since)
        return bool(self._finished)

    def _begin(self, ready: Iterable[Ready], since: float) -> None:
        for item in ready:
            self._leases.take(item.item_id, since)
            self._working[item.item_id] = asyncio.create_task(self._send(item))

    async def _settle_alone(self, done: Outcome) -> None:
        """One item's bookkeeping fails: record the fault, so that the others are not held up."""
        try:
            try:
                async with self._desk.store.unit() as uow:
                    now = await queue.lease_clock(uow.session)
                    held = await queue.fetch(uow.session, [done.item_id])
                    await self._settle(done, uow, now)
                    del held
            except Exception as fault:  # the loop top of one item
                if is_away(fault):
                    raise
                log.exception("settling_failed", item=done.item_id)
                async with self._desk.store.unit() as uow:
                    item = await uow.session.get_one(OutboxItem, done.item_id)
                    park(item, self._desk.metrics, f"bookkeeping failed: {fault}")
        except Exception as fault:
            if not is_away(fault):
                raise
            self._finished.append(done)  # what came of it is kept until the database is back

    async def _settle_and_claim(self, finished: list[Outcome]) -> tuple[float, list[Ready]]:
        """Fill in what has finished by the time that it is our turn: all of it shares this transaction."""
        async with self._desk.store.unit() as uow:
            finished += self._finished
            self._finished.clear()
            since, now = self._leases.now(), await queue.lease_clock(uow.session)
            settled = await queue.fetch(uow.session, [done.item_id for done in finished])
            await hold(uow.session, {item.incident_id for item in settled})
            incidents = {item.id: item.incident_id or 0 for item in settled}
            # In one order, else two replicas could wait for each other's incidents.
            for done in sorted(finished, key=lambda each: (incidents.get(each.item_id, 0), each.item_id)):
                await self._settle(done, uow, now)
            queue.keep_together(settled)
            await number_entries(uow.session)
            await self._forget(uow)
            if self._leases.are_to_be_renewed():
                ours = await queue.renew(uow.session, self.owner, list(self._working), now)
                self._leases.renew(ours, since)
            room = 0 if self._stopping else ROOM - len(self._working)
            if room <= 0:
                return since, []
            claimed, others_may_go = await queue.claim(uow.session, self.owner, now, room, self._budget)
            if others_may_go:
                self._wake.set()
            # What is at work here had its lease run out while this machine slept.
            items = [item for item in claimed if item.id not in self._working]
            with uow.session.no_autoflush:  # the claim and what rendering changes leave in one UPDATE
                await hold(uow.session, {item.incident_id for item in items})
                await prepare_views(uow.session, incidents_shown(items, self._deliveries), uow.now)
                ready = [made for item in items if (made := await self._render(item, uow, now))]
            queue.mark_begun([item for item in items if item.claimed_by], now)
            queue.keep_together(items)
        return since, ready

    async def _forget(self, uow: UnitOfWork) -> None:
        """Write what was settled, and draw from nothing that was read for it.

        Where others write meanwhile, what we claim next may be of a change that they have just committed.
        Drawn from rows read before, a card would keep showing what was true before that change.
        """
        if not self._alone:
            await uow.session.flush()
            uow.session.expunge_all()

    async def _render(self, item: OutboxItem, uow: UnitOfWork, now: float) -> Ready | None:
        ready = await render(item, uow, now, self._desk, self._deliveries)
        if ready is not None:
            self._budget.spend(item)
        return ready

    async def _send(self, ready: Ready) -> None:
        """The call itself, outside any transaction."""
        item_id = ready.item_id
        outcome: Outcome | None = Outcome(item_id, error=ChatError("internal", detail="sending failed"))
        try:
            outcome = Outcome(
                item_id, result=await attempt(ready, self._desk, lambda: self._leases.hold(item_id))
            )
        except Skip as moot:
            outcome = Outcome(item_id, moot=str(moot))
        except ChatError as error:
            outcome = Outcome(item_id, error=error)
        except Overtaken:
            log.warning("lease_lost", item=item_id, kind=ready.delivery.kind)
            outcome = None
        except Exception as fault:  # the loop top of one item
            log.exception("sending_failed", item=item_id, kind=ready.delivery.kind)
            outcome = Outcome(item_id, error=ChatError("internal", unsure=True, detail=str(fault)))
        finally:
            self._finished += [outcome] if outcome else []
            self._working.pop(item_id, None)
            self._leases.give_back(item_id)
            self._wake.set()

    async def _settle(self, done: Outcome, uow: UnitOfWork, now: float) -> None:
        item = await uow.session.get_one(OutboxItem, done.item_id)
        if item.claimed_by != self.owner:
            log.warning("lease_lost", item=item.id, kind=item.kind)
            if done.result is None or item.standing is not Standing.WAITING:
                return
        delivery = self._deliveries[item.kind]
        if done.moot is not None:
            queue.skip(item, done.moot)
            return
        if done.error is None:
            result = done.result or {}
            item.standing, item.sent_at, item.result = Standing.SENT, uow.now, result
            self._desk.metrics.outbox_sent(item.kind)
            item.claimed_by = item.unsure_since = item.fault = None
            if not await take_back_late(item, result, uow):
                await delivery.applied(item, result, uow, self._desk)
            return
        await self._settle_fault(item, done.error, delivery, uow, now)

    async def _settle_fault(
        self, item: OutboxItem, error: ChatError, delivery: Delivery, uow: UnitOfWork, now: float
    ) -> None:
        self._desk.metrics.outbox_failed(item.kind)
        log.info("delivery_failed", item=item.id, kind=item.kind, error=str(error), attempt=item.attempts)
        if not error.unsure:
            item.unsure_since = None
        if error.permanent:
            if await delivery.refused(item, error, uow, self._desk):
                if item.standing is Standing.WAITING and item.claimed_by:
                    queue.skip(item, f"refused: {error}")
            else:
                park(item, self._desk.metrics, str(error))
            return
        if error.retry_after is not None:
            item.attempts -= 1
            self._budget.refused(item, error.method, error.retry_after)
            queue.pause(item, now + error.retry_after, str(error))
            if item.lane is None:
                await queue.pause_kind(uow.session, item.kind, now + error.retry_after)
            return
        if (uow.now - item.created_at).total_seconds() > GIVE_UP_AFTER:
            park(item, self._desk.metrics, str(error))
            return
        pause = max(queue.pause_after(item.attempts, self._random), error.wait)
        queue.pause(item, now + pause, str(error))
