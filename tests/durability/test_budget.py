"""What machines change keeps within what Slack allows of each method; what people wait for does not wait."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox import queue
from bot.outbox.budget import PER_MINUTE, Budget
from bot.outbox.delivery import Call, Delivery
from bot.outbox.runner import Runner
from models.outbox import OutboxItem, Priority, Standing
from tests.builders import House, Office, open_house, open_office

PATIENCE = 30.0
METHODS = {"edit": "chat.update", "pin": "pins.add", "post": "chat.postMessage", "answer": None}


class Seconds:
    """A clock of seconds that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def _item(kind: str, priority: int = Priority.BACKGROUND, lane: str | None = None) -> OutboxItem:
    return OutboxItem(kind=kind, priority=priority, lane=lane)


def _most_in_a_minute(calls: list[float]) -> int:
    return max(sum(1 for other in calls if at <= other < at + 60) for at in calls)


@pytest.mark.parametrize("kind", ["edit", "pin", "post"])
def test_no_minute_has_more_calls_than_slack_allows_however_much_there_is_to_say(kind: str) -> None:
    clock, chance = Seconds(), random.Random(7)
    budget = Budget(METHODS, clock=clock)
    people_per_step = PER_MINUTE[METHODS[kind] or ""] * 0.25 / 240
    calls: list[float] = []
    for _ in range(240 * 5):
        clock.now += 0.25
        wanted = [_item(kind) for _ in range(20)]
        if chance.random() < people_per_step:
            wanted.append(_item(kind, Priority.STAGE))
        for item in budget.admit(wanted):
            budget.spend(item)
            calls.append(clock.now)

    assert _most_in_a_minute(calls) <= PER_MINUTE[METHODS[kind] or ""]
    assert len(calls) >= 5 * 0.6 * PER_MINUTE[METHODS[kind] or ""]


def test_a_channel_gets_one_message_a_second_and_another_one_does_not_wait_for_it() -> None:
    clock = Seconds()
    budget = Budget(METHODS, clock=clock)
    sent: dict[str, list[float]] = {"alerts:C1": [], "alerts:C2": []}
    for _ in range(40):
        clock.now += 0.25
        for item in budget.admit([_item("post", lane="alerts:C1") for _ in range(9)]):
            budget.spend(item)
            sent["alerts:C1"].append(clock.now)
    assert len(sent["alerts:C1"]) in range(10, 14)
    assert budget.spent() == ([], ["alerts:C1"])
    assert budget.admit([_item("post", lane="alerts:C1"), _item("post", lane="alerts:C2")])


def test_what_people_wait_for_is_never_held_back_and_leaves_less_to_the_rest() -> None:
    budget = Budget(METHODS, clock=Seconds())
    for _ in range(50):
        [urgent] = budget.admit([_item("edit", Priority.STAGE)])
        budget.spend(urgent)
    assert budget.admit([_item("edit")]) == []
    assert budget.admit([_item("pin")]) != []
    assert budget.spent()[0] == ["edit"]


def test_what_slack_refused_waits_as_long_as_slack_said() -> None:
    clock = Seconds()
    budget = Budget(METHODS, clock=clock)
    budget.refused(_item("edit"), "chat.update", 30)
    clock.now += 29
    assert budget.admit([_item("edit")]) == []
    clock.now += 2
    assert budget.admit([_item("edit")]) != []


def test_what_may_have_been_sent_already_is_settled_without_waiting() -> None:
    budget = Budget(METHODS, clock=Seconds())
    budget.refused(_item("edit"), "chat.update", 30)
    doubtful = _item("edit")
    doubtful.unsure_since = 900.0
    assert budget.admit([doubtful]) == [doubtful]


class Edit(Delivery):
    """Stands for an edit; it is only counted."""

    kind, method, harmless_twice, shows_incident = "edit", "chat.update", True, False

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        return Call(args={"which": item.intent["which"]})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        self.sent.append(call.args["which"])
        return {}


class Pin(Edit):
    """Stands for a call of another method."""

    kind, method = "pin", "pins.add"


@asynccontextmanager
async def _at_work(office: Office, clock: Seconds) -> AsyncIterator[Runner]:
    runner = Runner(office.desk, office.deliveries, alone=True, clock=clock)
    working = asyncio.create_task(runner.run())
    try:
        yield runner
    finally:
        await runner.stop()
        await working


async def _sent(runner: Runner, delivery: Edit, count: int) -> list[str]:
    runner.wake()
    async with asyncio.timeout(PATIENCE):
        while len(delivery.sent) < count or not runner.is_idle:
            await asyncio.sleep(0.01)
    return delivery.sent


async def _ask(house: House, kind: str, *names: str, priority: int = Priority.BACKGROUND) -> None:
    async with house.store.unit() as uow:
        for name in names:
            await uow.announce(kind, priority=priority, subject=f"{kind}:{name}", which=name)


async def test_waiting_for_the_budget_costs_no_attempt_and_holds_up_nothing_else(database_url: str) -> None:
    async with open_office(database_url, Edit, Pin) as office:
        edits, pins = office.deliveries["edit"], office.deliveries["pin"]
        assert isinstance(edits, Edit)
        assert isinstance(pins, Pin)
        await _ask(office.house, "edit", *(f"card {number}" for number in range(150)))
        await _ask(office.house, "pin", "board")
        clock = Seconds()
        async with _at_work(office, clock) as runner:
            assert await _sent(runner, pins, 1) == ["board"]
            assert len(edits.sent) == 5
            await _ask(office.house, "edit", "of a person", priority=Priority.STAGE)
            assert "of a person" in await _sent(runner, edits, 6)

            waiting = [item for item in await office.house.waiting("edit") if item.priority != Priority.STAGE]
            assert {(item.attempts, item.claimed_by) for item in waiting} == {(0, None)}
            clock.now += 30
            assert len(await _sent(runner, edits, 11)) == 11

        assert len(await office.house.waiting("edit")) == 140


async def test_nothing_that_waits_is_left_behind_for_good(sqlite_url: str) -> None:
    async with open_office(sqlite_url, Edit) as office:
        edits = office.deliveries["edit"]
        assert isinstance(edits, Edit)
        names = [f"card {number}" for number in range(40)]
        await _ask(office.house, "edit", *names)
        clock = Seconds()
        async with _at_work(office, clock) as runner:
            await _sent(runner, edits, 5)
            for more in range(1, 8):
                await _ask(office.house, "edit", f"of a person {more}", priority=Priority.STAGE)
                await _sent(runner, edits, 6 * more)
                clock.now += 12
                await _sent(runner, edits, 6 * more + 5)
        assert [name for name in edits.sent if name in names] == names


async def test_what_slack_refuses_is_waited_for_by_all_that_calls_the_same(sqlite_url: str) -> None:
    class Refused(Edit):
        async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
            await super().send(call, desk)
            raise ChatError("ratelimited", method="chat.update", retry_after=60)

    class Other(Edit):
        kind = "other edit"

    async with open_office(sqlite_url, Refused, Other, Pin) as office:
        refused, other, pins = (office.deliveries[kind] for kind in ("edit", "other edit", "pin"))
        assert isinstance(refused, Edit)
        assert isinstance(other, Edit)
        assert isinstance(pins, Edit)
        await _ask(office.house, "edit", "first", priority=Priority.STAGE)
        async with _at_work(office, Seconds()) as runner:
            await _sent(runner, refused, 1)
            await _ask(office.house, "other edit", "second")
            await _ask(office.house, "pin", "third")
            await _sent(runner, pins, 1)
        assert other.sent == []


async def _redraw(house: House, priority: int = Priority.BACKGROUND, after: int | None = None) -> None:
    async with house.store.unit() as uow:
        await uow.announce_unless_waiting("edit", subject="card:1", priority=priority, after=after, which="1")


async def test_what_waits_already_is_not_asked_for_again(database_url: str) -> None:
    async with open_house(database_url) as house:
        async with house.store.unit() as uow:
            for _ in range(100):
                await uow.announce_unless_waiting("edit", subject="card:1", priority=70, which="1")
        await _redraw(house)
        assert len(await house.all_of(OutboxItem)) == 1


async def test_what_would_leave_later_is_overtaken(database_url: str) -> None:
    async with open_house(database_url) as house:
        await _redraw(house)
        await _redraw(house, Priority.STAGE)
        await _redraw(house)
        older, newer = await house.all_of(OutboxItem)
        assert (older.standing, newer.standing) == (Standing.SKIPPED, Standing.WAITING)
        await _redraw(house, Priority.STAGE, after=newer.id)
        assert len(await house.all_of(OutboxItem)) == 3


async def test_what_is_being_rendered_does_not_show_what_changes_meanwhile(database_url: str) -> None:
    async with open_house(database_url) as house:
        await _redraw(house)
        async with house.store.unit() as uow:
            await queue.claim(uow.session, "us", await queue.lease_clock(uow.session), 10, Budget({}))
        await _redraw(house)
        assert len(await house.waiting("edit")) == 2


async def test_what_is_to_show_a_change_is_not_rendered_before_it_is_committed(postgres_url: str) -> None:
    async with open_house(postgres_url) as house:
        await _redraw(house)
        async with house.store.unit() as changing:
            await changing.announce_unless_waiting("edit", subject="card:1", priority=70, which="1")
            async with house.store.unit() as other:
                now = await queue.lease_clock(other.session)
                taken, _ = await queue.claim(other.session, "us", now, 10, Budget({}))
                assert taken == []
                waiting = select(OutboxItem.id).where(OutboxItem.standing == Standing.WAITING)
                assert len((await other.session.scalars(waiting)).all()) == 1
