"""`/incident config test-alert`: the same reading from Slack, without doing anything."""

import json
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.errors import ChatError
from handlers.answer import Answer, Open, Redraw
from handlers.commands import command
from handlers.forms import FORMS
from handlers.incoming import Incoming
from models.alert import Alert
from models.errors import FieldRefused, NotAllowed, UnknownWord
from models.inbox import InboxItem
from tests.alerts import posts
from tests.alerts.conftest import Watch
from tests.alerts.test_payloads_monitoring import group, prometheus

ANA = "U0ANA00001"
LINK = f"https://northwind.slack.com/archives/{posts.CHANNEL}/p1795000000000100"


class Shown:
    """As much of Slack as this asks: one message, or a refusal to show it."""

    def __init__(self) -> None:
        self.message: dict[str, Any] | None = None
        self.asked: list[tuple[str, str]] = []

    async def read(self, method: str, **args: Any) -> dict[str, Any]:
        self.asked.append((args["channel"], args["ts"]))
        if self.message is None:
            raise ChatError("unreachable", method=method)
        return {"ok": True, "messages": [self.message]}


@pytest.fixture
async def slack(watch: Watch) -> Shown:
    await watch.house.heard_of(ANA, "Ana")
    await watch.desk.directory.load()
    shown = Shown()
    watch.desk.chat = shown  # type: ignore[assignment]
    return shown


pytestmark = pytest.mark.usefixtures("slack")


async def typed(watch: Watch, text: str) -> Answer:
    return await command(watch.desk, Incoming(kind="command", name="/incident", user_id=ANA, text=text))


async def sent_off(watch: Watch, payload: Any, **fields: str) -> Answer:
    written = payload if isinstance(payload, str) else json.dumps(payload)
    incoming = Incoming(
        kind="view_submission", name="test_alert", user_id=ANA, fields={"payload": written, **fields}
    )
    return await FORMS["test_alert"](watch.desk, incoming)


async def read(watch: Watch, payload: Any, **fields: str) -> str:
    """What the form becomes, as one text."""
    answer = await sent_off(watch, payload, **fields)
    assert isinstance(answer, Redraw)
    return json.dumps(answer.view, ensure_ascii=False)


@pytest.mark.parametrize("text", ["config test-alert", "config", "config TEST_ALERT"])
async def test_the_verb_opens_a_form_for_json_or_a_link(watch: Watch, text: str) -> None:
    answer = await typed(watch, text)
    assert isinstance(answer, Open)
    assert answer.view["callback_id"] == "test_alert"
    assert [block["block_id"] for block in answer.view["blocks"]] == ["payload", "source"]


async def test_another_part_of_config_is_refused_with_the_one_there_is(watch: Watch) -> None:
    with pytest.raises(UnknownWord, match="test-alert"):
        await typed(watch, "config tset-alert")


async def test_the_form_becomes_the_reading_and_nothing_is_stored(watch: Watch) -> None:
    shown = await read(watch, group(prometheus(severity="critical", table="marts.orders")))
    assert "Read as alertmanager: 1 alert" in shown
    assert "opens an incident: The tool calls it critical" in shown
    assert "marts.orders" in shown
    async with watch.desk.store.reading() as session:
        for kind in (Alert, InboxItem):
            assert await session.scalar(select(func.count()).select_from(kind)) == 0


async def test_it_says_why_something_is_no_alert(watch: Watch) -> None:
    said = {"type": "message", "channel": "C1", "ts": "1.1", "user": "U1", "text": "it failed"}
    assert "No alert: a person wrote it." in await read(watch, said)
    assert "dead letter" in await read(watch, {"a": 1})
    unknown = await read(watch, {"title": "Orders are late", "status": "firing"}, source="acme")
    assert "No reader is for the source acme" in unknown


async def test_many_alerts_are_counted_where_they_do_not_fit(watch: Watch) -> None:
    many = group(*(prometheus(dev=str(number)) for number in range(30)))
    answer = await sent_off(watch, many)
    assert isinstance(answer, Redraw)
    assert len(answer.view["blocks"]) < 100
    assert "And 22 more." in json.dumps(answer.view)


async def test_text_of_an_alert_is_never_markup(watch: Watch) -> None:
    shown = await read(watch, {"title": "<!channel> <https://evil.example|click>", "excerpt": "*bold*"})
    assert '"type": "mrkdwn"' not in shown
    assert '"type": "broadcast"' not in shown
    assert '"type": "link"' not in shown


@pytest.mark.parametrize("written", ["", "not json", "{'a': 1}", "https://example.org/x"])
async def test_what_is_no_json_is_refused_at_the_field(watch: Watch, written: str) -> None:
    with pytest.raises(FieldRefused, match="That is no JSON") as refused:
        await sent_off(watch, written)
    assert refused.value.field == "payload"


async def test_a_link_to_a_message_of_a_watched_channel_is_read(watch: Watch, slack: Shown) -> None:
    slack.message = {**posts.airflow(), "ts": "1795000000.000100"}
    for link in (LINK, f"<{LINK}>", f"{LINK}?thread_ts=1.2&cid=C1"):
        assert "Task load_orders of DAG ingest_orders failed" in await read(watch, link)
    assert set(slack.asked) == {(posts.CHANNEL, "1795000000.000100")}


async def test_a_message_of_another_channel_is_shown_to_nobody(watch: Watch, slack: Shown) -> None:
    slack.message = {**posts.airflow(), "ts": "1795000000.000100"}
    with pytest.raises(FieldRefused, match="in no watched channel"):
        await sent_off(watch, LINK.replace(posts.CHANNEL, "C0SECRET01"))
    assert slack.asked == []


async def test_our_own_message_is_no_alert_to_try(watch: Watch, slack: Shown) -> None:
    slack.message = {**posts.airflow(), "ts": "1795000000.000100", "bot_id": "B0BOT00001"}
    with pytest.raises(FieldRefused, match="our own"):
        await sent_off(watch, LINK)


async def test_a_message_that_slack_does_not_show_is_refused_with_the_other_way(watch: Watch) -> None:
    with pytest.raises(FieldRefused, match="paste the JSON"):
        await sent_off(watch, LINK)


async def test_guests_may_not(watch: Watch) -> None:
    stranger = Incoming(kind="command", name="/incident", user_id=ANA, team_id="T0OTHER", text="config")
    with pytest.raises(NotAllowed):
        await command(watch.desk, stranger)
