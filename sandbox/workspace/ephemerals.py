"""Messages that one person sees; nobody can look them up through the Web API."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.workspace.channels import Channels
from sandbox.workspace.elements import completed, completed_attachments
from sandbox.workspace.message import Draft, Message
from sandbox.workspace.people import People
from sandbox.workspace.pulse import Pulse
from sandbox.workspace.timestamps import to_micros


class Ephemerals:
    """Ephemeral messages by reader, channel and timestamp."""

    def __init__(self, pulse: Pulse, people: People, channels: Channels) -> None:
        self._pulse = pulse
        self._people = people
        self._channels = channels
        self.shown: dict[tuple[str, str], dict[str, Message]] = {}

    def post(
        self, author_id: str, channel_id: str, reader_id: str, draft: Draft, *, anywhere: bool = False
    ) -> Message:
        """Show a message to one member of a channel; `anywhere` (a response_url) skips the membership."""
        channel = self._channels.find(channel_id)
        if reader_id not in channel.members and not anywhere:
            raise SlackError("user_not_in_channel")
        ts = self._pulse.next_ts()
        body: dict[str, Any] = {"type": "message", "ts": ts, "user": author_id, "text": draft.text}
        bot = self._people.bot_of(author_id)
        if bot is not None:
            body |= {"bot_id": bot.id, "app_id": bot.app_id, "bot_profile": bot.profile(self._pulse.team_id)}
        if draft.username:
            body["username"] = draft.username
        body |= {"is_ephemeral": True, "team": self._pulse.team_id}
        if draft.thread_ts:
            body["thread_ts"] = draft.thread_ts
        self._fill(body, draft)
        message = Message(channel_id, ts, to_micros(ts) or 0, body)
        self.shown.setdefault((reader_id, channel_id), {})[ts] = message
        self._pulse.tell("ephemeral", channel_id, author_id, reader=reader_id, message=message.shown())
        return message

    def find(self, reader_id: str, channel_id: str, ts: str) -> Message | None:
        """Find an ephemeral message that this person sees."""
        return self.shown.get((reader_id, channel_id), {}).get(ts)

    def stands_in(self, channel_id: str, ts: str) -> bool:
        """Say whether anybody sees an ephemeral message of this timestamp in the channel."""
        return any(place[1] == channel_id and ts in shown for place, shown in self.shown.items())

    def of(self, reader_id: str, channel_id: str) -> list[Message]:
        """The ephemeral messages that this person sees in a channel, oldest first."""
        return list(self.shown.get((reader_id, channel_id), {}).values())

    def replace(self, reader_id: str, channel_id: str, ts: str, draft: Draft) -> Message | None:
        """Put other content in its place, as a response_url can."""
        message = self.find(reader_id, channel_id, ts)
        if message is None:
            return None
        body = {name: value for name, value in message.body.items() if name not in ("blocks", "attachments")}
        body["text"] = draft.text
        self._fill(body, draft)
        message.body = body
        author = message.author_id
        self._pulse.tell("ephemeral_changed", channel_id, author, reader=reader_id, message=message.shown())
        return message

    def drop(self, reader_id: str, channel_id: str, ts: str) -> bool:
        """Take it away; False when it was not there."""
        message = self.shown.get((reader_id, channel_id), {}).pop(ts, None)
        if message is not None:
            self._pulse.tell("ephemeral_deleted", channel_id, message.author_id, reader=reader_id, ts=ts)
        return message is not None

    def _fill(self, body: dict[str, Any], draft: Draft) -> None:
        if draft.blocks:
            body["blocks"] = completed(draft.blocks)
        if draft.attachments:
            body["attachments"] = completed_attachments(draft.attachments)
