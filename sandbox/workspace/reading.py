"""Reading a channel: its history, its threads, and what somebody has not read yet."""

from dataclasses import dataclass

from sandbox.errors import SlackError
from sandbox.workspace.channel import Channel
from sandbox.workspace.channels import Channels
from sandbox.workspace.groups import Groups
from sandbox.workspace.message import Message
from sandbox.workspace.pulse import Pulse
from sandbox.workspace.timestamps import MICROS

#: Later than any message.
END_OF_TIME = 10**12 * MICROS


@dataclass(frozen=True)
class Span:
    """From when to when, in microseconds; both ends included."""

    low: int = 0
    high: int = END_OF_TIME


@dataclass(frozen=True)
class Page:
    """Some messages and whether there are more of them."""

    messages: list[Message]
    has_more: bool


class Reading:
    """What members read."""

    def __init__(self, pulse: Pulse, channels: Channels, groups: Groups) -> None:
        self._pulse = pulse
        self._channels = channels
        self._groups = groups

    def history(
        self, actor_id: str, channel_id: str, span: Span = Span(), limit: int = 100, *, forward: bool = False
    ) -> Page:
        """The messages of a span, newest first: those closest to its end, or with `forward` to its start."""
        window = self._channels.joined(actor_id, channel_id).log.between(span.low, span.high)
        found = window.oldest(limit)[::-1] if forward else window.newest(limit)
        return Page(found, len(window) > len(found))

    def replies(self, actor_id: str, channel_id: str, ts: str, span: Span = Span(), limit: int = 100) -> Page:
        """A thread, oldest first, its parent before all; the timestamp of a reply gives that reply alone."""
        log = self._channels.joined(actor_id, channel_id).log
        message = log.get(ts)
        if message is None:
            raise SlackError("thread_not_found")
        if message.is_reply:
            return Page([message], has_more=False)
        replies = [reply for reply in log.replies(ts) if span.low <= reply.micros <= span.high]
        return Page([message, *replies][:limit], len(replies) + 1 > limit)

    def mark(self, actor_id: str, channel_id: str, ts: str) -> None:
        """Remember how far somebody has read."""
        channel = self._channels.joined(actor_id, channel_id)
        channel.last_read[actor_id] = ts
        self._pulse.tell("read_marked", channel.id, actor_id, ts=ts)

    def unread(self, user_id: str, channel: Channel) -> tuple[int, int]:
        """How many messages somebody has not read, and how many of them call this person."""
        last_read = channel.last_read.get(user_id)
        count = channel.log.count_after(last_read)
        if channel.is_im:
            return count, count
        names = {user_id, "here", "channel", "everyone", *self._groups.of(user_id)}
        mentions = sum(1 for message in channel.log.mentioning_after(last_read) if message.mentions & names)
        return count, mentions
