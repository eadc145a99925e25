"""The engine: SQLite treated as the real database it is, and PostgreSQL, behind the same sessions."""

import select
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, TypeVar

from sqlalchemy import URL, Dialect, event, make_url
from sqlalchemy.exc import InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import ORMExecuteState, Session, sessionmaker

from bot.sqlite_driver import BEGIN_READING, BEGIN_WRITING, PATIENCE, connect

Value = TypeVar("Value")

Sessions = async_sessionmaker[AsyncSession]

#: What the database raises when it is away, or undoes one of two that wait for each other; and a little else.
_AWAY: Final = (OperationalError, InterfaceError, PoolTimeout, OSError)

#: Classes of SQLSTATE that are the fault of what was asked, whatever the driver calls them: odd values,
#: broken constraints, and limits of the program, such as an index row that is too large.
_OF_ITS_OWN: Final = frozenset({"0A", "21", "22", "23", "42", "54"})

#: How long a transaction on PostgreSQL may stand still: as long as a lease.
IDLE_SECONDS: Final = 10

#: Values in one query: databases take only so many.
AT_ONCE: Final = 500


def in_parts(values: Sequence[Value]) -> Iterator[Sequence[Value]]:
    """As many values at a time as one query may ask for."""
    for begin in range(0, len(values), AT_ONCE):
        yield values[begin : begin + AT_ONCE]


def is_away(fault: BaseException) -> bool:
    """Whether the database is away, or has undone one of two: no fault of any row, and it will pass."""
    state = getattr(getattr(fault, "orig", None), "sqlstate", None) or ""
    return isinstance(fault, _AWAY) and state[:2] not in _OF_ITS_OWN


def with_driver(database_url: str, *, sync: bool = False) -> URL:
    """Choose the driver, which is the program's business: `postgres://…` and `sqlite:///…` just work."""
    url = make_url(database_url)
    if url.get_backend_name() in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url.set(drivername="sqlite" if sync else "sqlite+aiosqlite")


def is_sqlite(database_url: str) -> bool:
    """Whether the database is a file of this machine."""
    return database_url.startswith("sqlite")


def open_engine(database_url: str) -> AsyncEngine:
    """Make the async engine; nothing is connected yet."""
    # Parameters are hidden, because errors go to the log, and what people wrote does not belong there.
    if not is_sqlite(database_url):
        # Prepared statements break behind transaction poolers (PgBouncer), so none are kept.
        engine = create_async_engine(
            with_driver(database_url),
            pool_size=12,
            max_overflow=0,  # one that overflows would be closed again, and each new one is a process there
            connect_args={
                "prepare_threshold": None,
                "autocommit": True,
            },  # transactions are begun below, by us
            hide_parameters=True,
        )
        event.listen(engine.sync_engine, "checkout", _ask_if_gone(engine.dialect))
        event.listen(engine.sync_engine, "begin", _begin_postgres)
        return engine
    engine = create_async_engine(
        with_driver(database_url),
        pool_size=6,
        max_overflow=0,  # an overflowing one would be closed again, and each new one reads the whole schema
        connect_args={"async_creator_fn": connect},
        hide_parameters=True,
    )
    event.listen(engine.sync_engine, "connect", configure_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def open_sessions(engine: AsyncEngine) -> Sessions:
    """Sessions for writing, whose objects stay readable after the commit; what they lock they read anew."""
    writing = sessionmaker[Session]()
    event.listen(writing, "do_orm_execute", _read_what_is_locked)
    return async_sessionmaker(engine, expire_on_commit=False, sync_session_class=writing)


def open_reading(engine: AsyncEngine) -> Sessions:
    """Sessions that only read, so that on SQLite they do not queue with the writers."""
    return async_sessionmaker(engine.execution_options(read_only=True), expire_on_commit=False)


@asynccontextmanager
async def one_look(database_url: str) -> AsyncIterator[AsyncSession]:
    """At a database that others may be using, by a command that ends with it."""
    engine = open_engine(database_url)
    try:
        async with open_reading(engine)() as session:
            yield session
    finally:
        await engine.dispose()


def _read_what_is_locked(asked: ORMExecuteState) -> None:
    # An object that the session knows is not filled in again, neither by a SELECT … FOR UPDATE nor by a `get`
    # with one, though the lock may have been waited for because somebody changed the row. What was changed
    # here is written before; where that is put off, nothing may be read over it.
    is_locking = getattr(asked.statement, "_for_update_arg", None) is not None
    if is_locking and asked.session.autoflush:
        asked.update_execution_options(populate_existing=True)


def configure_sqlite(connection: Any, _record: Any) -> None:
    """Make a new connection one that we can rely on."""
    connection.isolation_level = None  # transactions are begun below, by us
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # we acknowledge on commit, and NORMAL may lose a commit with the power
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A deferred transaction that turns writer fails at once when another wrote meanwhile, whatever
    # busy_timeout says; and pysqlite's own default loses updates. IMMEDIATE queues writers properly.
    reads = connection.get_execution_options().get("read_only", False)
    connection.exec_driver_sql(BEGIN_READING if reads else BEGIN_WRITING)


def _ask_if_gone(dialect: Dialect) -> Callable[[Any, Any, Any], None]:
    """After a restart of the server nobody is told "no" for an old connection.

    Asking each time would be a trip for each transaction. Who hung up has left something to be read, and only
    then the server is asked: it may have said no more than that its settings have changed.
    """

    def ask(connection: Any, _record: Any, _fairy: Any) -> None:
        try:
            if _has_something_to_say(connection.driver_connection.fileno()):
                dialect.do_ping(connection)
        except dialect.loaded_dbapi.Error as gone:
            raise InvalidatePoolError from gone

    return ask


def _has_something_to_say(socket: int) -> bool:
    looking = select.poll()
    looking.register(socket, select.POLLIN)
    return bool(looking.poll(0))


def _begin_postgres(connection: Any) -> None:
    # What only reads begins nothing: under read committed each statement sees what is committed by then, in a
    # transaction or not. What writes begins and says how long it may stand still in one trip: a replica that
    # froze, or whose machine is gone, would keep its locks until the network notices, which takes hours; by
    # then the others ought to have its work. Not for the session: poolers share those.
    if not connection.get_execution_options().get("read_only", False):
        connection.exec_driver_sql(
            f"BEGIN; SET LOCAL idle_in_transaction_session_timeout = '{IDLE_SECONDS}s'"
        )
