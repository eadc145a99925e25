"""SQLite in at most one trip per statement: SQLAlchemy finds what it expects, and nobody is held up."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.database import open_engine

TABLE = "CREATE TABLE things (id INTEGER PRIMARY KEY, name TEXT UNIQUE)"
ADD = text("INSERT INTO things (name) VALUES (:name)")
COUNT = text("SELECT count(*) FROM things")


@pytest.fixture
async def engine(sqlite_url: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(sqlite_url)
    async with engine.begin() as connection:
        await connection.execute(text(TABLE))
    yield engine
    await engine.dispose()


async def _count(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return int((await connection.execute(COUNT)).scalar_one())


async def test_rows_counts_and_ids_come_back(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        added = await connection.execute(ADD, {"name": "a"})
        await connection.execute(ADD, [{"name": "b"}, {"name": "c"}])
        changed = await connection.execute(text("UPDATE things SET name = name || '!'"))
        rows = (await connection.execute(text("SELECT id, name FROM things ORDER BY id"))).all()

    assert (added.lastrowid, changed.rowcount) == (1, 3)
    assert [tuple(row) for row in rows] == [(1, "a!"), (2, "b!"), (3, "c!")]


async def test_rows_can_be_streamed(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        await connection.execute(ADD, [{"name": str(number)} for number in range(200)])
        streamed = await connection.stream(text("SELECT name FROM things ORDER BY id"))

        assert [row.name async for row in streamed] == [str(number) for number in range(200)]


async def test_a_refused_statement_leaves_nothing_of_its_transaction(engine: AsyncEngine) -> None:
    async def add_twice() -> None:
        async with engine.begin() as connection:
            await connection.execute(ADD, {"name": "a"})
            await connection.execute(ADD, {"name": "a"})

    with pytest.raises(IntegrityError):
        await add_twice()

    assert await _count(engine) == 0


async def test_a_cancelled_transaction_leaves_nothing_and_no_lock(engine: AsyncEngine) -> None:
    begun = asyncio.Event()

    async def write_and_wait() -> None:
        async with engine.begin() as connection:
            await connection.execute(ADD, {"name": "a"})
            begun.set()
            await asyncio.sleep(60)

    writing = asyncio.create_task(write_and_wait())
    await begun.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    async with engine.begin() as connection:
        await connection.execute(ADD, {"name": "b"})

    assert await _count(engine) == 1


async def test_what_writes_stays_on_the_loops_thread_and_what_reads_leaves_it(engine: AsyncEngine) -> None:
    async with engine.begin() as writing:
        assert await _thread_of(writing) == threading.get_ident()
    async with engine.execution_options(read_only=True).connect() as reading:
        assert await _thread_of(reading) != threading.get_ident()


async def test_waiting_for_another_process_holds_up_nobody(engine: AsyncEngine, sqlite_url: str) -> None:
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with engine.begin() as connection:
            await connection.execute(ADD, {"name": "a"})

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.1)  # would not return before the other process is done, were the loop held up
    assert not writing.done()
    other.execute("COMMIT")
    other.close()
    await writing

    assert await _count(engine) == 1


async def test_others_have_a_turn_between_two_statements(engine: AsyncEngine) -> None:
    turns: list[str] = []

    async def other() -> None:
        turns.append("other")

    async with engine.begin() as connection:
        waiting = asyncio.create_task(other())
        for name in ("first", "second"):
            await connection.execute(ADD, {"name": name})
            turns.append(name)
    await waiting

    assert turns == ["other", "first", "second"]


async def _thread_of(connection: AsyncConnection) -> int:
    """On which thread SQLite works for it."""
    driver = (await connection.get_raw_connection()).driver_connection
    assert driver is not None
    driver.raw.create_function("thread", 0, threading.get_ident)
    return int((await connection.execute(text("SELECT thread()"))).scalar_one())
