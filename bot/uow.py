"""One use case is one transaction: state, ledger entry and outbox items are committed together."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Any, Final, Protocol, Self, cast

from sqlalchemy import Table, bindparam, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError

from bot.clock import Clock
from bot.database import Sessions
from bot.inserts import insert_if_new, insert_or_update
from bot.laid_aside import LaidAside
from bot.playbook import Playbook
from bot.waiting import KnownWaiting
from models.base import Base
from models.errors import BreakwaterError, NoSuchIncident, StaleForm
from models.evidence_guard import require_no_data
from models.inbox import InboxItem
from models.incident import Incident
from models.ledger import LedgerEntry
from models.outbox import OutboxItem, Priority

#: Said at every press; without the ORM's way around it, which looks for objects that nobody has loaded.
_INBOX: Final = cast("Table", InboxItem.__table__)
_TAKE_RECEIPT: Final = (
    update(_INBOX)
    .where(_INBOX.c.id == bindparam("receipt"), _INBOX.c.done_at.is_(None))
    .values(done_at=bindparam("now"), fault=None)
)

_LAST_ITEM: Final = select(func.coalesce(func.max(cast("Table", OutboxItem.__table__).c.id), 0))
_NEXT_ITEMS: Final = text(
    "SELECT nextval(pg_get_serial_sequence('outbox', 'id')) FROM generate_series(1, :count)"
)


class AlreadyReceived(Exception):
    """This very press, command or event was worked off before: a redelivery, recognised, never refused."""


@dataclass(frozen=True, slots=True)
class Store:
    """What a unit of work is made from."""

    sessions: Sessions
    reading: Sessions
    clock: Clock
    playbook: Playbook
    #: Called after a commit that put something in the outbox.
    wake: Callable[[], None] = field(default=lambda: None)
    #: Lets items leave with the very commit that makes them; none: they wait for a turn of the outbox.
    express: "Express | None" = None
    #: SQLite has one writer at a time and makes the others poll, sleeping up to 100 ms between tries; a
    #: queue of our own hands the turn over at once. None where the database queues writers itself.
    turn: asyncio.Lock | None = None
    #: What was due and failed; looks leave it alone for a while.
    laid_aside: LaidAside = field(default_factory=LaidAside)

    def unit(self, receipt: int | None = None) -> "UnitOfWork":
        """Begin a unit of work; `receipt` is the inbox row that it works off."""
        return UnitOfWork(self, receipt)


class Express(Protocol):
    """Claims and renders items that are about to be committed; what it gives sends them, afterwards."""

    async def __call__(self, items: Sequence[OutboxItem], uow: "UnitOfWork") -> Callable[[], None]:
        """Claim and render; the caller commits, and then calls what it got."""


class UnitOfWork:
    """A transaction with a voice: `record` adds to the ledger, `announce` to the outbox."""

    session: AsyncSession

    def __init__(self, store: Store, receipt: int | None = None) -> None:
        self._store = store
        self._receipt = receipt
        self._spoke = False
        self._at_once: list[tuple[OutboxItem, object]] = []
        self._waiting = KnownWaiting()
        self.now: datetime = store.clock()
        self.playbook = store.playbook
        self.laid_aside = store.laid_aside

    async def __aenter__(self) -> Self:
        if self._store.turn is not None:
            await self._store.turn.acquire()
        self.session = self._store.sessions()
        try:
            if self._receipt is not None:
                await self._take_receipt(self._receipt)
        except BaseException:
            await self._leave()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                _translate(error)
            else:
                await self._commit()
        finally:
            await self._leave()
        if error is None and self._spoke:
            self._store.wake()

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        """A part that may fail alone: what it changed, recorded and announced goes with it, and nothing else.

        Locks that were taken before it stay. The rows that it had touched are to be read again.
        """
        said = len(self._at_once)
        try:
            async with self.session.begin_nested():
                yield
        except BaseException:
            del self._at_once[said:]
            # What this transaction remembers may be of the part that is gone: it is asked for again.
            self._waiting.forget()
            self.session.info.clear()
            raise

    def record(self, entry: LedgerEntry) -> LedgerEntry:
        """Add to the ledger what just happened. Raises LooksLikeData where somebody's words hold data."""
        require_no_data(*entry.own_words(), incident_id=entry.incident_id, kind=entry.kind)
        self.session.add(entry)
        return entry

    async def announce(
        self,
        kind: str,
        *,
        incident: Incident | int | None = None,
        after: OutboxItem | int | None = None,
        lane: str | None = None,
        subject: str | None = None,
        priority: int = Priority.NOTICE,
        item_id: int | None = None,
        at_once: bool = False,
        **intent: Any,
    ) -> OutboxItem:
        """Put something to be said or done outside into the outbox; it is delivered after the commit.

        Of items with one `subject` only the newest unsent one is kept, because each is rendered when
        sent and so shows the truth. `item_id` is one of those that `item_ids` gave. `at_once`: people wait
        for it, so it leaves with the commit, without a turn of the outbox in between.
        """
        if subject is not None:
            await self._waiting.overtake(self.session, subject)
        item = OutboxItem(
            id=item_id,
            kind=kind,
            incident_id=incident.id if isinstance(incident, Incident) else incident,
            after_id=after.id if isinstance(after, OutboxItem) else after,
            lane=lane,
            subject=subject,
            priority=priority,
            intent=intent,
            created_at=self.now,
            attempts=0,
            free_at=0.0,
            result=None,
        )
        self.session.add(item)
        if at_once and self._store.express is not None:
            self._at_once.append((item, incident))  # the session itself holds nothing that it has written
        elif not isinstance(after, OutboxItem):  # what is made here is not sent yet: its end will wake us
            self._spoke = True
        return item

    async def announce_unless_waiting(
        self, kind: str, *, subject: str, priority: int, after: int | None = None, **more: Any
    ) -> OutboxItem | None:
        """The same, but an item of this subject that waits already does: none then, and nothing is written.

        For what is redrawn again and again, as in a storm. An item that would leave later than this one, or
        that another one may be rendering by now, does not do.
        """
        soonest = await self._waiting.soonest(self.session, subject, after)
        if soonest is not None and soonest <= priority:
            return None
        item = await self.announce(kind, subject=subject, priority=priority, after=after, **more)
        self._waiting.add(subject, after, priority)
        return item

    async def waiting(self, subjects: Collection[str]) -> set[str]:
        """Those of which an item waits that nobody renders before this transaction ends: it is locked.

        What was found is remembered: of many subjects ask first, and `announce_unless_waiting` asks no more.
        """
        return await self._waiting.among(self.session, subjects)

    async def item_ids(self, count: int) -> Iterator[int]:
        """Reserve ids for items that wait for each other, so that all of them are inserted at once."""
        with self.session.no_autoflush:
            if self._dialect == "sqlite":  # nobody else writes before our commit
                last = (await self.session.execute(_LAST_ITEM)).scalar_one()
                return iter(range(last + 1, last + count + 1))
            return iter((await self.session.execute(_NEXT_ITEMS, {"count": count})).scalars().all())

    async def incident(self, incident_id: int, *, seen_version: int | None = None) -> Incident:
        """Load an incident to change it; the row is locked where the database can.

        The lock leaves the key readable, so that the outbox's own rows, which point at it, need not wait.

        Raises NotFound, and StaleForm when a form was filled in over an older version.
        """
        query = select(Incident).where(Incident.id == incident_id).with_for_update(key_share=True)
        incident = (await self.session.scalars(query)).one_or_none()
        if incident is None:
            raise NoSuchIncident(incident_id)
        if seen_version is not None and incident.version != seen_version:
            raise StaleForm(incident.ref)
        return incident

    async def put(self, kind: type[Base], *rows: Mapping[str, Any]) -> None:
        """Insert rows, or bring those that are there up to date, also while another process does the same."""
        if not rows:
            return
        adding = insert_or_update(self._dialect, kind, tuple(rows[0]))
        keys = [column.name for column in cast("Table", kind.__table__).primary_key]
        with self.session.no_autoflush:  # these rows hang on no others, which may leave together later
            # In one order, else two processes could wait for each other's rows.
            await self.session.execute(adding, sorted(rows, key=lambda row: [row[key] for key in keys]))

    async def once(self, key: str) -> None:
        """Do this in no other transaction: raises AlreadyReceived where it was done before."""
        row = {"key": key, "kind": "once", "payload": "", "received_at": self.now, "done_at": self.now}
        adding = insert_if_new(self._dialect, InboxItem, "id")
        if (await self.session.execute(adding, row)).first() is None:
            raise AlreadyReceived

    async def _take_receipt(self, inbox_id: int) -> None:
        taken = await self.session.execute(_TAKE_RECEIPT, {"receipt": inbox_id, "now": self.now})
        if taken.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE always has one
            raise AlreadyReceived

    @property
    def _dialect(self) -> str:
        return self.session.get_bind().dialect.name

    async def _leave(self) -> None:
        """Give back the connection, rolled back unless committed, and then the turn."""
        try:
            await self.session.close()
        finally:
            if self._store.turn is not None:
                self._store.turn.release()

    async def _commit(self) -> None:
        try:
            send = await self._claim_at_once()
            await self.session.commit()
            send()
        except (StaleDataError, IntegrityError) as broken:
            _translate(broken)
            raise

    async def _claim_at_once(self) -> Callable[[], None]:
        if self._store.express is None or not self._at_once:
            return lambda: None
        return await self._store.express([item for item, _ in self._at_once], self)


def _translate(error: BaseException) -> None:
    """Raise a refusal for what another person's change made impossible; the rest are faults of ours.

    Such an error comes out of a use case's own queries as well as out of the commit.
    """
    if isinstance(error, StaleDataError):
        raise StaleForm("This incident") from error
    # PostgreSQL names the index, SQLite its columns.
    if isinstance(error, IntegrityError) and re.search(
        r"uq_assignments_open|UNIQUE.*assignments\.role", str(error.orig)
    ):
        raise BreakwaterError(
            "Someone took that role at this very moment.", "Look at the card, then try again."
        ) from error
