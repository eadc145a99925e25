"""Posting, editing and deleting messages."""

from dataclasses import dataclass
from typing import Any

from sandbox.errors import SlackError
from sandbox.workspace.channel import Channel
from sandbox.workspace.channels import Channels
from sandbox.workspace.elements import completed, completed_attachments
from sandbox.workspace.mentions import mentions_in
from sandbox.workspace.message import Draft, Message
from sandbox.workspace.people import People
from sandbox.workspace.pulse import Pulse
from sandbox.workspace.threads import forget_reply, note_reply
from sandbox.workspace.timestamps import to_micros

#: Subtypes of messages that people and apps write themselves; Slack's own lines cannot be edited or deleted.
_AUTHORED = (None, "bot_message", "thread_broadcast", "file_share", "me_message")


@dataclass
class Edit:
    """What an edit changes; None keeps what is there, an empty list or dict removes it."""

    text: str | None = None
    blocks: list[dict[str, Any]] | None = None
    attachments: list[dict[str, Any]] | None = None
    metadata: dict[str, Any] | None = None
    files: list[dict[str, Any]] | None = None


class Messages:
    """What is said in channels."""

    def __init__(self, pulse: Pulse, people: People, channels: Channels) -> None:
        self._pulse = pulse
        self._people = people
        self._channels = channels

    def find(self, channel_id: str, ts: str) -> Message:
        """Find a message or reply; `message_not_found` otherwise."""
        message = self._channels.find(channel_id).log.get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def post(self, actor_id: str, channel_id: str, draft: Draft, *, outsider: bool = False) -> Message:
        """Post a message; who is not a member may only as an `outsider` (chat:write.public, webhooks).

        Webhooks and response URLs reach private channels too: whoever calls has checked what may be seen.
        """
        channel = self._channels.find(channel_id) if outsider else self._channels.seen(actor_id, channel_id)
        if channel.is_archived:
            raise SlackError("is_archived")
        if actor_id not in channel.members and not outsider:
            raise SlackError("not_in_channel")
        parent = self._parent(channel, draft.thread_ts)
        message = self._compose(channel, actor_id, draft, parent)
        channel.log.add(message)
        channel.last_read[actor_id] = message.ts
        self._pulse.tell("message", channel.id, actor_id, message=message.shown(), metadata=message.metadata)
        if parent is not None:
            note_reply(self._pulse, channel, parent, message)
        return message

    def update(self, actor_id: str, channel_id: str, ts: str, edit: Edit) -> Message:
        """Change one's own message."""
        channel = self._channels.seen(actor_id, channel_id)
        message = self.find(channel_id, ts)
        self._own(actor_id, message, "cant_update_message")
        if channel.is_archived:
            raise SlackError("is_inactive")
        before = message.body
        body = dict(before)
        for name, value in self._edited_fields(edit).items():
            if value or name == "text":
                body[name] = value
            else:
                body.pop(name, None)
        if "blocks" not in body or not self._people.find(actor_id).is_bot:
            body["edited"] = {"user": actor_id, "ts": self._pulse.next_ts()}
        if edit.metadata is not None:
            message.metadata = edit.metadata or None
        message.body = body
        shown = message.shown()
        self._pulse.tell("message_changed", channel.id, actor_id, message=shown, previous_message=before)
        return message

    def delete(self, actor_id: str, channel_id: str, ts: str) -> None:
        """Delete one's own message (admins: anybody's). A parent with replies leaves a tombstone."""
        channel = self._channels.seen(actor_id, channel_id)
        message = self.find(channel_id, ts)
        if not self._people.find(actor_id).is_admin:
            self._own(actor_id, message, "cant_delete_message")
        self._unpin(channel, ts)
        if not message.is_reply and channel.log.replies(ts):
            self._bury(channel, message, actor_id)
            return
        channel.log.drop(message)
        before = message.shown()
        self._pulse.tell("message_deleted", channel.id, actor_id, deleted_ts=ts, previous_message=before)
        if message.is_reply:
            forget_reply(self._pulse, channel, message)

    def bury_file(self, channel_id: str, ts: str, file_id: str) -> None:
        """Leave a tombstone in place of a deleted file, wherever the message still stands."""
        channel = self._channels.all.get(channel_id)
        message = channel.log.get(ts) if channel else None
        if message is None:
            return
        files = message.body.get("files", [])
        tombstone = {"id": file_id, "mode": "tombstone"}
        kept = [tombstone if file.get("id") == file_id else file for file in files]
        before, message.body = message.body, message.body | {"files": kept}
        shown = message.shown()
        self._pulse.tell(
            "message_changed", channel_id, message.author_id, message=shown, previous_message=before
        )

    def _parent(self, channel: Channel, thread_ts: str | None) -> Message | None:
        """The parent of a thread; a reply's own timestamp leads to the same thread.

        A parent that is gone makes no error: Slack silently posts to the channel instead.
        """
        if not thread_ts:
            return None
        found = channel.log.get(thread_ts)
        if found is not None and found.is_reply and found.thread_ts:
            return channel.log.get(found.thread_ts)
        return found

    def _compose(self, channel: Channel, actor_id: str, draft: Draft, parent: Message | None) -> Message:
        ts = self._pulse.next_ts()
        body: dict[str, Any] = {**self._signature(actor_id, draft), "type": "message", "ts": ts}
        if draft.client_msg_id:
            body["client_msg_id"] = draft.client_msg_id
        body |= {"text": draft.text, "team": self._pulse.team_id}
        if draft.files:
            body |= {"files": draft.files, "upload": False, "display_as_bot": False}
        if draft.blocks:
            body["blocks"] = completed(draft.blocks)
        if draft.attachments:
            body["attachments"] = completed_attachments(draft.attachments)
        if parent is not None:
            body |= {"thread_ts": parent.ts, "parent_user_id": parent.author_id}
            if draft.reply_broadcast:
                body["subtype"] = "thread_broadcast"
        mentions = mentions_in(draft.text, draft.blocks)
        return Message(channel.id, ts, to_micros(ts) or 0, body, draft.metadata, mentions)

    def _signature(self, actor_id: str, draft: Draft) -> dict[str, Any]:
        """Who the message says it is from."""
        bot = self._people.bot_of(actor_id)
        if bot is None:
            return {"user": actor_id}
        signature: dict[str, Any] = {"bot_id": bot.id, "app_id": bot.app_id}
        if draft.webhook or draft.username or draft.icon_emoji or draft.icon_url:
            signature |= {"subtype": "bot_message", "username": draft.username or bot.name}
            if draft.icon_emoji:
                signature["icons"] = {"emoji": draft.icon_emoji}
            elif draft.icon_url:
                signature["icons"] = {"image_48": draft.icon_url}
        if not draft.webhook:
            signature |= {"user": actor_id, "bot_profile": bot.profile(self._pulse.team_id)}
        return signature

    def _edited_fields(self, edit: Edit) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        if edit.text is not None:
            fields["text"] = edit.text
        if edit.blocks is not None:
            fields["blocks"] = completed(edit.blocks)
        if edit.attachments is not None:
            fields["attachments"] = completed_attachments(edit.attachments)
        if edit.files is not None:
            fields["files"] = edit.files
        return fields

    def _own(self, actor_id: str, message: Message, code: str) -> None:
        bot = self._people.bot_of(actor_id)
        mine = message.author_id == actor_id or (bot is not None and message.body.get("bot_id") == bot.id)
        if not mine or message.body.get("subtype") not in _AUTHORED:
            raise SlackError(code)

    def _bury(self, channel: Channel, message: Message, actor_id: str) -> None:
        before = message.body
        kept = ("type", "ts", "thread_ts", "reply_count", "reply_users_count", "latest_reply", "reply_users")
        message.body = {name: before[name] for name in kept if name in before} | {
            "subtype": "tombstone",
            "text": "This message was deleted.",
            "user": "USLACKBOT",
            "hidden": True,
        }
        message.metadata = None
        channel.log.deleted += 1
        shown = message.shown()
        self._pulse.tell("message_changed", channel.id, actor_id, message=shown, previous_message=before)

    def _unpin(self, channel: Channel, ts: str) -> None:
        channel.pins = [pin for pin in channel.pins if pin.ts != ts]
