"""The lineage for commands at a terminal: a database that others may be using, and one look at it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from typing import TypeVar

from bot.assets.atlas import Atlas
from bot.assets.chart import Chart
from bot.clock import wall_clock
from bot.database import open_engine, open_reading, open_sessions
from bot.filelock import FileInUse, FileLock, database_file
from bot.migrate import SchemaRefused, SchemaState, prepare_schema, schema_state
from bot.playbook import Playbook
from bot.uow import Store

Given = TypeVar("Given")


def look(database_url: str, playbook: Playbook, ask: Callable[[Store, Chart], Awaitable[Given]]) -> Given:
    """Load the chart and ask something of it. Raises SchemaRefused, and what the database raises."""
    _require_schema(database_url)

    async def looking() -> Given:
        async with _open(database_url, playbook) as store, store.reading() as session:
            chart = await Atlas(store.reading, playbook.alerts.domains).chart(session)
            return await ask(store, chart)

    return asyncio.run(looking())


def write(database_url: str, work: Callable[[Store], Awaitable[Given]]) -> Given:
    """Let something write, in short transactions. Raises SchemaRefused, and what the database raises.

    An empty or older SQLite file that nobody runs on is migrated first, as `breakwater run` would.
    """
    with _own_unless_current(database_url):
        _require_schema(database_url)

        async def writing() -> Given:
            async with _open(database_url, Playbook()) as store:
                return await work(store)

        return asyncio.run(writing())


@contextmanager
def _own_unless_current(database_url: str) -> Iterator[None]:
    file = database_file(database_url)
    if file is None or schema_state(database_url) is SchemaState.CURRENT:
        yield
        return
    lock = FileLock(file)
    try:
        lock.acquire()
    except FileInUse:  # whoever runs on it has a schema of its own, which is said below
        yield
        return
    with closing(lock):
        prepare_schema(database_url)
        yield


def _require_schema(database_url: str) -> None:
    state = schema_state(database_url)
    if state is SchemaState.NEWER:
        raise SchemaRefused("a newer Breakwater has migrated the database; use that version here, too")
    if state is not SchemaState.CURRENT:
        raise SchemaRefused(f"the database's schema is {state}; run `breakwater migrate` first")


@asynccontextmanager
async def _open(database_url: str, playbook: Playbook) -> AsyncIterator[Store]:
    engine = open_engine(database_url)
    try:
        yield Store(open_sessions(engine), open_reading(engine), wall_clock, playbook)
    finally:
        await engine.dispose()
