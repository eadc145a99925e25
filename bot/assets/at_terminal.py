"""The lineage for commands at a terminal: a database that others may be using, and one look at it."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from typing import Final, TypeVar

from bot.assets.atlas import Atlas
from bot.assets.chart import Chart
from bot.clock import wall_clock
from bot.database import open_engine, open_reading, open_sessions
from bot.filelock import FileInUse, FileLock, database_file
from bot.migrate import SchemaRefused, SchemaState, prepare_schema, require_schema, schema_state
from bot.playbook import Playbook
from bot.uow import Store

Given = TypeVar("Given")

#: Seconds for somebody else to migrate the file, and between looks whether they have.
_PATIENCE: Final = 3.0
_PAUSE: Final = 0.1


def look(database_url: str, playbook: Playbook, ask: Callable[[Store, Chart], Awaitable[Given]]) -> Given:
    """Load the chart and ask something of it. Raises SchemaRefused, and what the database raises."""
    require_schema(database_url, made_by="assets import FILE")

    async def looking() -> Given:
        async with _open(database_url, playbook) as store, store.reading() as session:
            chart = await Atlas(store.reading, playbook.alerts.domains).chart(session)
            return await ask(store, chart)

    return asyncio.run(looking())


def write(database_url: str, work: Callable[[Store], Awaitable[Given]]) -> Given:
    """Let something write, in short transactions. Raises SchemaRefused, and what the database raises.

    An empty or older SQLite file that nobody runs on is migrated first, as `breakwater run` would.
    """
    _migrate_file(database_url)
    require_schema(database_url, made_by="assets import FILE")

    async def writing() -> Given:
        async with _open(database_url, Playbook()) as store:
            return await work(store)

    return asyncio.run(writing())


def _migrate_file(database_url: str) -> None:
    """Own the file while it is migrated, and no longer; of two who come at once, one waits for the other."""
    file = database_file(database_url)
    if file is None:
        return
    patience = time.monotonic() + _PATIENCE
    while schema_state(database_url) is not SchemaState.CURRENT:
        lock = FileLock(file)
        try:
            lock.acquire()
        except FileInUse:  # whoever runs on it has a schema of its own, which may be on its way
            if time.monotonic() > patience:
                return
            time.sleep(_PAUSE)
            continue
        except OSError as error:
            raise SchemaRefused(f"the database {file} cannot be opened: {error.strerror}") from error
        with closing(lock):
            prepare_schema(database_url)


@asynccontextmanager
async def _open(database_url: str, playbook: Playbook) -> AsyncIterator[Store]:
    engine = open_engine(database_url)
    try:
        yield Store(open_sessions(engine), open_reading(engine), wall_clock, playbook)
    finally:
        await engine.dispose()
