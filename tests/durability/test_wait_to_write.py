"""Another process may be writing to the file: whoever wants to write then waits, and holds up nobody."""

import asyncio
import sqlite3
from pathlib import Path

from sqlalchemy import text

from bot.database import open_engine, open_sessions


async def test_who_writes_waits_for_another_process_without_holding_up_the_others(tmp_path: Path) -> None:
    path = tmp_path / "shared.db"
    engine = open_engine(f"sqlite:///{path}")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA journal_mode=WAL")  # as every file of ours has it
    other.execute("CREATE TABLE noted (word TEXT)")
    other.execute("BEGIN IMMEDIATE")

    async def write() -> None:
        async with open_sessions(engine)() as session:
            await session.execute(text("INSERT INTO noted VALUES ('ours')"))
            await session.commit()

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.3)  # comes back in time only if the loop is not the one that waits
    waited = not writing.done()
    other.execute("COMMIT")
    await asyncio.wait_for(writing, 20)

    assert waited
    assert other.execute("SELECT word FROM noted").fetchall() == [("ours",)]
    other.close()
    await engine.dispose()
