"""Who is in a channel: joining, leaving, inviting, removing; and opening direct messages."""

from collections.abc import Sequence

from sandbox.errors import SlackError, argument_error
from sandbox.workspace.channel import Channel
from sandbox.workspace.channels import Channels
from sandbox.workspace.lines import write_line
from sandbox.workspace.people import People
from sandbox.workspace.pulse import Pulse

#: How many people one invitation may name.
INVITE_LIMIT = 100


class Membership:
    """Comings and goings."""

    def __init__(self, pulse: Pulse, people: People, channels: Channels) -> None:
        self._pulse = pulse
        self._people = people
        self._channels = channels

    def join(self, actor_id: str, channel_id: str) -> tuple[Channel, bool]:
        """Join a public channel; the second value says whether the actor was a member already."""
        channel = self._channels.seen(actor_id, channel_id)
        self._not_direct(channel)
        if channel.is_archived:
            raise SlackError("is_archived")
        if actor_id in channel.members:
            return channel, True
        self._enter(channel, actor_id, inviter_id=None)
        return channel, False

    def leave(self, actor_id: str, channel_id: str) -> bool:
        """Leave a channel; False when the actor was not a member."""
        channel = self._channels.seen(actor_id, channel_id)
        self._not_direct(channel)
        if channel.is_archived:
            raise SlackError("is_archived")
        if actor_id not in channel.members:
            return False
        if channel.is_general:
            raise SlackError("cant_leave_general")
        if len(channel.members) == 1:
            raise SlackError("last_member")
        self._go(channel, actor_id, actor_id)
        return True

    def kick(self, actor_id: str, channel_id: str, user_id: str) -> Channel:
        """Remove somebody else from a channel."""
        self._not_direct(self._channels.seen(actor_id, channel_id))
        channel = self._channels.live(actor_id, channel_id)
        self._people.find(user_id)
        if user_id == actor_id:
            raise SlackError("cant_kick_self")
        if channel.is_general:
            raise SlackError("cant_kick_from_general")
        if user_id not in channel.members:
            raise SlackError("not_in_channel")
        if self._people.find(actor_id).is_guest:
            raise SlackError("restricted_action")
        self._go(channel, user_id, actor_id)
        return channel

    def invite(
        self, actor_id: str, channel_id: str, user_ids: Sequence[str], *, force: bool = False
    ) -> tuple[Channel, list[dict[str, object]]]:
        """Invite people. One who cannot be invited fails the whole call, unless it is forced.

        With `force` the others come in, and those who could not are returned with their errors.
        """
        self._not_direct(self._channels.seen(actor_id, channel_id))
        channel = self._channels.live(actor_id, channel_id)
        self._invitable(actor_id, user_ids)
        errors = [
            {"user": user_id, "ok": False, "error": code}
            for user_id in user_ids
            if (code := self._why_not(actor_id, channel, user_id))
        ]
        refused = {error["user"] for error in errors}
        welcome = [user_id for user_id in user_ids if user_id not in refused]
        if errors and (not force or not welcome):
            raise SlackError(str(errors[0]["error"]), errors=errors)
        for user_id in dict.fromkeys(welcome):
            self._enter(channel, user_id, inviter_id=actor_id)
        return channel, errors

    def open_im(self, actor_id: str, user_id: str) -> tuple[Channel, bool]:
        """Open the direct message between two; the second value says whether it was there already."""
        if self._people.find(user_id).deleted:
            raise SlackError("user_disabled")
        known = self._im_of(actor_id, user_id)
        if known is not None:
            return known, True
        pair, now = tuple(sorted({actor_id, user_id})), self._pulse.now()
        channel = Channel(self._pulse.new_id("D"), "", actor_id, now, is_private=True, is_im=True, pair=pair)
        channel.members = dict.fromkeys(pair, now)
        return self._channels.put(channel), False

    def known_im(self, actor_id: str, user_id: str) -> Channel:
        """Find the direct message between two, if there is one already; `channel_not_found` otherwise."""
        known = self._im_of(actor_id, self._people.find(user_id).id)
        if known is None:
            raise SlackError("channel_not_found")
        return known

    def _im_of(self, actor_id: str, user_id: str) -> Channel | None:
        pair = tuple(sorted({actor_id, user_id}))
        ims = (channel for channel in self._channels.all.values() if channel.is_im)
        return next((channel for channel in ims if channel.pair == pair), None)

    def _invitable(self, actor_id: str, user_ids: Sequence[str]) -> None:
        if self._people.find(actor_id).is_guest:
            raise SlackError("no_permission")
        if not user_ids:
            raise SlackError("no_user")
        if len(user_ids) > INVITE_LIMIT:
            raise argument_error(f"users: at most {INVITE_LIMIT} can be invited at once")

    def _why_not(self, actor_id: str, channel: Channel, user_id: str) -> str | None:
        user = self._people.users.get(user_id)
        if user is None:
            return "user_not_found"
        if user_id == actor_id:
            return "cant_invite_self"
        if user_id in channel.members:
            return "already_in_channel"
        return "cant_invite" if user.deleted else None

    def _not_direct(self, channel: Channel) -> None:
        if channel.is_im:
            raise SlackError("method_not_supported_for_channel_type")

    def _enter(self, channel: Channel, user_id: str, inviter_id: str | None) -> None:
        channel.members[user_id] = self._pulse.now()
        actor_id = inviter_id or user_id
        self._tell("member_joined", channel, actor_id, user=user_id, inviter=inviter_id)
        invited = {"inviter": inviter_id} if inviter_id else {}
        text = f"<@{user_id}> has joined the channel"
        write_line(self._pulse, channel, "channel_join", user_id, text, **invited)

    def _go(self, channel: Channel, user_id: str, actor_id: str) -> None:
        if user_id == actor_id:
            text = f"<@{user_id}> has left the channel"
            write_line(self._pulse, channel, "channel_leave", user_id, text)
        del channel.members[user_id]
        self._tell("member_left", channel, actor_id, user=user_id)

    def _tell(self, kind: str, channel: Channel, actor_id: str, **body: object) -> None:
        self._pulse.tell(kind, channel.id, actor_id, channel=channel, **body)
