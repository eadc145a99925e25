"""A conversation: public or private channel, or a direct message."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.workspace.log import MessageLog


@dataclass(frozen=True)
class Note:
    """A topic or purpose, with who set it and when."""

    value: str = ""
    creator: str = ""
    last_set: int = 0

    def payload(self) -> dict[str, Any]:
        """The form it has in channel objects."""
        return {"value": self.value, "creator": self.creator, "last_set": self.last_set}


@dataclass(frozen=True)
class Pin:
    """One pinned message."""

    ts: str
    created_by: str
    created: int


@dataclass
class Channel:
    """One conversation; `members` maps user ids to when they joined, `pair` are the two of a DM."""

    id: str
    name: str
    creator: str
    created: int
    is_private: bool = False
    is_im: bool = False
    is_general: bool = False
    is_archived: bool = False
    pair: tuple[str, ...] = ()
    topic: Note = Note()
    purpose: Note = Note()
    members: dict[str, int] = field(default_factory=dict)
    previous_names: list[str] = field(default_factory=list)
    pins: list[Pin] = field(default_factory=list)
    bookmarks: list[dict[str, Any]] = field(default_factory=list)
    last_read: dict[str, str] = field(default_factory=dict)
    log: MessageLog = field(default_factory=MessageLog)
    updated: int = 0

    @property
    def type(self) -> str:
        """`channel`, `group` or `im`: Slack's `channel_type` of message events."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"

    @property
    def type_letter(self) -> str:
        """`C`, `G` or `D`: Slack's `channel_type` of membership events."""
        return {"channel": "C", "group": "G", "im": "D"}[self.type]

    def counterpart(self, user_id: str) -> str | None:
        """The other one of a direct message."""
        if not self.is_im:
            return None
        return next((member for member in self.pair if member != user_id), user_id)

    def payload(self, team_id: str, viewer_id: str, *, num_members: int | None = None) -> dict[str, Any]:
        """The channel object of Slack's Web API as `viewer_id` gets it."""
        if self.is_im:
            return self._im_payload(team_id, viewer_id)
        counted = {} if num_members is None else {"num_members": num_members}
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": True,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "created": self.created,
            "is_archived": self.is_archived,
            "is_general": self.is_general,
            "unlinked": 0,
            "name_normalized": self.name,
            "is_shared": False,
            "is_org_shared": False,
            "is_pending_ext_shared": False,
            "pending_shared": [],
            "context_team_id": team_id,
            "updated": self.updated,
            "parent_conversation": None,
            "creator": self.creator,
            "is_ext_shared": False,
            "shared_team_ids": [team_id],
            "pending_connected_team_ids": [],
            "is_member": viewer_id in self.members,
            "topic": self.topic.payload(),
            "purpose": self.purpose.payload(),
            "previous_names": list(self.previous_names),
            **counted,
        }

    def _im_payload(self, team_id: str, viewer_id: str) -> dict[str, Any]:
        return {
            "id": self.id,
            "created": self.created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": team_id,
            "updated": self.updated,
            "user": self.counterpart(viewer_id),
            "is_user_deleted": False,
            "is_open": True,
            "priority": 0,
        }
