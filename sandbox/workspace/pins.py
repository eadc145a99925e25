"""Pinned messages."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.workspace.channel import Channel, Pin
from sandbox.workspace.channels import Channels
from sandbox.workspace.lines import write_line
from sandbox.workspace.messages import Messages
from sandbox.workspace.pulse import Pulse

#: How many messages one channel can have pinned.
PIN_LIMIT = 100


class Pins:
    """Pinning and unpinning."""

    def __init__(self, pulse: Pulse, channels: Channels, messages: Messages) -> None:
        self._pulse = pulse
        self._channels = channels
        self._messages = messages

    def add(self, actor_id: str, channel_id: str, ts: str) -> Pin:
        """Pin a message; Slack writes a line about it."""
        channel = self._channels.live(actor_id, channel_id)
        message = self._messages.find(channel_id, ts)
        if any(pin.ts == ts for pin in channel.pins):
            raise SlackError("already_pinned")
        if message.body.get("subtype") in ("tombstone", "pinned_item"):
            raise SlackError("not_pinnable")
        if len(channel.pins) >= PIN_LIMIT:
            raise SlackError("too_many_pins")
        pin = Pin(ts, actor_id, self._pulse.now())
        channel.pins = [pin, *channel.pins]
        self._mark(channel, ts, pinned=True)
        item = {"type": "message", "channel": channel_id, "ts": ts}
        text = f"<@{actor_id}> pinned a message to this channel."
        write_line(self._pulse, channel, "pinned_item", actor_id, text, item_type="C", item=item)
        self._tell("pin_added", channel, actor_id, pin)
        return pin

    def remove(self, actor_id: str, channel_id: str, ts: str) -> None:
        """Unpin a message."""
        channel = self._channels.live(actor_id, channel_id)
        self._messages.find(channel_id, ts)
        pin = next((pin for pin in channel.pins if pin.ts == ts), None)
        if pin is None:
            raise SlackError("no_pin")
        channel.pins = [other for other in channel.pins if other is not pin]
        self._mark(channel, ts, pinned=False)
        self._tell("pin_removed", channel, actor_id, pin)

    def item(self, channel: Channel, pin: Pin) -> dict[str, Any]:
        """The item that `pins.list` and the pin events carry."""
        return {
            "type": "message",
            "channel": channel.id,
            "created": pin.created,
            "created_by": pin.created_by,
            "message": self._messages.find(channel.id, pin.ts).shown(),
        }

    def _mark(self, channel: Channel, ts: str, *, pinned: bool) -> None:
        message = self._messages.find(channel.id, ts)
        body = {name: value for name, value in message.body.items() if name != "pinned_to"}
        message.body = body | {"pinned_to": [channel.id]} if pinned else body

    def _tell(self, kind: str, channel: Channel, actor_id: str, pin: Pin) -> None:
        self._pulse.tell(
            kind,
            channel.id,
            actor_id,
            ts=pin.ts,
            item=self.item(channel, pin),
            item_user=self._messages.find(channel.id, pin.ts).author_id,
            has_pins=bool(channel.pins),
            event_ts=self._pulse.next_ts(),
        )
