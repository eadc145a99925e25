"""Elements that need more than a click: inputs in messages, files in forms, feedback, pictures."""

import base64
from collections.abc import AsyncIterator
from typing import Any

import pytest
from bolt_app import attached, new_app, until
from people import ALERTS, Person
from slack_bolt.async_app import AsyncApp

from sandbox.seed import ANA
from sandbox.server import Sandbox

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def note(**block: Any) -> Json:
    element = {"type": "plain_text_input", "action_id": "note"}
    return {"type": "input", "block_id": "note", "label": plain("Note"), "element": element, **block}


SAVE = {"type": "button", "action_id": "save", "text": plain("Save"), "style": "primary"}
PICTURE = {
    "type": "section",
    "text": plain("A picture stands beside this"),
    "accessory": {"type": "image", "image_url": "https://a.example/cup.png", "alt_text": "a cup"},
}
FEEDBACK = {
    "type": "context_actions",
    "block_id": "fb",
    "elements": [
        {
            "type": "feedback_buttons",
            "action_id": "fb",
            "positive_button": {"text": plain("Good"), "value": "good"},
            "negative_button": {"text": plain("Bad"), "value": "bad"},
        },
        {"type": "icon_button", "icon": "trash", "text": plain("Remove"), "value": "all"},
    ],
}


@pytest.fixture
async def heard(sandbox: Sandbox) -> AsyncIterator[list[Json]]:
    """What a connected app hears of actions and submissions."""
    app: AsyncApp = new_app(sandbox)
    bodies: list[Json] = []

    async def listen(ack: Any, body: Json) -> None:
        await ack()
        bodies.append(body)

    for action_id in ("note", "save", "fb"):
        app.action(action_id)(listen)
    app.view("upload")(listen)
    async with attached(sandbox, app):
        yield bodies


async def posted(sandbox: Sandbox, *blocks: Json) -> str:
    client = new_app(sandbox).client
    return str((await client.chat_postMessage(channel=ALERTS, text="x", blocks=blocks))["ts"])


async def test_an_input_in_a_message_waits_in_the_state_for_a_button(
    sandbox: Sandbox, ana: Person, heard: list[Json]
) -> None:
    buttons = {"type": "actions", "block_id": "go", "elements": [SAVE]}
    ts = await posted(sandbox, PICTURE, note(), buttons)

    await ana.clicks(ts, "note", "note", "two sugars")
    await ana.clicks(ts, "go", "save")

    await until(lambda: heard)
    [body] = heard
    assert body["state"]["values"]["note"]["note"] == {"type": "plain_text_input", "value": "two sugars"}
    assert body["actions"][0]["style"] == "primary"


async def test_an_input_in_a_message_is_heard_at_once_when_it_asks_to_be(
    sandbox: Sandbox, ana: Person, heard: list[Json]
) -> None:
    ts = await posted(sandbox, note(dispatch_action=True))

    await ana.clicks(ts, "note", "note", "no milk")

    await until(lambda: heard)
    assert heard[0]["actions"][0]["value"] == "no milk"


async def test_feedback_says_which_of_the_two_buttons_it_was(
    sandbox: Sandbox, ana: Person, heard: list[Json]
) -> None:
    ts = await posted(sandbox, FEEDBACK)

    assert (await ana.clicks(ts, "fb", "fb", "neither"))["error"] == "invalid_input"
    await ana.ok(
        "action",
        container={"type": "message", "channel": ALERTS, "ts": ts},
        block_id="fb",
        action_id="fb",
        input="bad",
    )

    await until(lambda: heard)
    assert (heard[0]["actions"][0]["type"], heard[0]["actions"][0]["value"]) == ("feedback_buttons", "bad")


async def test_files_of_a_form_reach_the_app_and_can_be_read(
    sandbox: Sandbox, ana: Person, heard: list[Json]
) -> None:
    element = {"type": "file_input", "action_id": "f", "filetypes": ["csv"], "max_files": 1}
    files = {"type": "input", "block_id": "f", "label": plain("Numbers"), "element": element}
    form = {
        "type": "modal",
        "callback_id": "upload",
        "title": plain("Upload"),
        "submit": plain("Go"),
        "blocks": [PICTURE, files],
    }
    trigger_id = sandbox.board.triggers.issue(ANA)
    view = (await new_app(sandbox).client.views_open(trigger_id=trigger_id, view=form))["view"]

    def given(name: str) -> Json:
        content = base64.b64encode(b"a,b\n").decode()
        return {"view_id": view["id"], "values": {"f": {"f": [{"name": name, "content": content}]}}}

    assert (await ana.ok("submit", view_id=view["id"], values={}))["outcome"] == "errors"
    assert (await ana.does("submit", **given("n.pdf")))["error"] == "invalid_input"
    assert (await ana.ok("submit", **given("n.csv")))["outcome"] == "closed"

    await until(lambda: heard)
    [file] = heard[0]["view"]["state"]["values"]["f"]["f"]["files"]
    assert (file["name"], file["size"], file["user"]) == ("n.csv", 4, ANA)
    assert (await new_app(sandbox).client.files_info(file=file["id"]))["file"]["mimetype"] == "text/csv"
