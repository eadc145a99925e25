"""The small grey lines that Slack itself writes: somebody joined, the topic changed…"""

from typing import Any

from sandbox.workspace.channel import Channel
from sandbox.workspace.message import Message
from sandbox.workspace.pulse import Pulse
from sandbox.workspace.timestamps import to_micros


def write_line(
    pulse: Pulse, channel: Channel, subtype: str, user_id: str, text: str, **fields: Any
) -> Message:
    """Append a system message to the channel and tell of it."""
    ts = pulse.next_ts()
    body = {"type": "message", "subtype": subtype, "ts": ts, "user": user_id, "text": text, **fields}
    message = Message(channel.id, ts, to_micros(ts) or 0, body)
    channel.log.add(message)
    pulse.tell("message", channel.id, user_id, message=message.shown())
    return message
