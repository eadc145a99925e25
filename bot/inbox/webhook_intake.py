"""Store webhooks before anything is done about them: many at once share one commit, and one trip.

The usual way in is `Intake`. A storm of alerts is thousands of rows a second that nobody has seen before, and
for them there is a short way; whoever is known already takes the usual one.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.clock import Clock
from bot.database import is_sqlite, with_driver
from bot.inbox.entering import WEBHOOK, Entering, Received
from bot.inbox.insert_sqlite import SqliteInsert
from bot.inbox.intake import GROUP, Intake

#: Seconds that the database may take before senders are asked to come back, and half as much more at most.
PATIENCE_SECONDS: Final = 4.0


class NotStored(Exception):
    """The database did not take it; what it said is the cause."""


class Insert(Protocol):
    """Commits what is new; one for each kind of database."""

    async def __call__(self, group: Sequence[Entering], now: datetime, /) -> dict[str, int]:
        """Give the ids of what is new, by key. Raises what the database raised."""

    async def close(self) -> None:
        """Give the connection back."""


class WebhookIntake:
    """Commits webhooks in groups: while one commit is under way, the next group gathers."""

    def __init__(
        self, insert: Insert, intake: Intake, clock: Clock, *, patience_seconds: float = PATIENCE_SECONDS
    ) -> None:
        self._insert = insert
        self._intake = intake
        self._clock = clock
        self._patience_seconds = patience_seconds
        self._entering: list[Entering] = []
        self._stir = asyncio.Event()
        #: Who waits, by when they came: one timer for all is cheaper than one for each.
        self._fresh: list[Entering] = []
        self._aged: list[Entering] = []
        self._ageing: asyncio.TimerHandle | None = None

    async def store(
        self,
        key: str,
        payload: str,
        source: str,
        *,
        kind: str = WEBHOOK,
        anew_after: timedelta | None = None,
    ) -> Received:
        """Returns once it is committed. Raises NotStored, also when the database takes too long.

        The same key after `anew_after` is no redelivery. Whoever stops waiting takes back what was not being
        committed yet.
        """
        stored: asyncio.Future[Received] = asyncio.get_running_loop().create_future()
        entering = Entering(key, kind, payload, source, anew_after, stored)
        self._entering.append(entering)
        self._fresh.append(entering)
        if self._ageing is None:
            self._age_soon()
        self._stir.set()
        return await stored

    async def run(self) -> None:
        """Commit group after group, until cancelled."""
        try:
            while True:
                await self._stir.wait()
                self._stir.clear()
                group, self._entering = self._entering[:GROUP], self._entering[GROUP:]
                if self._entering:
                    self._stir.set()
                if waiting := [each for each in group if not each.stored.done()]:
                    await self._commit(waiting)
        finally:
            await self._insert.close()

    def _age_soon(self) -> None:
        loop = asyncio.get_running_loop()
        self._ageing = loop.call_later(self._patience_seconds / 2, self._age)

    def _age(self) -> None:
        """Send away who has waited from one look to the one after the next."""
        for each in self._aged:
            _tell(each, fault=TimeoutError())
        self._aged, self._fresh, self._ageing = self._fresh, [], None
        if self._aged:
            self._age_soon()

    async def _commit(self, group: Sequence[Entering]) -> None:
        first_of_key = {each.key: each for each in reversed(group)}
        try:
            ids = await self._insert(list(first_of_key.values()), self._clock())
        except Exception as fault:  # noqa: BLE001  # told to each who waits: none of them was stored
            for each in group:
                _tell(each, fault=fault)
            return
        known: list[Entering] = []
        for each in group:
            if each.key in ids and first_of_key[each.key] is each:
                _tell(each, received=Received(ids[each.key], is_new=True))
            else:
                known.append(each)
        if known:
            await asyncio.gather(*map(self._the_usual_way, known))

    async def _the_usual_way(self, each: Entering) -> None:
        try:
            received = await self._intake.store(
                each.key, each.kind, each.payload, source=each.source, anew_after=each.anew_after
            )
        except Exception as fault:  # noqa: BLE001  # told to who waits
            _tell(each, fault=fault)
        else:
            _tell(each, received=received)


def quick_insert(database_url: str, turn: asyncio.Lock | None) -> Insert:
    """The one for this database."""
    if is_sqlite(database_url):
        return SqliteInsert(with_driver(database_url).database or "", turn or asyncio.Lock())
    from bot.inbox.insert_postgres import PostgresInsert  # noqa: PLC0415  # its driver takes 8 MB

    return PostgresInsert(database_url)


def _tell(each: Entering, *, received: Received | None = None, fault: Exception | None = None) -> None:
    if each.stored.done():
        return
    if fault is not None:
        refused = NotStored(type(fault).__name__)
        refused.__cause__ = fault
        each.stored.set_exception(refused)
    elif received is not None:
        each.stored.set_result(received)
