"""A small Bolt app at work in the sandbox: forms, shortcuts, App Home."""

from typing import Any

import pytest
from bolt_app import attached, new_app, until
from people import ALERTS, SOON, Person
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

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
        sandbox.courier.ack_seconds = SOON
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
