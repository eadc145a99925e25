"""User groups."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sandbox.errors import SlackError
from sandbox.workspace.people import People
from sandbox.workspace.pulse import Pulse


@dataclass
class Group:
    """One user group, mentioned as `<!subteam^ID>`."""

    id: str
    handle: str
    name: str
    description: str = ""
    users: list[str] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    updated_by: str = ""
    disabled_at: int = 0


class Groups:
    """Every user group, by id."""

    def __init__(self, pulse: Pulse, people: People) -> None:
        self._pulse = pulse
        self._people = people
        self.all: dict[str, Group] = {}

    def add(self, group: Group) -> Group:
        """Take in a group."""
        group.created = group.updated = group.created or self._pulse.now()
        self.all[group.id] = group
        return group

    def find(self, group_id: str) -> Group:
        """Find a group; `no_such_subteam` otherwise."""
        group = self.all.get(group_id)
        if group is None:
            raise SlackError("no_such_subteam")
        return group

    def of(self, user_id: str) -> list[str]:
        """The ids of the groups that somebody is in."""
        return [group.id for group in self.all.values() if user_id in group.users]

    def set_members(self, actor_id: str, group_id: str, user_ids: Iterable[str]) -> Group:
        """Replace the members."""
        group = self.find(group_id)
        wanted = list(dict.fromkeys(user_ids))
        for user_id in wanted:
            self._people.find(user_id)
        added = [user_id for user_id in wanted if user_id not in group.users]
        removed = [user_id for user_id in group.users if user_id not in wanted]
        previous_update, group.updated = group.updated, self._pulse.now()
        group.users, group.updated_by = wanted, actor_id
        self._pulse.tell(
            "group_changed",
            None,
            actor_id,
            group=group,
            added=added,
            removed=removed,
            previous_update=previous_update,
        )
        return group

    def payload(self, group: Group, *, users: bool = False) -> dict[str, Any]:
        """The usergroup object of Slack's Web API and events."""
        listed = {"users": list(group.users)} if users else {}
        return {
            "id": group.id,
            "team_id": self._pulse.team_id,
            "is_usergroup": True,
            "is_subteam": True,
            "name": group.name,
            "description": group.description,
            "handle": group.handle,
            "is_external": False,
            "date_create": group.created,
            "date_update": group.updated,
            "date_delete": group.disabled_at,
            "auto_type": None,
            "auto_provision": False,
            "enterprise_subteam_id": "",
            "created_by": group.updated_by,
            "updated_by": group.updated_by,
            "deleted_by": None,
            "prefs": {"channels": [], "groups": []},
            "user_count": len(group.users),
            **listed,
        }
