"""The Bolt app: everything that enters is stored first, then goes to its listener."""

import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any, Final

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.desk import Desk
from bot.inbox.intake import Intake
from bot.inbox.worker import Worker
from bot.metrics import Metrics
from bot.slack.identity import Identity
from handlers.answer import Answer
from handlers.commands import command
from handlers.forms import FORMS
from handlers.front import Front, as_json
from handlers.incoming import Incoming, inbox_key
from handlers.listeners import Listener
from handlers.presses import press
from handlers.shortcuts import SHORTCUTS, unknown
from models.errors import OfOlderVersion

#: Every name: which one it is, our own tables know, and what they do not know is answered too.
ANY: Final = re.compile("")


def find_handler(incoming: Incoming) -> Listener:
    """Which listener a command, press, form or shortcut goes to."""
    match incoming.kind:
        case "command":
            return command
        case "block_actions":
            return press
        case "view_submission":
            return FORMS.get(incoming.name, of_older_version)
        case _:
            return SHORTCUTS.get(incoming.name, unknown)


async def of_older_version(_desk: Desk, _incoming: Incoming) -> Answer:
    """A form that an earlier version opened."""
    raise OfOlderVersion


def make_bolt(
    *,
    token: str,
    signing_secret: str | None,
    identity: Callable[[], Identity],
    intake: Intake,
    worker: Worker,
    front: Front,
    metrics: Metrics,
) -> AsyncApp:
    """Build the app. With no signing secret it takes nothing over HTTP."""

    async def authorize() -> AuthorizeResult:
        # Bolt's own auth.test answers 200 when it fails, and the event is gone: we say who we are instead.
        ours = identity()
        return AuthorizeResult(
            enterprise_id=None,
            team_id=ours.team_id,
            bot_user_id=ours.user_id,
            bot_id=ours.bot_id,
            bot_token=token,
        )

    logging.getLogger("slack_bolt.AsyncApp").addFilter(_is_news)
    app = AsyncApp(
        signing_secret=signing_secret or "unused-by-socket-mode",
        authorize=authorize,
        process_before_response=False,
        raise_error_for_unhandled_request=False,
        attaching_function_token_enabled=False,
    )
    app.use(_store_first(intake, worker, metrics))
    _listen(app, front)
    return app


def _is_news(record: logging.LogRecord) -> bool:
    """Bolt finds the token in the environment too, and warns that it is ignored: as meant."""
    return "will be ignored" not in str(record.msg)


def _store_first(intake: Intake, worker: Worker, metrics: Metrics) -> Callable[..., Awaitable[Any]]:
    """Store what enters; an exception here means no ack, and Slack sends it again."""

    async def store_first(
        req: AsyncBoltRequest, context: dict[str, Any], next_: Callable[[], Awaitable[Any]]
    ) -> BoltResponse | None:
        kind = kind_of(req.body)
        if kind == "block_suggestion":
            await next_()
            return None
        received = await intake.store(inbox_key(kind, req.body), kind, as_json(req.body))
        (metrics.received if received.is_new else metrics.redelivered)(kind)
        if kind == "event":
            if received.is_new:
                worker.take(received.inbox_id, kind, req.body)
            return BoltResponse(status=200, body="")
        if not received.is_new:
            return BoltResponse(status=200, body="")
        context["inbox_id"] = received.inbox_id
        await next_()
        return None

    return store_first


def _listen(app: AsyncApp, front: Front) -> None:
    async def serve(ack: AsyncAck, body: dict[str, Any], context: dict[str, Any]) -> None:
        await front.serve(kind_of(body), body, context["inbox_id"], ack)

    async def suggest(ack: AsyncAck, body: dict[str, Any]) -> None:
        await front.suggest(body, ack)

    app.options(ANY)(suggest)
    app.command(ANY)(serve)
    app.action(ANY)(serve)
    app.view(ANY)(serve)
    app.shortcut(ANY)(serve)


def kind_of(body: dict[str, Any]) -> str:
    """What sort of thing Slack sent, in its own words: `event`, `command`, `block_actions`, …"""
    if "event" in body and body.get("type") == "event_callback":
        return "event"
    if "command" in body:
        return "command"
    return str(body.get("type", ""))
