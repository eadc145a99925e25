"""What enters: told apart, never lost, never left lying, and answered once."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from bot.inbox import worker as worker_room
from bot.inbox.intake import Intake
from bot.inbox.worker import Worker
from handlers.answer import Answer, Done, Open
from handlers.front import TOO_LATE, Front
from handlers.incoming import Incoming, parse
from models.errors import NotFound
from models.inbox import InboxItem
from tests.builders import ANA, House, Office, open_house, open_office
from tests.durability.patience import until


@asynccontextmanager
async def at_work(*work: Awaitable[None]) -> AsyncIterator[None]:
    """Let these go on in the background."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        with suppress(asyncio.CancelledError):
            await asyncio.gather(*tasks)


async def _row(house: House, inbox_id: int) -> InboxItem:
    async with house.store.reading() as session:
        return await session.get_one(InboxItem, inbox_id)


async def test_of_two_deliveries_at_the_same_moment_one_is_new(database_url: str) -> None:
    async with open_house(database_url) as house:
        intake = Intake(house.store)
        async with at_work(intake.run()):
            received = await asyncio.gather(*(intake.store("event:Ev1", "event", "{}") for _ in range(5)))

    assert [each.is_new for each in received].count(True) == 1
    assert len({each.inbox_id for each in received}) == 1


async def test_what_was_finished_is_marked_though_the_commit_beside_it_failed(database_url: str) -> None:
    async with open_house(database_url) as house:
        intake = Intake(house.store)
        async with at_work(intake.run()):
            first = await intake.store("event:Ev1", "event", "{}")
            intake.finished(first.inbox_id)
            nothing: Any = None
            with pytest.raises(IntegrityError):
                await intake.store("event:Ev2", "event", nothing)

            async def is_done() -> bool:
                return (await _row(house, first.inbox_id)).done_at is not None

            await until(is_done, "the mark")


async def test_left_over_rows_are_worked_off_however_much_comes_in(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_room, "LOOK_EVERY", 0.2)
    worked: list[int] = []

    async def work(_kind: str, _payload: dict[str, Any], inbox_id: int, _late: bool) -> None:
        worked.append(inbox_id)

    async with open_house(sqlite_url) as house:
        async with house.store.unit() as uow:
            left = InboxItem(key="event:Ev1", kind="event", payload="{}", received_at=uow.now)
            uow.session.add(left)
        worker = Worker(house.store, work, alone=False)

        async def keep_it_busy() -> bool:
            worker.take(0, "event", {})
            return left.id in worked

        async with at_work(worker.run()):
            await until(keep_it_busy, "the row that was left over")


@asynccontextmanager
async def open_front(
    database_url: str, listener: Callable[[], Answer]
) -> AsyncIterator[tuple[Office, Front]]:
    """A front with one listener for everything."""
    async with open_office(database_url) as office:
        intake = Intake(office.house.store)

        async def listen(_desk: Any, _incoming: Incoming) -> Answer:
            return listener()

        async with at_work(intake.run()):
            yield office, Front(office.desk, intake, lambda _incoming: listen)


async def _left_over(office: Office, body: dict[str, Any]) -> int:
    async with office.house.store.unit() as uow:
        row = InboxItem(key="trigger:1", kind="command", payload=json.dumps(body), received_at=uow.now)
        uow.session.add(row)
    return row.id


COMMAND = {"command": "/incident", "user_id": ANA, "text": "declare"}


async def test_a_form_that_comes_too_late_asks_to_be_asked_for_again(sqlite_url: str) -> None:
    async with open_front(sqlite_url, lambda: Open({})) as (office, front):
        inbox_id = await _left_over(office, COMMAND)
        await front.work_late("command", COMMAND, inbox_id)

        [told] = await office.direct_messages(ANA)
        assert told["text"] == TOO_LATE.as_payload()["text"]


async def test_a_listener_that_keeps_failing_leaves_its_fault_in_the_row_and_says_nothing_more(
    sqlite_url: str,
) -> None:
    def fail() -> Answer:
        raise RuntimeError("a bug")

    async with open_front(sqlite_url, fail) as (office, front):
        inbox_id = await _left_over(office, COMMAND)

        async def work_off(kind: str, payload: dict[str, Any], row_id: int, _late: bool) -> None:
            await front.work_late(kind, payload, row_id)

        await Worker(office.house.store, work_off, alone=True).sweep()

        row = await _row(office.house, inbox_id)
        assert "a bug" in (row.fault or "")
        assert row.done_at is None
        assert await office.direct_messages(ANA) == []


async def test_a_form_sent_twice_under_two_triggers_makes_one_incident_and_leaves_no_row(
    database_url: str,
) -> None:
    async with open_office(database_url) as office:
        from handlers.incidents.declare_form import declare

        intake = Intake(office.house.store)
        front = Front(office.desk, intake, lambda _incoming: declare)
        body = _submission("Orders are late")
        async with at_work(intake.run()):
            rows = [await intake.store(f"trigger:{each}", "view_submission", "{}") for each in range(2)]
            sent = [parse("view_submission", body, row.inbox_id, is_late=False) for row in rows]
            answers = await asyncio.gather(*(front.work(each) for each in sent))

            async def all_done() -> bool:
                return all([(await _row(office.house, row.inbox_id)).done_at for row in rows])

            await until(all_done, "both rows to be done")
        assert answers == [Done(), Done()]
        assert len(await office.house.waiting("open_channel")) == 1


async def test_a_refusal_finishes_its_row(sqlite_url: str) -> None:
    def refuse() -> Answer:
        raise NotFound("There is no such thing.", "Look again.")

    async with open_front(sqlite_url, refuse) as (office, front):
        inbox_id = await _left_over(office, COMMAND)
        await front.work_late("command", COMMAND, inbox_id)

        async def is_done() -> bool:
            return (await _row(office.house, inbox_id)).done_at is not None

        await until(is_done, "the mark")


def _submission(title: str) -> dict[str, Any]:
    return {
        "type": "view_submission",
        "user": {"id": ANA},
        "view": {
            "id": "V1",
            "callback_id": "declare",
            "private_metadata": "{}",
            "state": {"values": {"title": {"value": {"type": "plain_text_input", "value": title}}}},
        },
    }
