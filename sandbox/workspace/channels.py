"""Channels: finding them, making them, and changing what they are called and say about themselves."""

from sandbox.errors import SlackError
from sandbox.workspace.channel import Channel, Note
from sandbox.workspace.lines import write_line
from sandbox.workspace.names import checked_name
from sandbox.workspace.people import People
from sandbox.workspace.pulse import Pulse

#: Topic and purpose are refused beyond this (`too_long`).
NOTE_LIMIT = 250


class Channels:
    """Every conversation of the workspace, by id."""

    def __init__(self, pulse: Pulse, people: People) -> None:
        self._pulse = pulse
        self._people = people
        self.all: dict[str, Channel] = {}

    # Finding

    def find(self, channel_id: str) -> Channel:
        """Find a conversation; `channel_not_found` otherwise."""
        channel = self.all.get(channel_id)
        if channel is None:
            raise SlackError("channel_not_found")
        return channel

    def seen(self, user_id: str, channel_id: str) -> Channel:
        """Find a conversation that this user may know of; `channel_not_found` otherwise."""
        channel = self.find(channel_id)
        if not self.may_see(user_id, channel):
            raise SlackError("channel_not_found")
        return channel

    def joined(self, user_id: str, channel_id: str) -> Channel:
        """Find a conversation of which this user is a member; `not_in_channel` otherwise."""
        channel = self.seen(user_id, channel_id)
        if user_id not in channel.members:
            raise SlackError("not_in_channel")
        return channel

    def live(self, user_id: str, channel_id: str) -> Channel:
        """Find a conversation that is not archived and of which this user is a member."""
        if self.seen(user_id, channel_id).is_archived:
            raise SlackError("is_archived")
        return self.joined(user_id, channel_id)

    def may_see(self, user_id: str, channel: Channel) -> bool:
        """Whether a channel exists for this user: guests know only those they are members of."""
        if user_id in channel.members or user_id in channel.pair:
            return True
        user = self._people.users.get(user_id)
        return not (channel.is_private or channel.is_im or (user and user.is_guest))

    def by_name(self, name: str) -> Channel | None:
        """Find a channel, archived or not, by its name."""
        return next((channel for channel in self.all.values() if channel.name == name), None)

    def visible(self, user_id: str) -> list[Channel]:
        """Every conversation that this user may know of."""
        return [channel for channel in self.all.values() if self.may_see(user_id, channel)]

    def active_members(self, channel: Channel) -> list[str]:
        """The members that are not deactivated."""
        users = self._people.users
        return [member for member in channel.members if not users[member].deleted]

    # Making and changing

    def create(self, actor_id: str, name: str, *, is_private: bool = False) -> Channel:
        """Create a channel with its creator as the only member."""
        if self._people.find(actor_id).is_guest:
            raise SlackError("restricted_action")
        self._free(checked_name(name))
        channel = self.put(Channel(self._pulse.new_id("C"), name, actor_id, 0, is_private=is_private))
        self._tell("channel_created", channel, actor_id)
        channel.members[actor_id] = self._pulse.now()
        self._tell("member_joined", channel, actor_id, user=actor_id, inviter=None)
        write_line(self._pulse, channel, "channel_join", actor_id, f"<@{actor_id}> has joined the channel")
        return channel

    def put(self, channel: Channel) -> Channel:
        """Take in a channel made elsewhere, without telling anybody."""
        channel.created = channel.created or self._pulse.now()
        channel.updated = channel.updated or int(self._pulse.clock() * 1000)
        self.all[channel.id] = channel
        return channel

    def rename(self, actor_id: str, channel_id: str, name: str) -> Channel:
        """Rename a channel; its id stays."""
        channel = self._changeable(actor_id, channel_id)
        if channel.is_general or self._people.find(actor_id).is_guest:
            raise SlackError("not_authorized")
        old = channel.name
        if checked_name(name) != old:
            self._free(name)
            channel.name = name
            channel.previous_names = [old, *channel.previous_names]
            text = f'has renamed the channel from "{old}" to "{name}"'
            write_line(self._pulse, channel, "channel_name", actor_id, text, old_name=old, name=name)
            self._changed(channel, actor_id, "name", old)
        return channel

    def set_topic(self, actor_id: str, channel_id: str, topic: str) -> Channel:
        """Set the topic; the same topic again changes nothing and posts no line."""
        channel = self._noted(actor_id, channel_id, topic)
        old = channel.topic.value
        if topic != old:
            channel.topic = Note(topic, actor_id, self._pulse.now())
            text = f"set the channel topic: {topic}" if topic else "cleared the channel topic"
            write_line(self._pulse, channel, "channel_topic", actor_id, text, topic=topic)
            self._changed(channel, actor_id, "topic", old)
        return channel

    def set_purpose(self, actor_id: str, channel_id: str, purpose: str) -> Channel:
        """Set the purpose (the description)."""
        channel = self._noted(actor_id, channel_id, purpose)
        old = channel.purpose.value
        if purpose != old:
            channel.purpose = Note(purpose, actor_id, self._pulse.now())
            text = f"set the channel purpose: {purpose}" if purpose else "cleared the channel purpose"
            write_line(self._pulse, channel, "channel_purpose", actor_id, text, purpose=purpose)
            self._changed(channel, actor_id, "purpose", old)
        return channel

    def archive(self, actor_id: str, channel_id: str) -> Channel:
        """Archive a channel. Bots lose their membership with it, so that no bot can undo this."""
        if self.seen(actor_id, channel_id).is_archived:
            raise SlackError("already_archived")
        channel = self._changeable(actor_id, channel_id)
        if channel.is_general:
            raise SlackError("cant_archive_general")
        text = f"<@{actor_id}> archived the channel"
        write_line(self._pulse, channel, "channel_archive", actor_id, text)
        channel.is_archived = True
        self._changed(channel, actor_id, "archive", old=False)
        for member in [member for member in channel.members if self._people.find(member).is_bot]:
            del channel.members[member]
        return channel

    def unarchive(self, actor_id: str, channel_id: str) -> Channel:
        """Bring an archived channel back; only a member can."""
        channel = self.joined(actor_id, channel_id)
        if not channel.is_archived:
            raise SlackError("not_archived")
        channel.is_archived = False
        text = f"<@{actor_id}> un-archived the channel"
        write_line(self._pulse, channel, "channel_unarchive", actor_id, text)
        self._changed(channel, actor_id, "unarchive", old=True)
        return channel

    def convert_private(self, actor_id: str, channel_id: str) -> Channel:
        """Make a public channel private, as an admin can; the id stays."""
        channel = self.find(channel_id)
        if not self._people.find(actor_id).is_admin:
            raise SlackError("not_authorized")
        if channel.is_im or channel.is_private or channel.is_general:
            raise SlackError("method_not_supported_for_channel_type")
        channel.is_private = True
        text = "made this channel private"
        write_line(self._pulse, channel, "channel_convert_to_private", actor_id, text)
        self._changed(channel, actor_id, "privacy", old=False)
        return channel

    def delete(self, actor_id: str, channel_id: str) -> None:
        """Delete a channel for good, as an admin can."""
        channel = self.find(channel_id)
        if not self._people.find(actor_id).is_admin or channel.is_general:
            raise SlackError("not_authorized")
        self._tell("channel_deleted", channel, actor_id)
        del self.all[channel_id]

    # Inside

    def _noted(self, actor_id: str, channel_id: str, value: str) -> Channel:
        channel = self._changeable(actor_id, channel_id)
        if len(value) > NOTE_LIMIT:
            raise SlackError("too_long")
        return channel

    def _changeable(self, actor_id: str, channel_id: str) -> Channel:
        if self.seen(actor_id, channel_id).is_im:
            raise SlackError("method_not_supported_for_channel_type")
        return self.live(actor_id, channel_id)

    def _free(self, name: str) -> None:
        if self.by_name(name) is not None:
            raise SlackError("name_taken")

    def _changed(self, channel: Channel, actor_id: str, what: str, old: object) -> None:
        channel.updated = int(self._pulse.clock() * 1000)
        self._tell("channel_changed", channel, actor_id, what=what, old=old)

    def _tell(self, kind: str, channel: Channel, actor_id: str, **body: object) -> None:
        self._pulse.tell(kind, channel.id, actor_id, channel=channel, **body)
