"""The HTTP face of the people's API."""

import inspect
import json
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from sandbox.client import channels, others, reading, talking, using
from sandbox.client.desk import ACTIONS, Desk
from sandbox.client.sentences import sentence
from sandbox.client.stream import Streams
from sandbox.errors import SlackError
from sandbox.interactions.elements import BadInput

#: Importing them is what fills the list of actions.
_OFFERING = (channels, others, reading, talking, using)


class ClientApi:
    """`POST /client/<action>` and the stream."""

    def __init__(self, desk: Desk, streams: Streams) -> None:
        self._desk = desk
        self._streams = streams

    def routes(self) -> list[web.RouteDef]:
        """List the routes."""
        return [
            web.get("/client/stream", self._streams.handle),
            web.post("/client/{action}", self._act),
        ]

    async def _act(self, request: web.Request) -> web.Response:
        name = request.match_info["action"]
        function = ACTIONS.get(name)
        if function is None:
            return _refusal(SlackError("unknown_action"), status=404)
        try:
            body = await _read(request)
            user = self._desk.workspace.people.find(str(body.get("as", "")))
            result = function(self._desk, user.id, body)
            answer = await result if inspect.isawaitable(result) else result
        except SlackError as error:
            return _refusal(error)
        except BadInput as error:
            return _refusal(SlackError("invalid_input", message=str(error)))
        except (KeyError, TypeError, ValueError) as error:
            return _refusal(
                SlackError("invalid_arguments", message=f"The request is not understood: {error}")
            )
        return web.json_response({"ok": True, **answer})


async def _read(request: web.Request) -> Mapping[str, Any]:
    try:
        body = await request.json()
    except json.JSONDecodeError as error:
        raise SlackError("invalid_json", message="The request is not JSON.") from error
    if not isinstance(body, Mapping):
        raise SlackError("invalid_json", message="The request is not a JSON object.")
    return body


def _refusal(error: SlackError, status: int = 200) -> web.Response:
    message = error.extra.get("message") or sentence(error.code)
    return web.json_response({**error.body(), "message": message}, status=status)
