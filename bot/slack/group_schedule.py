"""A Slack user group as a schedule: whoever is in it now is on call."""

from collections.abc import Sequence

from bot.errors import ChatError
from bot.integrations.guarded import NotReached
from bot.integrations.schedules.port import OutsideSchedule, Wanted
from bot.slack.directory import Directory
from models.rotation import Stretch


class GroupSchedule(OutsideSchedule):
    """Groups of this workspace.

    It names the group, not its members: the directory keeps those, and hears at once when they change.
    """

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def read(self, wanted: Wanted) -> Sequence[Stretch]:
        """Ask Slack for the groups, and see that it is there and has anybody in it."""
        try:
            await self._directory.read_groups()
        except ChatError as silent:
            raise NotReached(f"Slack does not tell its user groups ({silent})") from silent
        [group] = wanted.where
        members = (
            self._directory.group_called(group) if group.startswith("@") else self._directory.group(group)
        )
        if not members:
            raise NotReached(f"there is no user group {group} with anybody in it", permanent=True)
        return [Stretch((group,))]
