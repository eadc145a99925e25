"""The look for what is due: nothing that can become due is left out, and mostly it costs one question."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from bot.looks import LOOKS, look
from models.base import Base
from models.ledger import EntryKind
from tests.builders import Office, open_office

#: Looked at by others: outside schedules are read by a tick of their own, and shifts team by team.
ELSEWHERE = {"kept_schedules", "told_shifts"}


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url) as office:
        yield office


def test_every_time_at_which_something_is_to_be_looked_at_is_asked_about() -> None:
    asked = " ".join(str(each.is_due) for each in LOOKS)
    kept = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("look_at") and table.name not in ELSEWHERE
    }
    assert len(kept) > 10
    assert {name for name in kept if name not in asked} == set()


async def test_where_nothing_is_due_one_statement_is_all(office: Office) -> None:
    await office.house.declare()
    with _statements() as asked:
        await look(office.desk)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


async def test_what_is_due_is_seen_to_however_much_of_it_there_is(office: Office) -> None:
    for number in range(101):
        await office.house.declare(f"Orders are late in shop {number}")
    office.house.clock.advance(days=1)
    await look(office.desk)
    assert len(await office.house.entries(EntryKind.CHECKIN_MISSED)) == 101


@contextmanager
def _statements() -> Iterator[list[str]]:
    """What the database is asked meanwhile."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", hear)
