"""Shortcuts: global ones from anywhere, message ones from a message's menu."""

from sandbox.errors import SlackError
from sandbox.interactions.response_urls import Place
from sandbox.interactions.switchboard import Switchboard, channel_name


async def use_shortcut(board: Switchboard, user_id: str, callback_id: str) -> None:
    """Use a global shortcut; it carries no channel."""
    _known(board, callback_id, "global")
    payload = board.payload(
        "shortcut",
        user_id,
        action_ts=board.workspace.pulse.next_ts(),
        callback_id=callback_id,
        trigger_id=board.triggers.issue(user_id),
    )
    await board.ask(payload)


async def use_message_shortcut(
    board: Switchboard, user_id: str, callback_id: str, channel_id: str, ts: str
) -> None:
    """Use a shortcut on a message."""
    _known(board, callback_id, "message")
    channel = board.workspace.channels.joined(user_id, channel_id)
    message = board.workspace.messages.find(channel_id, ts)
    payload = board.payload(
        "message_action",
        user_id,
        action_ts=board.workspace.pulse.next_ts(),
        callback_id=callback_id,
        trigger_id=board.triggers.issue(user_id),
        response_url=board.response_urls.issue(Place(user_id, channel_id)),
        channel={"id": channel.id, "name": channel_name(channel)},
        message_ts=ts,
        message=message.shown(),
    )
    await board.ask(payload)


def _known(board: Switchboard, callback_id: str, kind: str) -> None:
    shortcut = board.manifest.shortcut(callback_id)
    if shortcut is None or shortcut.type != kind:
        raise SlackError("unknown_shortcut")
