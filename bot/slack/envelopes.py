"""A Socket Mode envelope on its way through Bolt: the payload goes in, the ack frame comes out."""

import json
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.async_internals import run_async_bolt_app
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.socket_mode.request import SocketModeRequest

log = structlog.get_logger("sockets")


def read_envelope(frame: dict[str, Any]) -> SocketModeRequest | None:
    """Read an envelope; none when the frame is not one."""
    if not isinstance(frame.get("envelope_id"), str) or not isinstance(frame.get("payload"), dict):
        return None
    return SocketModeRequest.from_dict(frame)


async def ack_of(bolt_app: AsyncApp, envelope: SocketModeRequest) -> dict[str, Any] | None:
    """Let Bolt work on an envelope; none when it is not to be acknowledged, so that Slack sends it again."""
    try:
        response = await run_async_bolt_app(bolt_app, envelope)
    except Exception:  # the loop top of one envelope: the next one has its own chance
        log.exception("envelope_failed", type=envelope.type)
        return None
    if response.status != 200:
        log.warning("envelope_not_acknowledged", type=envelope.type, status=response.status)
        return None
    return {"envelope_id": envelope.envelope_id, **_payload(response)}


def _payload(response: BoltResponse) -> dict[str, Any]:
    if not response.body:
        return {}
    content_type = response.headers.get("content-type", [""])[0]
    if content_type.startswith("application/json"):
        return {"payload": json.loads(response.body)}
    return {"payload": {"text": response.body}}
