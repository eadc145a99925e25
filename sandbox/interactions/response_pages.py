"""`POST /response/<key>`: where the app's later answers arrive."""

import json
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.interactions.answers import apply_answer
from sandbox.interactions.switchboard import Switchboard


class ResponsePages:
    """Takes answers by response_url."""

    def __init__(self, board: Switchboard) -> None:
        self._board = board

    def routes(self) -> list[web.RouteDef]:
        """List the routes."""
        return [web.post("/response/{key}", self._answer)]

    async def _answer(self, request: web.Request) -> web.Response:
        text = await request.text()
        try:
            answer = _read(text, request.content_type)
            place = self._board.response_urls.use(request.match_info["key"])
            apply_answer(self._board.workspace, self._board.app, place, answer)
        except SlackError as error:
            status = 404 if error.code in ("no_service", "expired_url", "used_url") else 400
            return web.json_response(error.body(), status=status)
        return web.Response(text="ok")


def _read(text: str, content_type: str) -> dict[str, Any]:
    """Read JSON, sent as such or as the form field `payload`."""
    if content_type == "application/x-www-form-urlencoded":
        text = parse_qs(text).get("payload", [""])[0]
    try:
        answer = json.loads(text)
    except ValueError as error:
        raise SlackError("invalid_payload") from error
    if not isinstance(answer, dict):
        raise SlackError("invalid_payload")
    return answer
