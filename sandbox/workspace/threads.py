"""What a parent message shows of its thread."""

from typing import Any

from sandbox.workspace.channel import Channel
from sandbox.workspace.message import Message
from sandbox.workspace.pulse import Pulse


def note_reply(pulse: Pulse, channel: Channel, parent: Message, reply: Message) -> None:
    """Count a new reply on its parent."""
    body = parent.body
    users: list[str] = list(body.get("reply_users", ()))
    author = reply.author_id or reply.body.get("bot_id") or ""
    if author not in users:
        users.append(author)
    parent.body = body | {
        "thread_ts": parent.ts,
        "reply_count": body.get("reply_count", 0) + 1,
        "reply_users_count": len(users),
        "latest_reply": reply.ts,
        "reply_users": users,
        "is_locked": False,
        "subscribed": False,
    }
    pulse.tell("thread_changed", channel.id, reply.author_id, message=parent.shown())


def forget_reply(pulse: Pulse, channel: Channel, reply: Message) -> None:
    """Count a deleted reply out of its parent."""
    parent = channel.log.get(reply.thread_ts or "")
    if parent is None:
        return
    replies = channel.log.replies(parent.ts)
    parent.body = parent.body | _summary(replies) if replies else _without_thread(parent.body)
    pulse.tell("thread_changed", channel.id, reply.author_id, message=parent.shown())


def _summary(replies: list[Message]) -> dict[str, Any]:
    users = list(dict.fromkeys(reply.author_id or reply.body.get("bot_id") or "" for reply in replies))
    return {
        "reply_count": len(replies),
        "reply_users_count": len(users),
        "latest_reply": replies[-1].ts,
        "reply_users": users,
    }


def _without_thread(body: dict[str, Any]) -> dict[str, Any]:
    gone = ("thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users", "is_locked")
    return {name: value for name, value in body.items() if name not in (*gone, "subscribed")}
