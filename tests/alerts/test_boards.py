"""Boards: what is red and yellow in an alert channel, pinned there, edited in place, and not too often."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from bot.alerts.board import DEBOUNCE, TRY_AGAIN_AFTER, heal_boards, redraw_board
from bot.alerts.heard import Origin, heard_of
from bot.alerts.redraw_card import MOST_IN_A_MINUTE
from bot.alerts.show_board import board_view
from bot.alerts.take_alert import take_alerts
from bot.alerts.take_message import take_message
from bot.alerts.triage import declare_from_alert, expect_alert, take_alert_on
from bot.blocks.alerts.board import BoardView
from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.outbox import queue
from bot.outbox.deliveries.alerts.boards import EditBoard, PinBoard, PostBoard
from models.alert import Alert
from models.incident import Incident
from models.outbox import OutboxItem, Priority
from models.signal import Signal
from models.vocabulary import Outcome, Role
from tests.alerts.conftest import Watch
from tests.alerts.posts import CHANNEL, alertmanager, webhook
from tests.builders import ANA, BEN, Office, open_office


async def _board(watch: Watch, channel_id: str = CHANNEL) -> BoardView:
    async with watch.house.store.reading() as session:
        return await board_view(session, channel_id, watch.desk)


def _says(name: str, **more: str) -> dict[str, Any]:
    return webhook(text=f"Load of {name} failed", **more)


async def test_red_is_what_nobody_has_and_the_oldest_is_on_top(watch: Watch) -> None:
    first = await watch.alert(_says("orders"))
    watch.house.clock.advance(minutes=5)
    second = await watch.alert(_says("refunds"))
    taken = await watch.alert(_says("taxes"))
    await watch.alert(_says("orders"))
    await watch.house.act(take_alert_on, taken.id, by_id=ANA)

    view = await _board(watch)
    assert [each.title for each in view.red] == [first.title, second.title]
    assert (view.red[0].since_at, view.red[0].firing_count) == (first.received_at, 2)
    assert view.red[0].link == f"https://northwind.slack.com/archives/{CHANNEL}/p1763450001000100"
    [yellow] = view.yellow
    assert (yellow.title, yellow.person_id) == (taken.title, ANA)


async def test_an_incident_stands_there_once_and_those_without_a_lead_stand_first(watch: Watch) -> None:
    taken = await watch.alert(_says("taxes"))
    await watch.house.act(take_alert_on, taken.id, by_id=BEN)
    watch.house.clock.advance(minutes=1)
    for asset in ("a", "b"):
        alert = await watch.alert(_says(asset))
        incident = await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
        await watch.house.opened(incident.id, f"C0ROOM000{incident.id}")
    await watch.house.act(assign, 1, Role.COMMANDER, ANA, by_id=ANA)

    view = await _board(watch)
    assert view.red == ()
    assert [each.incident_ref or each.title for each in view.yellow] == ["INC-2", taken.title, "INC-1"]
    led = view.yellow[2]
    assert (led.person_id, led.channel_id, led.stage) == (ANA, "C0ROOM0001", "triage")


async def test_of_a_private_incident_the_board_says_nothing_but_that_it_is_handled(watch: Watch) -> None:
    alert = await watch.alert(_says("payroll"))
    await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
    await watch.house.act(assign, 1, Role.COMMANDER, BEN, by_id=ANA)
    await watch.house.opened(1, "C0SECRET01")
    async with watch.house.store.unit() as uow:
        await uow.session.execute(update(Incident).values(is_private=True, title="Salaries leaked"))

    [line] = (await _board(watch)).yellow
    assert line.title == alert.title
    assert line.is_handled_elsewhere
    for secret in ("INC-1", "Salaries", "C0SECRET01", BEN):
        assert secret not in str(line)


async def test_what_is_quiet_or_fine_again_is_only_counted(watch: Watch) -> None:
    quiet = await watch.alert(_says("orders"))
    await watch.house.act(expect_alert, quiet.id, by_id=ANA)
    await watch.alert(alertmanager(name="DiskFull"))
    await watch.alert(alertmanager("RESOLVED", "DiskFull"))
    view = await _board(watch)
    assert (view.red, view.yellow, view.white_count, view.green_count) == ((), (), 1, 1)

    watch.house.clock.advance(days=8)
    view = await _board(watch)
    assert ([each.title for each in view.red], view.white_count, view.green_count) == ([quiet.title], 0, 0)


async def test_a_closed_incident_leaves_the_board_unless_its_alert_fires_on_by_itself(watch: Watch) -> None:
    alert = await watch.alert(_says("orders"))
    await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
    await watch.house.opened(1)
    await watch.house.act(close, 1, Outcome.FIXED, cause="x", remedy="y", by_id=ANA)
    assert (await _board(watch)).yellow == ()


async def test_another_channel_has_its_own_board(watch: Watch) -> None:
    await watch.alert(_says("orders"))
    assert (await _board(watch, "C0OTHER001")).red == ()


async def test_however_much_changes_one_edit_waits_and_it_waits_for_more(watch: Watch) -> None:
    for number in range(5):
        await watch.alert(_says(f"table_{chr(97 + number)}"))
    assert len(await watch.house.waiting("post_board")) == 1
    assert await watch.house.waiting("edit_board") == []
    await watch.house.opened_board(CHANNEL)

    for number in range(5):
        await watch.alert(_says(f"view_{chr(97 + number)}"))
    [edit] = await watch.house.waiting("edit_board")
    async with watch.house.store.unit() as uow:
        now = await queue.lease_clock(uow.session)
    assert edit.priority == Priority.BOARD
    assert now < edit.free_at <= now + DEBOUNCE
    assert len(await watch.house.all_of(OutboxItem, kind="post_board")) == 1


async def test_who_takes_leads_or_closes_is_seen_on_the_board(watch: Watch) -> None:
    alert = await watch.alert(_says("orders"))
    await watch.house.opened_board(CHANNEL)
    await watch.house.act(take_alert_on, alert.id, by_id=ANA)
    assert len(await watch.house.waiting("edit_board")) == 1
    await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
    await watch.house.opened(1)
    for use_case, args, more in (
        (assign, (1, Role.COMMANDER, ANA), {}),
        (close, (1, Outcome.FIXED), {"cause": "x", "remedy": "y"}),
    ):
        await watch.house.opened_board(CHANNEL)
        await watch.house.act(use_case, *args, by_id=ANA, **more)
        assert len(await watch.house.waiting("edit_board")) == 1


async def test_what_a_webhook_says_shows_on_the_board_of_its_channel(watch: Watch) -> None:
    signal = Signal(source="dagster", title="Load of orders failed", link="https://dagster.example/runs/1")
    heard = heard_of(watch.desk, [signal], Origin(alert_channel_id=CHANNEL))
    await watch.house.act(take_alerts, heard)
    [line] = (await _board(watch)).red
    assert (line.title, line.link) == (signal.title, signal.link)
    [item] = await watch.house.waiting("post_triage_card")
    assert item.intent["channel_id"] == CHANNEL


async def test_in_a_storm_the_board_stands_for_the_cards_and_later_they_come(watch: Watch) -> None:
    names = [f"{chr(97 + number // 26)}{chr(97 + number % 26)}_table" for number in range(30)]
    signals = [Signal(source="dagster", title=f"Load of {name} failed") for name in names]
    origin = Origin(alert_channel_id=CHANNEL)
    await watch.house.act(take_alerts, heard_of(watch.desk, signals, origin))
    assert len(await watch.house.waiting("post_triage_card")) == MOST_IN_A_MINUTE
    assert len((await _board(watch)).red) == len(names)

    await watch.house.act(take_alerts, heard_of(watch.desk, signals[-1:], origin))
    assert len(await watch.house.waiting("post_triage_card")) == MOST_IN_A_MINUTE
    watch.house.clock.advance(minutes=2)
    await watch.house.act(take_alerts, heard_of(watch.desk, signals[-1:], origin))
    assert len(await watch.house.waiting("post_triage_card")) == MOST_IN_A_MINUTE + 1


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, PostBoard, EditBoard, PinBoard) as office:
        await office.desk.directory.find_channels(["data-alerts"])
        yield office


async def _hears(office: Office, name: str) -> Alert:
    channel_id = office.desk.directory.channel("data-alerts")
    said = await office.desk.chat.call("chat.postMessage", channel=channel_id, text="the tool's own words")
    taken = await take_message(office.desk, {**_says(name), "channel": channel_id, "ts": said["ts"]})
    return taken.alerts[0]


async def _deliver(office: Office) -> None:
    """Let the outbox work without waiting for more to change."""
    async with office.house.store.unit() as uow:
        await uow.session.execute(update(OutboxItem).values(free_at=0.0))
    await office.deliver()


async def _boards(office: Office) -> list[dict[str, Any]]:
    channel_id = office.desk.directory.channel("data-alerts") or ""
    return [each for each in await office.messages(channel_id) if "red" in each["text"]]


async def test_the_board_is_posted_and_pinned_once_and_then_edited(office: Office) -> None:
    alert = await _hears(office, "orders")
    await _deliver(office)
    await office.house.act(take_alert_on, alert.id, by_id=ANA)
    await _deliver(office)

    [board] = await _boards(office)
    assert board["text"].startswith("🟡 Nothing is red, 1 in work")
    assert [call.method for call in office.sandbox.calls].count("pins.add") == 1
    assert board["pinned_to"] == [alert.channel_id]


async def test_a_board_that_somebody_deleted_is_posted_and_pinned_anew(office: Office) -> None:
    alert = await _hears(office, "orders")
    await _deliver(office)
    [board] = await _boards(office)
    await office.desk.chat.call("chat.delete", channel=alert.channel_id, ts=board["ts"])
    await _hears(office, "refunds")
    await _deliver(office)

    [board] = await _boards(office)
    assert board["text"].startswith("🔴 2 red")
    assert board["pinned_to"] == [alert.channel_id]


@pytest.mark.parametrize("fault", ["reset_after", "http_500_after", "http_500", "ratelimited"])
async def test_faults_of_slack_neither_lose_nor_double_the_board(office: Office, fault: str) -> None:
    await _hears(office, "orders")
    office.sandbox.faults.add("chat.postMessage", fault, retry_after=0)
    await _deliver(office)
    assert len(await _boards(office)) == 1


async def test_where_we_are_not_let_in_it_is_tried_again_later_only(office: Office) -> None:
    await _hears(office, "orders")
    office.sandbox.faults.add("chat.postMessage", "error", error="not_in_channel", times=1)
    await _deliver(office)
    await _hears(office, "refunds")
    await _deliver(office)
    assert await _boards(office) == []

    office.house.clock.advance(seconds=TRY_AGAIN_AFTER.total_seconds())
    await heal_boards(office.house.store)
    office.house.clock.advance(seconds=1)
    await heal_boards(office.house.store)
    await _deliver(office)
    assert len(await _boards(office)) == 1


async def test_a_board_that_was_drawn_long_ago_is_drawn_anew(office: Office) -> None:
    alert = await _hears(office, "orders")
    await office.house.act(expect_alert, alert.id, by_id=ANA)
    await _deliver(office)
    assert "⚪ 1" in (await _boards(office))[0]["text"]
    office.house.clock.at += timedelta(days=8)
    await heal_boards(office.house.store)
    await _deliver(office)
    assert (await _boards(office))[0]["text"].startswith("🔴 1 red")


async def test_two_who_need_the_first_board_at_once_make_one(database_url: str) -> None:
    async with open_office(database_url) as office:
        await asyncio.gather(*(office.house.act(redraw_board, CHANNEL) for _ in range(5)))
        assert len(await office.house.all_of(OutboxItem, kind="post_board")) == 1
