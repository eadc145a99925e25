"""A small Bolt app at work in the sandbox: commands, buttons, events."""

import asyncio
from typing import Any

import pytest
from bolt_app import attached, new_app, until
from people import ALERTS, SOON, Person
from slack_bolt.async_app import AsyncApp

from sandbox.delivery.socket_mode import Cut
from sandbox.seed import APP_USER_ID, BEN, CHEN
from sandbox.server import Sandbox

BUTTONS: list[dict[str, Any]] = [
    {
        "type": "actions",
        "block_id": "cups",
        "elements": [
            {
                "type": "button",
                "action_id": "more",
                "text": {"type": "plain_text", "text": "More"},
                "value": "one",
            },
            {
                "type": "external_select",
                "action_id": "biscuit",
                "min_query_length": 1,
                "placeholder": {"type": "plain_text", "text": "Biscuit"},
            },
        ],
    }
]


@pytest.fixture
def app(sandbox: Sandbox) -> AsyncApp:
    return new_app(sandbox)


async def test_a_command_is_answered_in_the_ack(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    seen: dict[str, Any] = {}

    @app.command("/tea")
    async def tea(ack: Any, body: Any) -> None:
        seen.update(body)
        await ack("one cup is coming")

    async with attached(sandbox, app), ana.stream() as stream:
        await ana.ok("command", channel=ALERTS, command="/tea", text="oolong for @ben in #general")
        frame = await stream.frame("ephemeral")
    history = await ana.ok("history", channel=ALERTS)
    others = await ana.also(BEN).ok("history", channel=ALERTS)

    assert frame["message"]["text"] == "one cup is coming"
    assert seen["text"] == f"oolong for <@{BEN}|ben> in <#C0GENERAL1|general>"
    assert (seen["channel_name"], seen["user_name"], seen["team_domain"]) == (
        "data-alerts",
        "ana",
        "northwind",
    )
    assert seen["is_enterprise_install"] == "false"
    assert history["messages"][-1]["ephemeral"] is True
    assert others["messages"] == []


async def test_a_command_without_escaping_arrives_as_typed(
    sandbox: Sandbox, app: AsyncApp, ana: Person
) -> None:
    seen: list[str] = []

    @app.command("/raw")
    async def raw(ack: Any, command: Any) -> None:
        seen.append(command["text"])
        await ack()

    async with attached(sandbox, app):
        await ana.ok("command", channel=ALERTS, command="/raw", text="<b> & @ben")

    assert seen == ["<b> & @ben"]


async def test_a_command_in_a_private_channel_hides_its_name(
    sandbox: Sandbox, app: AsyncApp, ana: Person
) -> None:
    names: list[str] = []

    @app.command("/tea")
    async def tea(ack: Any, command: Any) -> None:
        names.append(command["channel_name"])
        await ack(text="for all", response_type="in_channel")

    chen = ana.also(CHEN)
    async with attached(sandbox, app), chen.stream() as stream:
        await chen.ok("command", channel="C0PRIVATE1", command="/tea", text="")
        frame = await stream.frame("message")

    assert names == ["privategroup"]
    assert frame["message"]["text"] == "for all"


async def test_a_command_that_nobody_acks_times_out(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    @app.command("/tea")
    async def tea() -> None:
        await asyncio.sleep(0)

    async with attached(sandbox, app), ana.stream() as stream:
        sandbox.courier.ack_seconds = SOON
        answer = await ana.does("command", channel=ALERTS, command="/tea", text="")
        frame = await stream.frame("ephemeral")

    assert answer["error"] == "operation_timeout"
    assert frame["message"]["text"] == '/tea failed with the error "operation_timeout"'
    assert frame["message"]["user"] == "USLACKBOT"


async def test_a_command_without_an_app_is_not_dispatched(ana: Person) -> None:
    answer = await ana.does("command", channel=ALERTS, command="/tea", text="")
    unknown = await ana.does("command", channel=ALERTS, command="/coffee", text="")

    assert answer["error"] == "dispatch_failed"
    assert unknown["error"] == "unknown_command"


async def test_response_urls_say_replace_and_delete(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    @app.command("/tea")
    async def tea(ack: Any, respond: Any) -> None:
        await ack()
        await respond(text="boiling")
        await respond(text="poured", replace_original=True)
        await respond(text="all of you: tea!", response_type="in_channel")
        await respond(delete_original=True)

    async with attached(sandbox, app), ana.stream() as stream:
        await ana.ok("command", channel=ALERTS, command="/tea", text="")
        changed = await stream.frame("ephemeral_changed")
        public = await stream.frame("message")
        deleted = await stream.frame("ephemeral_deleted")

    assert changed["message"]["text"] == "poured"
    assert deleted["ts"] == changed["message"]["ts"]
    assert public["message"]["text"] == "all of you: tea!"
    assert public["message"]["user"] == APP_USER_ID


async def test_a_response_url_serves_five_times(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    answers: list[tuple[int, str]] = []

    @app.command("/tea")
    async def tea(ack: Any, respond: Any) -> None:
        await ack()
        for number in range(6):
            response = await respond(f"cup {number}")
            answers.append((response.status_code, response.body))

    async with attached(sandbox, app):
        await ana.ok("command", channel=ALERTS, command="/tea", text="")
        await until(lambda: len(answers) == 6)

    assert answers[:5] == [(200, "ok")] * 5
    assert answers[5][0] == 404
    assert "used_url" in answers[5][1]


async def test_a_button_press_tells_where_it_was_pressed(
    sandbox: Sandbox, app: AsyncApp, ana: Person
) -> None:
    pressed: list[dict[str, Any]] = []

    @app.action("more")
    async def more(ack: Any, body: Any, respond: Any) -> None:
        pressed.append(body)
        await ack()
        await respond(text="two cups", replace_original=True)

    async with attached(sandbox, app), ana.stream() as stream:
        posted = await app.client.chat_postMessage(channel=ALERTS, text="cups", blocks=BUTTONS)
        ts = posted["ts"]
        assert (await ana.clicks(ts, "cups", "more"))["ok"]
        changed = await stream.frame("message_changed")

    body = pressed[0]
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": ALERTS,
        "is_ephemeral": False,
    }
    assert body["channel"] == {"id": ALERTS, "name": "data-alerts"}
    assert body["message"]["text"] == "cups"
    assert body["user"]["id"] == ana.user_id
    action = body["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("more", "cups", "one")
    assert action["type"] == "button"
    assert action["text"]["text"] == "More"
    assert changed["message"]["text"] == "two cups"
    assert "blocks" not in changed["message"]


async def test_a_press_on_another_apps_button_reaches_nobody(
    sandbox: Sandbox, app: AsyncApp, ana: Person
) -> None:
    async with attached(sandbox, app):
        posted = await ana.ok(
            "bot_message", channel=ALERTS, app="Grafana", message={"text": "x", "blocks": BUTTONS}
        )
        assert (await ana.clicks(posted["ts"], "cups", "more"))["ok"]

    assert [attempt for attempt in sandbox.deliveries.since() if attempt.kind == "interactive"] == []


async def test_an_external_select_asks_for_options_and_keeps_the_choice(
    sandbox: Sandbox, app: AsyncApp, ana: Person
) -> None:
    chosen: list[dict[str, Any]] = []

    @app.options("biscuit")
    async def biscuits(ack: Any, body: Any) -> None:
        text = {"type": "plain_text", "text": f"{body['value']}nut"}
        await ack(options=[{"text": text, "value": "b-1"}])

    @app.action("biscuit")
    async def choose(ack: Any, body: Any) -> None:
        chosen.append(body)
        await ack()

    async with attached(sandbox, app):
        posted = await app.client.chat_postMessage(channel=ALERTS, text="cups", blocks=BUTTONS)
        where = {"type": "message", "channel": ALERTS, "ts": posted["ts"]}
        offered = await ana.ok(
            "suggest", container=where, block_id="cups", action_id="biscuit", query="ginger"
        )
        short = await ana.ok("suggest", container=where, block_id="cups", action_id="biscuit", query="")
        picked = {"text": "gingernut", "value": "b-1"}
        assert (await ana.clicks(posted["ts"], "cups", "biscuit", picked))["ok"]

    assert offered["options"][0]["text"]["text"] == "gingernut"
    assert short["options"] == []
    assert chosen[0]["actions"][0]["selected_option"]["value"] == "b-1"
    state = chosen[0]["state"]["values"]["cups"]["biscuit"]
    assert (state["type"], state["selected_option"]["value"]) == ("external_select", "b-1")


@pytest.mark.parametrize(
    "option",
    [
        {"text": {"type": "plain_text", "text": "x" * 76}, "value": "1"},
        {"text": {"type": "plain_text", "text": "x"}, "value": "1" * 151},
        {"text": {"type": "mrkdwn", "text": "x"}, "value": "1"},
        {"text": {"type": "plain_text", "text": "x"}},
    ],
    ids=["long label", "long value", "not plain", "no value"],
)
async def test_options_that_slack_would_not_show_are_refused(
    sandbox: Sandbox, app: AsyncApp, ana: Person, option: dict[str, Any]
) -> None:
    @app.options("biscuit")
    async def biscuits(ack: Any) -> None:
        await ack(options=[option])

    async with attached(sandbox, app):
        posted = await app.client.chat_postMessage(channel=ALERTS, text="cups", blocks=BUTTONS)
        where = {"type": "message", "channel": ALERTS, "ts": posted["ts"]}
        answer = await ana.does("suggest", container=where, block_id="cups", action_id="biscuit", query="x")

    assert answer["error"] == "invalid_options"


async def test_the_app_survives_every_cut(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    @app.command("/tea")
    async def tea(ack: Any) -> None:
        await ack("still here")

    async with attached(sandbox, app):
        cuts: list[Cut] = ["close", "abort"]
        for how in cuts:
            await sandbox.sockets.cut(how)
            await until(lambda: not sandbox.sockets.connected)
            await until(lambda: sandbox.sockets.connected)
            await ana.ok("command", channel=ALERTS, command="/tea", text="")
        await sandbox.sockets.refresh("refresh_requested")
        await until(lambda: sandbox.sockets.connected)
        await ana.ok("command", channel=ALERTS, command="/tea", text="")


async def test_fifty_commands_at_once_are_all_answered(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    @app.command("/tea")
    async def tea(ack: Any) -> None:
        await ack("a cup")

    async with attached(sandbox, app):
        pressing = (ana.does("command", channel=ALERTS, command="/tea", text="") for _ in range(50))
        answers = await asyncio.gather(*pressing)

    assert all(answer["ok"] for answer in answers)
