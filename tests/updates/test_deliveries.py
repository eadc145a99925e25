"""Reminders in Slack: to the owner, to the channel, and without buttons once the promise has ended."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.outbox.deliveries.updates.check_ins import EditCheckIn, PostOverdue, PostReminder
from bot.updates.post_update import post_update
from bot.updates.remind_check_ins import remind_due
from bot.updates.snooze_check_in import snooze_check_in
from models.durations import parse_span
from models.outbox import OutboxItem, Standing
from models.vocabulary import Severity
from tests.builders import ANA, BEN, Office, open_office

KINDS = (PostReminder, PostOverdue, EditCheckIn)


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, *KINDS) as office:
        yield office


async def _promised(office: Office, **more: Any) -> str:
    number = await office.house.declare(severity=Severity.SEV1, **more)
    return await office.open_channel(number)


async def _pass(office: Office, **length: float) -> None:
    office.house.clock.advance(**length)
    await remind_due(office.house.store)


def _buttons(message: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [each["action_id"] for row in rows for each in row]


_ALL_BUTTONS = ["update", "snooze_15", "snooze_30", "snooze_60", "hand_over"]


async def test_the_owner_hears_by_direct_message_then_the_channel(office: Office) -> None:
    channel_id = await _promised(office)
    await _pass(office, minutes=25)
    await office.deliver()
    [reminder] = await office.direct_messages(ANA)
    assert _buttons(reminder) == _ALL_BUTTONS

    await _pass(office, minutes=5)
    await office.deliver()
    overdue = (await office.messages(channel_id))[-1]
    assert "Update overdue" in overdue["text"]
    assert _buttons(overdue) == _ALL_BUTTONS
    check_in = await office.house.check_in()
    assert (check_in.reminder_ts, check_in.overdue_ts) == (reminder["ts"], overdue["ts"])


async def test_an_update_takes_the_buttons_off_both(office: Office) -> None:
    channel_id = await _promised(office)
    await _pass(office, minutes=25)
    await _pass(office, minutes=5)
    # The reminder came too late to be sent: the channel was told already.
    await office.deliver()
    assert await office.direct_messages(ANA) == []

    await office.house.act(post_update, 1, "Contained.", by_id=BEN)
    await office.deliver()
    overdue = (await office.messages(channel_id))[-1]
    assert _buttons(overdue) == []
    assert f"with an update by <@{BEN}>" in overdue["text"]


async def test_a_snooze_is_told_on_the_message_and_a_new_one_comes_later(office: Office) -> None:
    channel_id = await _promised(office)
    await _pass(office, minutes=30)
    await office.deliver()
    await office.house.act(snooze_check_in, 1, parse_span("15m"), by_id=BEN)
    await office.deliver()
    snoozed = (await office.messages(channel_id))[-1]
    assert "Snoozed until" in snoozed["text"]
    assert _buttons(snoozed) == []

    await _pass(office, minutes=15)
    await office.deliver()
    first, second = (await office.messages(channel_id))[-2:]
    assert (first["ts"], _buttons(second)) == (snoozed["ts"], _ALL_BUTTONS)


async def test_a_promise_that_ends_while_its_reminder_is_on_the_way_loses_the_buttons(office: Office) -> None:
    await _promised(office)
    await _pass(office, minutes=25)
    office.sandbox.faults.set_latency(400, ["chat.postMessage"])
    delivering = asyncio.create_task(office.deliver())
    async with asyncio.timeout(20):
        while not _taken_up(await office.house.all_of(OutboxItem, kind="post_reminder")):
            await asyncio.sleep(0.01)
    await office.house.act(post_update, 1, "Contained.", by_id=BEN, next_due=None)
    await delivering
    office.sandbox.faults.set_latency(0, ["chat.postMessage"])
    await office.deliver()

    [reminder] = await office.direct_messages(ANA)
    assert _buttons(reminder) == []
    assert "Settled" in reminder["text"]


def _taken_up(items: list[OutboxItem]) -> bool:
    """On its way; on a slow machine it may have arrived before we looked."""
    return bool(items[0].claimed_by or items[0].standing is Standing.SENT)


async def test_a_promise_kept_before_its_reminder_was_sent_keeps_it_unsent(office: Office) -> None:
    await _promised(office)
    await _pass(office, minutes=25)
    await office.house.act(post_update, 1, "Contained.", by_id=BEN, next_due=None)
    await office.deliver()

    assert await office.direct_messages(ANA) == []


async def test_an_owner_whom_slack_does_not_reach_is_no_fault_to_mend(office: Office) -> None:
    await _promised(office, by_id="U0NOBODY01")
    await _pass(office, minutes=25)
    await office.deliver()

    [item] = await office.house.all_of(OutboxItem, kind="post_reminder")
    assert item.standing is Standing.SKIPPED


@pytest.mark.parametrize("fault", ["reset_after", "http_500_after", "http_500", "ratelimited"])
async def test_faults_of_slack_neither_lose_nor_double_a_reminder(office: Office, fault: str) -> None:
    channel_id = await _promised(office)
    await _pass(office, minutes=30)
    office.sandbox.faults.add("chat.postMessage", fault, retry_after=0)
    await office.deliver(within=20)

    assert sum("Update overdue" in each["text"] for each in await office.messages(channel_id)) == 1


async def test_a_drill_says_so(office: Office) -> None:
    channel_id = await _promised(office, is_drill=True)
    await _pass(office, minutes=30)
    await office.deliver()

    assert (await office.messages(channel_id))[-1]["text"].startswith("DRILL")
