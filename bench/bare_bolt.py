"""What most teams would write in an afternoon: a Bolt app that awaits its calls one by one.

It makes the same calls with messages of the same weight, keeps nothing, and forgets everything when it dies.
It is measured beside Breakwater so that a figure can be read: what of it is Slack, and what is us.
"""

import asyncio
import os
import re
from typing import Any

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

ANNOUNCE_ID = "C0INCDNT01"
numbers = iter(range(1, 1_000_000))


def plain(words: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": words}


FORM = {
    "type": "modal",
    "callback_id": "declare",
    "title": plain("Declare"),
    "submit": plain("Declare"),
    "blocks": [
        {
            "type": "input",
            "block_id": "title",
            "label": plain("What is wrong?"),
            "element": {"type": "plain_text_input", "action_id": "value"},
        }
    ],
}


def card(title: str) -> list[dict[str, Any]]:
    """About as many blocks as Breakwater's card."""
    buttons = ("Acknowledge", "Take command", "Update", "Advance", "Close")
    return [
        {"type": "header", "text": plain(title)},
        {"type": "section", "text": {"type": "mrkdwn", "text": "SEV3 · triage · nobody leads"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "Next update: none promised"}},
        {
            "type": "actions",
            "elements": [
                {"type": "button", "text": plain(label), "action_id": f"press_{place}", "value": "1"}
                for place, label in enumerate(buttons)
            ],
        },
    ]


async def declare(title: str, user_id: str, client: AsyncWebClient) -> None:
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower())
    created = await client.conversations_create(name=f"inc-bare-{next(numbers)}-{slug}")
    channel_id = created["channel"]["id"]
    posted = await client.chat_postMessage(channel=channel_id, text=title, blocks=card(title))
    await client.conversations_invite(channel=channel_id, users=user_id)
    await client.pins_add(channel=channel_id, timestamp=posted["ts"])
    await client.conversations_setTopic(channel=channel_id, topic="SEV3 · triage")
    await client.chat_postMessage(channel=ANNOUNCE_ID, text=f"{title} <#{channel_id}>")


async def main() -> None:
    client = AsyncWebClient(token=os.environ["SLACK_BOT_TOKEN"], base_url=os.environ["SLACK_API_URL"])
    app = AsyncApp(token=os.environ["SLACK_BOT_TOKEN"], client=client)

    @app.command("/incident")
    async def command(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        if body["text"] != "declare":
            await ack(f"You said {body['text']}.")
            return
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("declare")
    async def submitted(ack: Any, body: dict[str, Any], view: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await declare(view["state"]["values"]["title"]["value"]["value"], body["user"]["id"], client)

    @app.event(re.compile(""))
    async def event() -> None:
        """Everything else that it is told."""

    handler = AsyncSocketModeHandler(app, os.environ["SLACK_APP_TOKEN"])
    await handler.start_async()  # type: ignore[no-untyped-call]  # Bolt does not annotate it


if __name__ == "__main__":
    asyncio.run(main())
