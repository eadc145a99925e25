"""Work off stored webhooks, batch after batch: read and decided by a use case that is passed in."""

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Final

import structlog
from sqlalchemy import update

from bot.inbox.claim_payloads import MOST_ROWS, ROW_BYTES, Batch, claim_batch
from bot.inbox.entering import WEBHOOK
from bot.inbox.worker import LOOK_EVERY, TRIES
from bot.outbox.queue import lease_clock
from bot.uow import Store
from models.inbox import InboxItem

log = structlog.get_logger("inbox")

#: Seconds that one batch may take: so long others wait for their turn to write.
BATCH_SECONDS: Final = 0.05

#: What is decided together however slow the machine is: shorter batches would take hardly less time, for
#: most of it goes into what every batch asks the database.
LEAST_BYTES: Final = 40_000.0

#: Bytes that are decided in a second, before it was measured.
FIRST_SPEED: Final = 500_000.0

#: Rows that are looked at beyond twice as many as the last batch had.
FEW_ROWS: Final = 8

#: How much of the time is left to senders grows with what they bring: at so many bytes a second as much as
#: a batch takes, and six times that at most. A receipt is waited for; deciding can come later.
EVEN_AT: Final = 300_000.0
MOST_COURTESY: Final = 6.0

#: Decides these rows in a transaction of its own, and marks them done or dead. Raises: nothing was changed.
Decide = Callable[[Sequence[InboxItem]], Awaitable[None]]


class PayloadWorker:
    """One batch at a time, oldest first, as short as people at work can bear."""

    def __init__(self, store: Store, decide: Decide, *, alone: bool, kind: str = WEBHOOK) -> None:
        self._store = store
        self._decide = decide
        self._alone = alone
        self._kind = kind
        self._stir = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._stopping = False
        self._speed = FIRST_SPEED
        self._most_rows = MOST_ROWS
        #: Bytes that came since we looked last.
        self._arrived = 0
        self._looked_at = 0.0
        #: Nothing up to this row can be claimed; forgotten now and then, for pauses and leases end.
        self._after_id = 0
        self._from_start_at = 0.0

    def stir(self, size: int = 0) -> None:
        """So many bytes were stored a moment ago, or something may be tried again."""
        self._arrived += size + ROW_BYTES
        self._idle.clear()
        self._stir.set()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is left to decide, as far as this process knows."""
        return self._idle.is_set()

    async def stop(self) -> None:
        """Finish the batch under way; the rest is in its rows."""
        self._stopping = True
        self.stir()
        await self._idle.wait()

    async def run(self) -> None:
        """Work until stopped."""
        self.stir()
        while not self._stopping:
            self._stir.clear()
            try:
                while not self._stopping and await self.work():
                    pass
            except Exception:  # the loop top: the next look tries again
                log.exception("deciding_failed")
                await asyncio.sleep(LOOK_EVERY)
            if not self._stir.is_set():
                self._idle.set()
                await self._wait()
        self._idle.set()

    async def work(self) -> bool:
        """Decide one batch; says whether there was one."""
        if time.monotonic() >= self._from_start_at:
            self._after_id, self._from_start_at = 0, time.monotonic() + LOOK_EVERY
        batch = await claim_batch(
            self._store,
            self._after_id,
            max(self._speed * BATCH_SECONDS, LEAST_BYTES),
            alone=self._alone,
            most_rows=self._most_rows,
            kind=self._kind,
        )
        if not batch.rows:
            return False
        began = time.perf_counter()
        try:
            await self._decide(batch.rows)
        except Exception as fault:  # noqa: BLE001  # one poisoned row holds up no others
            await self._one_by_one(batch.rows, fault)
        self._after_id = batch.rows[-1].id
        took = time.perf_counter() - began
        self._learn(batch, took)
        await self._give_way(took)
        return True

    async def _one_by_one(self, rows: Sequence[InboxItem], fault: Exception) -> None:
        """Each in a transaction of its own. Raises what the database raises when it is away."""
        if len(rows) == 1:
            await self._keep_fault(rows[0], fault)
            return
        log.warning("batch_failed", rows=len(rows), fault=type(fault).__name__)
        for row in rows:
            try:
                await self._decide([row])
            except Exception as its_own:  # noqa: BLE001  # kept in its row
                await self._keep_fault(row, its_own)

    async def _keep_fault(self, row: InboxItem, fault: Exception) -> None:
        """Try again later, or never: then it is a dead letter."""
        log.error("deciding_failed", inbox=row.id, source=row.source, exc_info=fault)
        tries = row.attempts + 1
        async with self._store.unit() as uow:
            pause = await lease_clock(uow.session) + 2.0 ** min(tries, 6)
            said = f"{type(fault).__name__}: {fault}"[:2000].replace("\x00", "")
            kept = update(InboxItem).where(InboxItem.id == row.id, InboxItem.done_at.is_(None))
            await uow.session.execute(kept.values(fault=said, attempts=tries, free_at=pause))
        if tries >= TRIES:
            log.error("dead_letter", inbox=row.id, source=row.source)

    def _learn(self, batch: Batch, took: float) -> None:
        """The next batch is to take as long as we like one to take."""
        measured = batch.size / max(took, 0.001)
        self._speed += (min(measured, self._speed * 4) - self._speed) / 2
        self._most_rows = min(2 * len(batch.rows) + FEW_ROWS, MOST_ROWS)

    async def _give_way(self, took: float) -> None:
        """Leave the database, and this thread, to those who bring more."""
        now = time.monotonic()
        arrivals = self._arrived / max(now - self._looked_at, 0.01)
        self._arrived, self._looked_at = 0, now
        await asyncio.sleep(min(took, 1.0) * min(arrivals / EVEN_AT, MOST_COURTESY))

    async def _wait(self) -> None:
        """Until something comes, and no longer than it takes for a lease or a pause to end unnoticed."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._stir.wait(), LOOK_EVERY)
