"""Reading the arguments of a request, in each of the forms that Slack takes."""

import re
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web

from sandbox.api.strict_json import strict_json
from sandbox.errors import SlackError

_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MULTIPART = "multipart/form-data"
_CHARSETS = (None, "utf-8", "utf8", "iso-8859-1")
_ARGUMENT_NAME = re.compile(r"\w{1,100}", re.ASCII)


async def read_arguments(request: web.Request) -> dict[str, Any]:
    """Query, form, multipart or JSON arguments as one dictionary."""
    arguments: dict[str, Any] = dict(request.query)
    if request.method == "POST" and request.can_read_body:
        arguments |= await _read_body(request)
    for name in arguments:
        if name.endswith("]") and "[" in name:
            raise SlackError("invalid_array_arg")
        if not _ARGUMENT_NAME.fullmatch(name):
            raise SlackError("invalid_arg_name")
    return arguments


def charset_warning(request: web.Request) -> str | None:
    """What Slack remarks about the charset: text and JSON should name one, forms should not."""
    if request.method != "POST" or not request.body_exists:
        return None
    if request.content_type in (_FORM, _MULTIPART):
        return "superfluous_charset" if request.charset else None
    return None if request.charset else "missing_charset"


def token_of(request: web.Request, arguments: dict[str, Any]) -> str | None:
    """Take the token out of the header or the arguments."""
    argument = arguments.pop("token", None)
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    return argument if isinstance(argument, str) else None


async def _read_body(request: web.Request) -> dict[str, Any]:
    if "Content-Type" not in request.headers:
        raise SlackError("missing_post_type")
    if request.content_type not in (_FORM, _JSON, _MULTIPART, "text/plain"):
        raise SlackError("invalid_post_type")
    if (request.charset or "utf-8").lower() not in _CHARSETS:
        raise SlackError("invalid_charset")
    if request.content_type == _JSON:
        return _parsed_json(await request.read())
    if request.content_type == _MULTIPART:
        return await _read_multipart(request)
    return _parsed_form((await request.read()).decode(errors="replace"))


async def _read_multipart(request: web.Request) -> dict[str, Any]:
    try:
        form = await request.post()
    except (ValueError, AssertionError):  # what aiohttp makes of a missing or broken boundary
        raise SlackError("invalid_form_data") from None
    return {name: value for name, value in form.items() if isinstance(value, str)}


def _parsed_form(body: str) -> dict[str, Any]:
    """A form; JSON that calls itself a form is the mistake for which Slack has a word."""
    if body.lstrip().startswith(("{", "[")):
        raise SlackError("invalid_form_data")
    return dict(parse_qsl(body, keep_blank_values=True))


def _parsed_json(body: bytes) -> dict[str, Any]:
    try:
        parsed = strict_json(body or b"{}")
    except ValueError:
        raise SlackError("invalid_json") from None
    if not isinstance(parsed, dict):
        raise SlackError("json_not_object")
    return parsed
