"""Seeing: the workspace at start, history, threads, the app's Home."""

from typing import Any

from sandbox.client.desk import Body, Desk, action, required
from sandbox.client.shapes import channel_shape, home_shape, message_shape, stack_shape, user_shape
from sandbox.interactions.home import open_home
from sandbox.workspace.timestamps import to_micros

PAGE_SIZE = 50


@action("boot")
def boot(desk: Desk, user_id: str, _body: Body) -> dict[str, Any]:
    """Give everything that the page shows first."""
    workspace, board = desk.workspace, desk.board
    manifest = board.manifest
    return {
        "user": user_shape(workspace.people.find(user_id)),
        "users": [user_shape(user) for user in workspace.people.users.values()],
        "team": {
            "id": workspace.team.id,
            "name": workspace.team.name,
            "domain": workspace.team.domain,
        },
        "app": {"id": board.app.app_id, "name": board.app.name, "bot_user_id": board.app.user_id},
        "channels": [channel_shape(workspace, c, user_id) for c in workspace.channels.visible(user_id)],
        "groups": [workspace.groups.payload(group, users=True) for group in workspace.groups.all.values()],
        "commands": [
            {"command": c.command, "description": c.description, "usage_hint": c.usage_hint}
            for c in manifest.commands
        ],
        "shortcuts": [
            {"name": s.name, "type": s.type, "callback_id": s.callback_id, "description": s.description}
            for s in manifest.shortcuts
        ],
        "samples": [{"id": s.id, "title": s.title, "app": s.app} for s in desk.samples.values()],
        "views": stack_shape(board, user_id),
        "connected": board.courier.connected,
    }


@action("history")
def history(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Give a page of a channel, oldest first, with what only this person sees."""
    channel = desk.workspace.channels.seen(user_id, required(body, "channel"))
    before = to_micros(str(body.get("before") or "")) or to_micros("999999999999")
    window = channel.log.between(0, (before or 0) - 1)
    page = window.newest(int(body.get("limit") or PAGE_SIZE))[::-1]
    has_more = len(window) > len(page)
    oldest = page[0].micros if page and has_more else 0
    private = [
        message
        for message in desk.workspace.ephemerals.of(user_id, channel.id)
        if oldest <= message.micros < (before or 0) and message.in_channel
    ]
    shown = sorted([*page, *private], key=lambda message: message.micros)
    return {"messages": [message_shape(message) for message in shown], "has_more": has_more}


@action("replies")
def replies(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Give a thread, its parent first."""
    channel = desk.workspace.channels.seen(user_id, required(body, "channel"))
    parent = desk.workspace.messages.find(channel.id, required(body, "ts"))
    private = [
        message
        for message in desk.workspace.ephemerals.of(user_id, channel.id)
        if message.thread_ts == parent.ts
    ]
    shown = sorted([*channel.log.replies(parent.ts), *private], key=lambda message: message.micros)
    return {"messages": [message_shape(message) for message in [parent, *shown]]}


@action("home")
def home(desk: Desk, user_id: str, _body: Body) -> dict[str, Any]:
    """Open the app's Home."""
    open_home(desk.board, desk.events, user_id)
    return {"view": home_shape(desk.board, user_id)}


@action("dm")
def dm(desk: Desk, user_id: str, body: Body) -> dict[str, Any]:
    """Open a direct message with a person or the app."""
    channel, _ = desk.workspace.membership.open_im(user_id, required(body, "user"))
    return {"channel": channel_shape(desk.workspace, channel, user_id)}
