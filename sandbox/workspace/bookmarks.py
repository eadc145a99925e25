"""The links at the top of a channel."""

from typing import Any

from sandbox.errors import SlackError
from sandbox.workspace.channels import Channels
from sandbox.workspace.pulse import Pulse

#: How many bookmarks one channel can have.
BOOKMARK_LIMIT = 100


class Bookmarks:
    """Adding, listing and removing links."""

    def __init__(self, pulse: Pulse, channels: Channels) -> None:
        self._pulse = pulse
        self._channels = channels

    def add(self, actor_id: str, channel_id: str, title: str, link: str, emoji: str | None) -> dict[str, Any]:
        """Add a link."""
        channel = self._channels.live(actor_id, channel_id)
        if len(channel.bookmarks) >= BOOKMARK_LIMIT:
            raise SlackError("too_many_bookmarks")
        bookmark = {
            "id": self._pulse.new_id("Bk"),
            "channel_id": channel_id,
            "title": title,
            "link": link,
            "emoji": emoji,
            "icon_url": None,
            "type": "link",
            "entity_id": None,
            "date_created": self._pulse.now(),
            "date_updated": 0,
            "rank": "Z",
            "last_updated_by_user_id": actor_id,
            "last_updated_by_team_id": self._pulse.team_id,
            "shortcut_id": None,
            "app_id": None,
        }
        channel.bookmarks = [*channel.bookmarks, bookmark]
        return bookmark

    def of(self, actor_id: str, channel_id: str) -> list[dict[str, Any]]:
        """The links of a channel."""
        return self._channels.joined(actor_id, channel_id).bookmarks

    def remove(self, actor_id: str, channel_id: str, bookmark_id: str) -> None:
        """Remove a link."""
        channel = self._channels.joined(actor_id, channel_id)
        kept = [bookmark for bookmark in channel.bookmarks if bookmark["id"] != bookmark_id]
        if len(kept) == len(channel.bookmarks):
            raise SlackError("not_found")
        channel.bookmarks = kept
