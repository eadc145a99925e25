"""Reactions on messages."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.workspace.channel import Channel
from sandbox.workspace.channels import Channels
from sandbox.workspace.emoji import is_emoji
from sandbox.workspace.message import Message
from sandbox.workspace.messages import Messages
from sandbox.workspace.pulse import Pulse

#: How many different emoji one message takes, and how many of them from one person.
REACTION_LIMIT = 50
OWN_REACTION_LIMIT = 23


class Reactions:
    """Adding and removing emoji."""

    def __init__(self, pulse: Pulse, channels: Channels, messages: Messages) -> None:
        self._pulse = pulse
        self._channels = channels
        self._messages = messages

    def add(self, actor_id: str, channel_id: str, ts: str, name: str) -> Message:
        """React to a message or a reply."""
        channel, message = self._reacted(actor_id, channel_id, ts, name)
        reactions = message.body.get("reactions", [])
        mine = [reaction["name"] for reaction in reactions if actor_id in reaction["users"]]
        if name in mine:
            raise SlackError("already_reacted")
        if len(mine) >= OWN_REACTION_LIMIT:
            raise SlackError("too_many_reactions")
        users = _users_of(message, name)
        if not users and len(reactions) >= REACTION_LIMIT:
            raise SlackError("too_many_emoji")
        self._set(message, name, [*users, actor_id])
        self._tell("reaction_added", channel, message, actor_id, name)
        return message

    def remove(self, actor_id: str, channel_id: str, ts: str, name: str) -> Message:
        """Take one's own reaction back."""
        channel, message = self._reacted(actor_id, channel_id, ts, name)
        users = _users_of(message, name)
        if actor_id not in users:
            raise SlackError("no_reaction")
        self._set(message, name, [user for user in users if user != actor_id])
        self._tell("reaction_removed", channel, message, actor_id, name)
        return message

    def _reacted(self, actor_id: str, channel_id: str, ts: str, name: str) -> tuple[Channel, Message]:
        channel = self._channels.live(actor_id, channel_id)
        if not is_emoji(name):
            raise SlackError("invalid_name")
        return channel, self._messages.find(channel_id, ts)

    def _set(self, message: Message, name: str, users: list[str]) -> None:
        """Put new users on one reaction, in a new list: older copies of the message stay as they were."""
        reactions = list(message.body.get("reactions", []))
        names = [reaction["name"] for reaction in reactions]
        new = {"name": name, "users": users, "count": len(users)}
        if name in names:
            reactions[names.index(name)] = new
        else:
            reactions.append(new)
        reactions = [reaction for reaction in reactions if reaction["users"]]
        message.body = {key: value for key, value in message.body.items() if key != "reactions"}
        if reactions:
            message.body["reactions"] = reactions

    def _tell(self, kind: str, channel: Channel, message: Message, actor_id: str, name: str) -> None:
        self._pulse.tell(
            kind,
            channel.id,
            actor_id,
            reaction=name,
            item={"type": "message", "channel": channel.id, "ts": message.ts},
            item_user=message.author_id,
            reactions=message.body.get("reactions", []),
            event_ts=self._pulse.next_ts(),
        )


def _users_of(message: Message, name: str) -> list[str]:
    """Who reacted with this emoji."""
    reactions: list[dict[str, Any]] = message.body.get("reactions", [])
    return next((reaction["users"] for reaction in reactions if reaction["name"] == name), [])
