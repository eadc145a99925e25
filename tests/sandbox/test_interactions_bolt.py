"""A small Bolt app at work in the sandbox: commands, buttons, forms, shortcuts, events."""

import asyncio
from typing import Any

import pytest
from bolt_app import attached, new_app, until
from people import ALERTS, Person
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from sandbox.delivery.socket_mode import Cut
from sandbox.seed import APP_USER_ID, BEN, CHEN
from sandbox.server import Sandbox

FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "tea_form",
    "title": {"type": "plain_text", "text": "Tea"},
    "submit": {"type": "plain_text", "text": "Order"},
    "private_metadata": "round-7",
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "kind",
            "label": {"type": "plain_text", "text": "Kind"},
            "element": {"type": "plain_text_input", "action_id": "kind", "min_length": 3},
        },
        {
            "type": "input",
            "block_id": "milk",
            "optional": True,
            "label": {"type": "plain_text", "text": "Milk"},
            "element": {
                "type": "static_select",
                "action_id": "milk",
                "options": [
                    {"text": {"type": "plain_text", "text": name.title()}, "value": name}
                    for name in ("none", "oat")
                ],
            },
        },
    ],
}

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


async def opened_form(ana: Person) -> dict[str, Any]:
    await ana.ok("command", channel=ALERTS, command="/tea", text="green")
    view: dict[str, Any] = (await ana.ok("boot"))["views"][-1]
    return view


def offering_form(app: AsyncApp) -> None:
    @app.command("/tea")
    async def tea(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()


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


async def test_a_form_is_opened_checked_submitted_and_closed(
    sandbox: Sandbox, app: AsyncApp, ana: Person
) -> None:
    offering_form(app)
    submitted: list[dict[str, Any]] = []

    @app.view("tea_form")
    async def order(ack: Any, body: Any) -> None:
        submitted.append(body)
        await ack()

    async with attached(sandbox, app), ana.stream() as stream:
        view = await opened_form(ana)
        shown = await stream.frame("views")
        empty = await ana.ok("submit", view_id=view["id"], values={})
        short = await ana.ok("submit", view_id=view["id"], values={"kind": {"kind": "x"}})
        values = {"kind": {"kind": "green"}, "milk": {"milk": "oat"}}
        closed = await ana.ok("submit", view_id=view["id"], values=values)
        gone = await ana.does("submit", view_id=view["id"], values=values)

    assert shown["stack"][0]["callback_id"] == "tea_form"
    assert empty["errors"] == {"kind": "Please complete this required field."}
    assert short["errors"] == {"kind": "Please enter at least 3 characters."}
    assert closed["outcome"] == "closed"
    assert gone["error"] == "not_found"
    assert len(submitted) == 1
    sent = submitted[0]["view"]
    assert sent["state"]["values"]["kind"]["kind"] == {"type": "plain_text_input", "value": "green"}
    assert sent["state"]["values"]["milk"]["milk"]["selected_option"]["value"] == "oat"
    assert (sent["private_metadata"], sent["id"], sent["root_view_id"]) == (
        "round-7",
        view["id"],
        view["id"],
    )
    assert submitted[0]["response_urls"] == []
    assert (await ana.ok("boot"))["views"] == []


@pytest.mark.parametrize(
    ("answer", "outcome", "titles"),
    [
        ({"response_action": "errors", "errors": {"kind": "No such tea."}}, "errors", ["Tea"]),
        ({"response_action": "update", "view": {**FORM, "callback_id": "second"}}, "updated", ["Tea"]),
        ({"response_action": "push", "view": {**FORM, "callback_id": "second"}}, "pushed", ["Tea", "Tea"]),
        ({"response_action": "clear"}, "cleared", []),
    ],
)
async def test_the_app_may_answer_a_submission(
    sandbox: Sandbox, app: AsyncApp, ana: Person, answer: dict[str, Any], outcome: str, titles: list[str]
) -> None:
    offering_form(app)

    @app.view("tea_form")
    async def order(ack: Any) -> None:
        await ack(**answer)

    async with attached(sandbox, app):
        view = await opened_form(ana)
        result = await ana.ok("submit", view_id=view["id"], values={"kind": {"kind": "green"}})
    stack = (await ana.ok("boot"))["views"]

    assert result["outcome"] == outcome
    assert result.get("errors") == answer.get("errors")
    assert [view["title"]["text"] for view in stack] == titles
    if outcome == "updated":
        assert stack[0]["state"]["values"]["kind"]["kind"]["value"] == "green", "input stays where ids stay"


async def test_errors_for_fields_that_do_not_exist_are_an_error(
    sandbox: Sandbox, app: AsyncApp, ana: Person
) -> None:
    offering_form(app)

    @app.view("tea_form")
    async def order(ack: Any) -> None:
        await ack(response_action="errors", errors={"sugar": "No."})

    async with attached(sandbox, app):
        view = await opened_form(ana)
        result = await ana.does("submit", view_id=view["id"], values={"kind": {"kind": "green"}})

    assert result["error"] == "invalid_errors"
    assert len((await ana.ok("boot"))["views"]) == 1


async def test_a_submission_that_nobody_acks_leaves_the_form_open(
    sandbox: Sandbox, app: AsyncApp, ana: Person
) -> None:
    offering_form(app)

    async with attached(sandbox, app):
        view = await opened_form(ana)
        result = await ana.does("submit", view_id=view["id"], values={"kind": {"kind": "green"}})

    assert result["error"] == "operation_timeout"
    assert len((await ana.ok("boot"))["views"]) == 1


async def test_closing_a_form_is_told_where_asked(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    offering_form(app)
    closed: list[dict[str, Any]] = []

    @app.view_closed("tea_form")
    async def leave(ack: Any, body: Any) -> None:
        closed.append(body)
        await ack()

    async with attached(sandbox, app):
        view = await opened_form(ana)
        await ana.ok("dismiss", view_id=view["id"])

    assert (closed[0]["view"]["id"], closed[0]["is_cleared"]) == (view["id"], False)
    assert (await ana.ok("boot"))["views"] == []


async def test_shortcuts_reach_the_app(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    seen: list[dict[str, Any]] = []

    @app.shortcut("order")
    async def order(ack: Any, body: Any) -> None:
        seen.append(body)
        await ack()

    @app.shortcut("brew")
    async def brew(ack: Any, body: Any, respond: Any) -> None:
        seen.append(body)
        await ack()
        await respond("brewing")

    async with attached(sandbox, app), ana.stream() as stream:
        ts = await ana.posts("darjeeling please")
        await ana.ok("shortcut", callback_id="order")
        await ana.ok("shortcut", callback_id="brew", channel=ALERTS, ts=ts)
        frame = await stream.frame("ephemeral")
        wrong = await ana.does("shortcut", callback_id="brew")

    assert seen[0]["type"] == "shortcut"
    assert "channel" not in seen[0]
    assert (seen[1]["type"], seen[1]["message_ts"]) == ("message_action", ts)
    assert seen[1]["message"]["text"] == "darjeeling please"
    assert frame["message"]["text"] == "brewing"
    assert wrong["error"] == "unknown_shortcut"


async def test_home_is_published_and_shown(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    opened: list[dict[str, Any]] = []

    @app.event("app_home_opened")
    async def welcome(event: Any, client: Any) -> None:
        opened.append(event)
        block = {"type": "section", "text": {"type": "mrkdwn", "text": "Your cups: 0"}}
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": [block]})

    async with attached(sandbox, app), ana.stream() as stream:
        first = await ana.ok("home")
        frame = await stream.frame("home")
        again = await ana.ok("home")
        await until(lambda: len(opened) == 2)

    assert first["view"] is None
    assert frame["view"]["blocks"][0]["text"]["text"] == "Your cups: 0"
    assert again["view"]["id"] == frame["view"]["id"]
    assert (opened[0]["tab"], opened[0]["user"]) == ("home", ana.user_id)
    assert "view" not in opened[0]
    assert opened[1]["view"]["id"] == frame["view"]["id"]


async def test_a_trigger_serves_once(sandbox: Sandbox, app: AsyncApp, ana: Person) -> None:
    errors: list[str] = []

    @app.command("/tea")
    async def tea(ack: Any, body: Any, client: Any) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        for trigger_id in (body["trigger_id"], "1.2.3"):
            try:
                await client.views_open(trigger_id=trigger_id, view=FORM)
            except SlackApiError as error:
                errors.append(error.response["error"])
        await ack()

    async with attached(sandbox, app):
        await ana.ok("command", channel=ALERTS, command="/tea", text="")

    assert errors == ["exchanged_trigger_id", "invalid_trigger_id"]


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
