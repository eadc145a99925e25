"""Where an interactive element stands: in a message, or in a view."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.errors import SlackError
from sandbox.interactions.elements import action_fields, state_fields
from sandbox.interactions.finding import Block, Element, find_element, message_blocks
from sandbox.interactions.response_urls import Place
from sandbox.interactions.switchboard import Switchboard, channel_name
from sandbox.interactions.view import View
from sandbox.workspace import Message


@dataclass
class MessageContainer:
    """A message of the app, perhaps one that only this person sees."""

    board: Switchboard
    user_id: str
    message: Message
    ephemeral: bool

    @property
    def view_id(self) -> str | None:
        """No view."""
        return None

    @property
    def ours(self) -> bool:
        """Whether the installed app wrote it: other integrations' buttons are not its business."""
        return self.message.body.get("bot_id") == self.board.app.id

    def find(self, block_id: str, action_id: str) -> tuple[Block, Element]:
        """Find an element of the message."""
        return _found(message_blocks(self.message.body), block_id, action_id)

    def enter(self, block_id: str, element: Element, value: Any) -> None:
        """Remember a choice."""
        entry = state_fields(element, value)
        self.board.message_states.enter(self.user_id, self._key, (block_id, element["action_id"]), entry)

    def dispatches(self, block: Block) -> bool:
        """Input blocks wait in `state` for another element's report, unless they ask to be heard."""
        return dispatches(block)

    def fields(self) -> dict[str, Any]:
        """The payload's part about the container."""
        message, board = self.message, self.board
        channel = board.workspace.channels.find(message.channel_id)
        container = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel_id,
            "is_ephemeral": self.ephemeral,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        states = board.message_states.of(self.user_id, self._key, message_blocks(message.body))
        shown = {} if self.ephemeral else {"message": message.shown()}
        return {
            "container": container,
            "channel": {"id": channel.id, "name": channel_name(channel)},
            **shown,
            "state": {"values": states},
        }

    def response_url(self) -> dict[str, str]:
        """The right to answer at this message."""
        place = Place(self.user_id, self.message.channel_id, self.message.ts, self.ephemeral)
        return {"response_url": self.board.response_urls.issue(place)}

    @property
    def _key(self) -> Mapping[str, str]:
        return {"channel": self.message.channel_id, "ts": self.message.ts}


@dataclass
class ViewContainer:
    """A modal or a Home."""

    board: Switchboard
    user_id: str
    view: View

    @property
    def view_id(self) -> str | None:
        """The view, so that a push knows its stack."""
        return self.view.id

    @property
    def ours(self) -> bool:
        """All views are the installed app's."""
        return True

    def find(self, block_id: str, action_id: str) -> tuple[Block, Element]:
        """Find an element of the view."""
        return _found(self.view.blocks, block_id, action_id)

    def enter(self, block_id: str, element: Element, value: Any) -> None:
        """Remember a choice."""
        self.view.enter(block_id, element["action_id"], state_fields(element, value))

    def dispatches(self, block: Block) -> bool:
        """Input blocks stay silent until the form is submitted, unless they ask to be heard."""
        return dispatches(block)

    def fields(self) -> dict[str, Any]:
        """The payload's part about the container."""
        return {
            "container": {"type": "view", "view_id": self.view.id},
            "view": self.board.shown(self.view),
        }

    def response_url(self) -> dict[str, str]:
        """Views have none."""
        return {}


def dispatches(block: Block) -> bool:
    """Say whether the app hears at once of what a person does in this block."""
    return block.get("type") != "input" or bool(block.get("dispatch_action"))


Container = MessageContainer | ViewContainer


def locate(board: Switchboard, user_id: str, where: Mapping[str, Any]) -> Container:
    """Find what the page means by `{type: message, channel, ts}` or `{type: view, view_id}`."""
    if where.get("type") == "view":
        view = board.views.find(view_id=str(where.get("view_id", "")))
        if view.user_id != user_id:
            raise SlackError("not_found")
        return ViewContainer(board, user_id, view)
    channel_id, ts = str(where.get("channel", "")), str(where.get("ts", ""))
    ephemeral = board.workspace.ephemerals.find(user_id, channel_id, ts)
    if ephemeral is not None:
        return MessageContainer(board, user_id, ephemeral, ephemeral=True)
    board.workspace.channels.seen(user_id, channel_id)
    message = board.workspace.messages.find(channel_id, ts)
    return MessageContainer(board, user_id, message, ephemeral=False)


def action_of(block: Block, element: Element, value: Any, action_ts: str) -> dict[str, Any]:
    """Compose one entry of `actions`."""
    return {
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        **action_fields(element, value),
        "type": element["type"],
        "action_ts": action_ts,
    }


def _found(
    blocks: list[Block] | list[dict[str, Any]], block_id: str, action_id: str
) -> tuple[Block, Element]:
    found = find_element(blocks, block_id, action_id)
    if found is None:
        raise SlackError("element_not_found")
    return found
