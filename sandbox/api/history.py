"""conversations.history, conversations.replies, conversations.mark: reading a channel."""

from dataclasses import replace
from typing import Any

from sandbox.api.args import Args
from sandbox.api.call import Call, any_scope
from sandbox.api.paging import decoded, encoded
from sandbox.api.registry import TIER_3, Registry
from sandbox.errors import SlackError
from sandbox.workspace.message import Message
from sandbox.workspace.reading import END_OF_TIME, Span
from sandbox.workspace.timestamps import to_micros

registry = Registry()

#: Most messages that one call gives; more is not refused but cut.
HISTORY_LIMIT = 999
REPLIES_LIMIT = 1000
_BEFORE, _AFTER = "next_ts", "after_ts"


@registry.method("conversations.history", scope=any_scope("history"), tier=TIER_3)
def history(call: Call) -> dict[str, Any]:
    """The channel's messages, newest first.

    With `oldest` alone, pages go forward from it; otherwise backward from `latest`.
    """
    channel, args = call.channel("history"), call.args
    span = _span(args)
    forward = "oldest" in args and "latest" not in args and args.text("oldest") not in ("", "0")
    if args.text("cursor"):
        kind, value = decoded(args.text("cursor"), _BEFORE, _AFTER)
        forward = kind == _AFTER
        edge = _cursor_micros(value)
        span = replace(span, low=edge + 1) if forward else replace(span, high=edge - 1)
    page = call.workspace.reading.history(
        call.user_id, channel.id, span, _limit(args, 100, HISTORY_LIMIT), forward=forward
    )
    answer: dict[str, Any] = {"messages": _shown(args, page.messages), "has_more": page.has_more}
    answer |= {"pin_count": len(channel.pins), "channel_actions_ts": None, "channel_actions_count": 0}
    if page.has_more:
        edge = page.messages[0].micros if forward else page.messages[-1].micros
        cursor = encoded(_AFTER if forward else _BEFORE, str(edge))
        answer["response_metadata"] = {"next_cursor": cursor}
    return answer


@registry.method("conversations.replies", scope=any_scope("history"), tier=TIER_3)
def replies(call: Call) -> dict[str, Any]:
    """A thread, its parent first; the timestamp of a reply gives that reply alone."""
    call.args.required("channel", "channel_not_found")
    channel, args = call.channel("history"), call.args
    span, limit = _span(args), _limit(args, REPLIES_LIMIT, REPLIES_LIMIT)
    if args.text("cursor"):
        span = replace(span, low=_cursor_micros(decoded(args.text("cursor"), _AFTER)[1]) + 1)
    ts = args.required("ts", "thread_not_found")
    continued = int(bool(args.text("cursor")))
    page = call.workspace.reading.replies(call.user_id, channel.id, ts, span, limit + continued)
    found = page.messages[continued:]
    answer: dict[str, Any] = {"messages": _shown(args, found), "has_more": page.has_more}
    if page.has_more:
        answer["response_metadata"] = {"next_cursor": encoded(_AFTER, str(found[-1].micros))}
    return answer


@registry.method("conversations.mark", scope=any_scope("manage"), tier=TIER_3)
def mark(call: Call) -> dict[str, Any]:
    """Move the bot's read cursor."""
    channel_id, ts = call.channel("manage").id, call.args.required("ts", "invalid_timestamp")
    if to_micros(ts) is None:
        raise SlackError("invalid_timestamp")
    call.workspace.reading.mark(call.user_id, channel_id, ts)
    return {}


def _span(args: Args) -> Span:
    """From `oldest` to `latest`, their own instants only when `inclusive`."""
    low, high = to_micros(args.text("oldest") or "0"), END_OF_TIME
    if low is None:
        raise SlackError("invalid_ts_oldest")
    latest = args.text("latest")
    if latest and latest != "now":
        parsed = to_micros(latest)
        if parsed is None:
            raise SlackError("invalid_ts_latest")
        high = parsed or END_OF_TIME
    if args.flag("inclusive"):
        return Span(low, high)
    return Span(low + 1, high - 1)


def _limit(args: Args, default: int, high: int) -> int:
    return min(args.number("limit", default, low=0, high=10**9) or default, high)


def _cursor_micros(value: str) -> int:
    if not (value.isascii() and value.isdigit()):
        raise SlackError("invalid_cursor")
    return int(value)


def _shown(args: Args, messages: list[Message]) -> list[dict[str, Any]]:
    metadata = args.flag("include_all_metadata")
    return [message.shown(metadata=metadata) for message in messages]
