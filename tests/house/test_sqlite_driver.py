"""SQLite in one trip per statement: what SQLAlchemy expects of a driver still holds."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncEngine

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
