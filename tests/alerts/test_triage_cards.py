"""Triage cards in Slack: one in the alert's thread, edited in place, whatever Slack does meanwhile."""

from collections.abc import AsyncIterator

import pytest

from bot.alerts.take_message import take_message
from bot.alerts.triage import declare_from_alert, expect_alert, take_alert_on
from bot.outbox.deliveries.triage_cards import EditTriageCard, PostTriageCard
from models.alert import Alert
from models.outbox import OutboxItem, Standing
from tests.alerts.posts import alertmanager, webhook
from tests.builders import ANA, Office, open_office


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, PostTriageCard, EditTriageCard) as office:
        await office.desk.directory.find_channels(["data-alerts"])
        yield office


async def _alert(office: Office, message: dict) -> Alert:
    """A tool posts; we hear of it."""
    channel_id = office.desk.directory.channel("data-alerts")
    said = await office.desk.chat.call("chat.postMessage", channel=channel_id, text="the tool's own words")
    heard = {**message, "channel": channel_id, "ts": said["ts"]}
    [alert] = (await take_message(office.desk, heard)).alerts
    return alert


async def _thread(office: Office, alert: Alert) -> list[dict]:
    answer = await office.desk.chat.read(
        "conversations.replies", channel=alert.channel_id, ts=alert.message_ts
    )
    return answer["messages"][1:]


def _buttons(message: dict) -> list[str]:
    rows = [block for block in message["blocks"] if block["type"] == "actions"]
    return [element["action_id"] for row in rows for element in row["elements"]]


async def test_the_card_stands_in_the_thread_and_is_edited_through_its_life(office: Office) -> None:
    alert = await _alert(office, webhook(text="Load of <!channel> orders failed"))
    await office.deliver()
    [card] = await _thread(office, alert)
    assert "Not looked at yet" in card["text"]
    assert "triage_declare" in _buttons(card)
    [kept] = await office.house.all_of(Alert)
    assert kept.card_ts == card["ts"]

    await office.house.act(take_alert_on, alert.id, by_id=ANA)
    await office.deliver()
    assert f"Taken by <@{ANA}>" in (await _thread(office, alert))[0]["text"]

    await office.house.act(declare_from_alert, alert.id, by_id=ANA)
    await office.deliver()
    [card] = await _thread(office, alert)
    assert "Became INC-1" in card["text"]
    assert _buttons(card) == ["join", "take_command", "triage_attach", "triage_why"]


async def test_a_repeat_is_counted_on_the_card_of_the_first(office: Office) -> None:
    first = await _alert(office, webhook(text="Load of orders failed"))
    await office.deliver()
    second = await _alert(office, webhook(text="Load of orders failed"))
    await office.deliver()
    assert "Came once more" in (await _thread(office, first))[0]["text"]
    assert await _thread(office, second) == []


async def test_a_card_that_is_late_shows_what_is_true_by_then(office: Office) -> None:
    alert = await _alert(office, alertmanager(name="DiskFull"))
    await office.house.act(expect_alert, alert.id, by_id=ANA)
    await office.deliver()
    [card] = await _thread(office, alert)
    assert "Expected" in card["text"]


async def test_recovery_shows_on_the_card(office: Office) -> None:
    alert = await _alert(office, alertmanager(name="DiskFull"))
    await office.deliver()
    await _alert(office, alertmanager("RESOLVED", "DiskFull"))
    await office.deliver()
    assert "Recovered" in (await _thread(office, alert))[0]["text"]


@pytest.mark.parametrize("fault", ["reset_after", "http_500_after", "http_500", "ratelimited"])
async def test_faults_of_slack_neither_lose_nor_double_the_card(office: Office, fault: str) -> None:
    alert = await _alert(office, webhook(text="Load of orders failed"))
    office.sandbox.faults.add("chat.postMessage", fault, retry_after=1)
    await office.deliver()
    assert len(await _thread(office, alert)) == 1


async def test_where_the_alert_was_deleted_nobody_is_asked(office: Office) -> None:
    await _alert(office, webhook(text="Load of orders failed"))
    office.sandbox.faults.add("chat.postMessage", "error", error="thread_not_found")
    await office.deliver()
    [item] = await office.house.all_of(OutboxItem, kind="post_triage_card")
    assert item.standing is Standing.SKIPPED


async def test_where_the_card_was_deleted_its_edits_end(office: Office) -> None:
    alert = await _alert(office, webhook(text="Load of orders failed"))
    await office.deliver()
    [card] = await _thread(office, alert)
    await office.desk.chat.call("chat.delete", channel=alert.channel_id, ts=card["ts"])
    await office.house.act(take_alert_on, alert.id, by_id=ANA)
    await office.deliver()
    [item] = await office.house.all_of(OutboxItem, kind="edit_triage_card")
    assert item.standing is Standing.SKIPPED
    assert await _thread(office, alert) == []
