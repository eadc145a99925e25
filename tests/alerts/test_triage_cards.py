"""Triage cards in Slack: one in the alert's thread, edited in place, whatever Slack does meanwhile."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.alerts.choose_incident import choose_incident
from bot.alerts.heard import Origin, heard_of
from bot.alerts.show_alert import alert_view
from bot.alerts.take_alert import take_alerts
from bot.alerts.take_message import take_message
from bot.alerts.triage import declare_from_alert, expect_alert, take_alert_on
from bot.alerts.unfold_card import unfold_card
from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.outbox.deliveries.alerts.triage_cards import EditTriageCard, PostTriageCard
from models.alert import Alert
from models.errors import NothingToChange
from models.outbox import OutboxItem, Standing
from models.signal import Signal
from models.silence import Silence, SilenceKind, SilenceScope
from models.vocabulary import Outcome, Role
from tests.alerts.posts import alertmanager, webhook
from tests.builders import ANA, BEN, Office, open_office


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


async def test_the_card_links_the_last_repeat_and_says_when_it_recovered(office: Office) -> None:
    first = await _alert(office, alertmanager(name="DiskFull"))
    office.house.clock.advance(minutes=20)
    last = await _alert(office, alertmanager(name="DiskFull"))
    await office.deliver()
    [card] = await _thread(office, first)
    assert f"/p{(last.message_ts or '').replace('.', '')}|last>" in card["text"]

    office.house.clock.advance(minutes=15)
    await _alert(office, alertmanager("RESOLVED", "DiskFull"))
    await office.deliver()
    [card] = await _thread(office, first)
    assert card["text"].startswith("🟢 Recovered <!date")
    assert "after 35 min, says the tool" in card["text"]


async def test_who_leads_and_the_close_show_on_the_card(office: Office) -> None:
    alert = await _alert(office, webhook(text="critical: load of orders failed"))
    await office.house.opened(1, "C0ROOM0001")
    await office.deliver()
    [card] = await _thread(office, alert)
    assert "Became INC-1 in <#C0ROOM0001>  ·  triage  ·  nobody leads yet" in card["text"]

    await office.house.act(assign, 1, Role.COMMANDER, ANA, by_id=ANA)
    await office.deliver()
    [card] = await _thread(office, alert)
    assert f"<@{ANA}> leads" in card["text"]
    assert _buttons(card) == ["join", "triage_attach", "triage_why"]

    await office.house.act(close, 1, Outcome.FIXED, cause="x", remedy="y", by_id=ANA)
    await office.deliver()
    [card] = await _thread(office, alert)
    assert card["text"].startswith("🟢 Done: INC-1 was closed as fixed")
    assert _buttons(card) == []


async def test_a_silence_of_something_wider_shows_on_the_card(office: Office) -> None:
    alert = await _alert(office, webhook(text="Load of orders failed"))
    async with office.house.store.unit() as uow:
        wide = {"kind": SilenceKind.SILENCED, "scope": SilenceScope.SOURCE, "pattern": alert.source}
        until = uow.now + timedelta(hours=2)
        uow.session.add(Silence(**wide, since_at=uow.now, until_at=until, by_id=BEN, because="The move"))
    await office.deliver()
    [card] = await _thread(office, alert)
    assert card["text"].startswith("⚪ Silenced until")
    assert f"by <@{BEN}>: The move" in card["text"]


async def _hears(office: Office, *signals: Signal) -> list[Alert]:
    """A webhook brings signals; they show in the watched channel."""
    origin = Origin(alert_channel_id=office.desk.directory.channel("data-alerts"))
    return await office.house.act(take_alerts, heard_of(office.desk, signals, origin))


async def _alone(office: Office) -> list[dict]:
    """Cards that stand in the channel by themselves."""
    messages = await office.messages(office.desk.directory.channel("data-alerts") or "")
    return [message for message in messages if message.get("blocks")]


async def test_what_came_by_a_webhook_has_a_card_of_its_own_that_says_what_the_tool_said(
    office: Office,
) -> None:
    words = "relation <!channel> orders does not exist"
    signal = Signal(source="dagster", title="Load of orders failed", excerpt=words)
    [alert] = await _hears(office, signal)
    await office.deliver()
    [card] = await _alone(office)
    assert "thread_ts" not in card
    assert "relation &lt;!channel&gt; orders does not exist" in card["text"]

    await office.house.act(take_alert_on, alert.id, by_id=ANA)
    await office.deliver()
    [card] = await _alone(office)
    assert f"Taken by <@{ANA}>" in card["text"]


async def test_a_card_that_speaks_for_a_run_can_be_kept_apart(office: Office) -> None:
    signals = [
        Signal(source="dagster", title=f"Load of {name} failed", run="8123") for name in ("a", "b", "c")
    ]
    first = (await _hears(office, *signals))[0]
    await office.deliver()
    [card] = await _alone(office)
    assert "And 2 more of run 8123" in card["text"]
    assert "triage_apart" in _buttons(card)

    await office.house.act(unfold_card, first.id, by_id=ANA)
    await office.deliver(within=20)
    cards = await _alone(office)
    assert len(cards) == 3
    assert not any("8123" in card["text"] for card in cards)
    with pytest.raises(NothingToChange, match="stand apart already"):
        await office.house.act(unfold_card, first.id, by_id=ANA)


async def test_an_alert_is_offered_the_open_incidents_that_a_person_may_see(office: Office) -> None:
    for title in ("Orders are late", "Refunds are late"):
        await office.house.declare(title)
    await office.house.declare("Salaries leaked", by_id=BEN, is_private=True)
    await office.house.declare("Only a drill", is_drill=True)
    alert = await _alert(office, webhook(text="Load of orders failed"))

    choice = await choose_incident(office.desk, alert.id, user_id=ANA)
    assert [each.title for each in choice.candidates] == ["Refunds are late", "Orders are late"]
    assert choice.likely_id is None


async def test_the_incident_with_which_it_shares_its_asset_is_chosen_already(office: Office) -> None:
    signal = Signal(source="soda", title="Orders are stale", severity_hint="critical", assets=("orders",))
    other = Signal(source="monte_carlo", title="Orders shrank", severity_hint="warning", assets=("orders",))
    [opened] = await _hears(office, signal)
    await office.house.declare("Something newer")
    [asking] = await _hears(office, other)
    assert asking.incident_id is None

    choice = await choose_incident(office.desk, asking.id, user_id=ANA)
    assert choice.likely_id == opened.incident_id
    async with office.house.store.reading() as session:
        view = await alert_view(session, asking.id, office.house.clock())
    assert view.offered_ref == f"INC-{opened.incident_id}"


async def test_without_an_open_incident_there_is_nothing_to_attach_to(office: Office) -> None:
    alert = await _alert(office, webhook(text="Load of orders failed"))
    with pytest.raises(NothingToChange, match="Press Declare"):
        await choose_incident(office.desk, alert.id, user_id=ANA)


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
    office.sandbox.faults.add("chat.postMessage", fault, retry_after=0)
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
