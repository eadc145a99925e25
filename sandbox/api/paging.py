"""Cursors: opaque, and stable while lists grow."""

import base64
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sandbox.api.args import Args
from sandbox.errors import SlackError

#: No list method gives more at once.
PAGE_LIMIT = 1000

Item = TypeVar("Item")


def encoded(kind: str, value: str) -> str:
    """A cursor of a kind."""
    return base64.b64encode(f"{kind}:{value}".encode()).decode()


def decoded(cursor: str, *kinds: str) -> tuple[str, str]:
    """The kind and value of a cursor; `invalid_cursor` when it is not of these kinds."""
    try:
        kind, colon, value = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:  # not base64, or not of ASCII at all, or not text
        raise SlackError("invalid_cursor") from None
    if not colon or kind not in kinds:
        raise SlackError("invalid_cursor")
    return kind, value


def page_of(
    items: Sequence[Item], args: Args, key: Callable[[Item], str], *, default: int = 100
) -> tuple[Sequence[Item], dict[str, Any]]:
    """The page that the arguments ask for, and the `response_metadata` that leads to the next."""
    limit = args.number("limit", default, low=0, high=PAGE_LIMIT) or default
    start = _start(items, args.text("cursor"), key)
    following = items[start + limit : start + limit + 1]
    next_cursor = encoded("next", key(following[0])) if following else ""
    return items[start : start + limit], {"response_metadata": {"next_cursor": next_cursor}}


def _start(items: Sequence[Item], cursor: str, key: Callable[[Item], str]) -> int:
    if not cursor:
        return 0
    _, wanted = decoded(cursor, "next")
    for position, item in enumerate(items):
        if key(item) == wanted:
            return position
    raise SlackError("invalid_cursor")
