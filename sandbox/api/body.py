"""Reading the arguments of a request, in each of the forms that Slack takes."""

import json
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.errors import SlackError

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MULTIPART = "multipart/form-data"


async def read_arguments(request: web.Request) -> dict[str, Any]:
    """Query, form, multipart or JSON arguments as one dictionary."""
    arguments: dict[str, Any] = dict(request.query)
    if request.method != "POST" or not request.can_read_body:
        return arguments
    if request.content_type == _JSON:
        return arguments | _parsed_json(await request.read())
    if request.content_type == _MULTIPART:
        form = await request.post()
        return arguments | {name: value for name, value in form.items() if isinstance(value, str)}
    if request.content_type not in (_FORM, "text/plain"):
        raise SlackError("invalid_post_type")
    body = (await request.read()).decode(errors="replace")
    return arguments | dict(parse_qsl(body, keep_blank_values=True))


def token_of(request: web.Request, arguments: dict[str, Any]) -> str | None:
    """Take the token out of the header or the arguments."""
    argument = arguments.pop("token", None)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return argument if isinstance(argument, str) else None


def _parsed_json(body: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed
