"""Store what enters before anything is done about it; many at once share one commit."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import String, Table, bindparam, select, update
from sqlalchemy import cast as as_type
from sqlalchemy.ext.asyncio import AsyncSession

from bot.inbox.entering import Entering, Received
from bot.inserts import insert_if_new
from bot.outbox.queue import lease_clock
from bot.uow import Store
from models.inbox import InboxItem

#: Seconds for which the process that received something has it to itself; then any may work it off.
LEASE_SECONDS: Final = 10.0

#: Rows in one commit: enough to share its cost, few enough for SQLite's bound variables.
GROUP: Final = 500

#: Seconds after which marks are tried again that could not be committed.
AGAIN_AFTER: Final = 1.0

#: Seconds between commits of what nobody waits for: events (there are ten for each incident that opens), and
#: rows that are done. Each commit is a turn at the one place where all write. What people do goes at once.
RELAXED_EVERY: Final = 0.05


_INBOX: Final = cast("Table", InboxItem.__table__)

#: Executed with nearly every group, so built once.
_MARK_DONE: Final = (
    update(_INBOX)
    .where(_INBOX.c.id.in_(bindparam("finished", expanding=True)), _INBOX.c.done_at.is_(None))
    .values(done_at=bindparam("now"))
)

#: Unless another process was quicker, whose row then has the key.
_GIVE_UP_KEY: Final = (
    update(_INBOX)
    .where(_INBOX.c.id == bindparam("old"), _INBOX.c.key == bindparam("its_key"))
    .values(key=_INBOX.c.key + ":" + as_type(_INBOX.c.id, String))
)


class Intake:
    """Commits what enters in groups: while one commit is under way, the next group gathers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._entering: list[Entering] = []
        self._finished: list[int] = []
        self._stir = asyncio.Event()
        self._committed_at = 0.0
        self._is_committing = False

    async def store(
        self,
        key: str,
        kind: str,
        payload: str,
        *,
        source: str | None = None,
        anew_after: timedelta | None = None,
    ) -> Received:
        """Returns once it is committed. Raises what the database raised: then it was not stored.

        The same key after `anew_after` is no redelivery: what came with it is new. Whoever stops waiting
        takes back what was not being committed yet.
        """
        stored = asyncio.get_running_loop().create_future()
        entering = Entering(key, kind, payload, source, anew_after, stored)
        self._entering.append(entering)
        if kind == "event":
            self._stir_soon()
        else:
            self._stir.set()
        return await entering.stored

    def finished(self, inbox_id: int) -> None:
        """Mark a row done that changed nothing else (a form opened, a list shown), with the next group."""
        self._finished.append(inbox_id)
        self._stir_soon()

    async def settle(self) -> None:
        """Mark now what would be marked with the next group: there is none, because we stop."""
        finished, self._finished = self._finished, []
        if finished:
            await self._commit((), finished)

    async def run(self) -> None:
        """Commit group after group, until cancelled."""
        while True:
            await self._stir.wait()
            self._stir.clear()
            group, self._entering = self._entering[:GROUP], self._entering[GROUP:]
            group = [entering for entering in group if not entering.stored.done()]
            finished, self._finished = self._finished, []
            if self._entering:
                self._stir.set()
            if group or finished:
                self._is_committing = True
                await self._commit(group, finished)
                self._is_committing, self._committed_at = False, asyncio.get_running_loop().time()
                if self._entering or self._finished:
                    self._stir_soon()

    def _stir_soon(self) -> None:
        """Commit when the last one is long enough ago; while one is under way, its end will see to that."""
        if not self._is_committing:
            loop = asyncio.get_running_loop()
            loop.call_at(max(loop.time(), self._committed_at + RELAXED_EVERY), self._stir.set)

    async def _commit(self, group: Sequence[Entering], finished: Sequence[int]) -> None:
        try:
            async with self._store.unit() as uow:
                received = await _insert(uow.session, group, uow.now)
                if finished:
                    await uow.session.execute(_MARK_DONE, {"finished": finished, "now": uow.now})
        except Exception as fault:  # noqa: BLE001  # told to each who waits: none of them was stored
            if finished:
                self._finished[:0] = finished
                asyncio.get_running_loop().call_later(AGAIN_AFTER, self._stir.set)
            for entering in group:
                if not entering.stored.done():
                    entering.stored.set_exception(fault)
            return
        for entering in group:
            if not entering.stored.done():
                entering.stored.set_result(received[entering.key])
            # The same key twice in one group: only the first of them is new.
            received[entering.key] = replace(received[entering.key], is_new=False)


async def _insert(session: AsyncSession, group: Sequence[Entering], now: datetime) -> dict[str, Received]:
    """Insert what is new, and find what was there."""
    if not group:
        return {}
    free_at = await lease_clock(session) + LEASE_SECONDS
    entering = {each.key: each for each in group}
    received: dict[str, Received] = {}
    while unsettled := [each for key, each in entering.items() if key not in received]:
        rows = [each.as_row(now, free_at) for each in unsettled]
        received |= await _add(session, rows)
        known = [each for each in unsettled if each.key not in received]
        received |= await _find(session, known, now)
    return received


async def _add(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> dict[str, Received]:
    adding = insert_if_new(session.get_bind().dialect.name, InboxItem, "key", "id")
    added = await session.execute(adding, rows)
    return {key: Received(inbox_id, is_new=True) for key, inbox_id in added}


async def _find(session: AsyncSession, known: Sequence[Entering], now: datetime) -> dict[str, Received]:
    """Those that came before; whoever came so long ago that it is no redelivery gives up its key."""
    if not known:
        return {}
    keys = [each.key for each in known]
    query = select(_INBOX.c.key, _INBOX.c.id, _INBOX.c.received_at).where(_INBOX.c.key.in_(keys))
    found = {row.key: row for row in await session.execute(query)}
    received: dict[str, Received] = {}
    for each in known:
        row = found.get(each.key)
        if row is None:
            continue  # its key was given up a moment ago, by another process
        if each.anew_after is not None and row.received_at <= now - each.anew_after:
            await session.execute(_GIVE_UP_KEY, {"old": row.id, "its_key": each.key})
        else:
            received[each.key] = Received(row.id, is_new=False)
    return received
