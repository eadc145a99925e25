"""Find in the background what the playbook names, who we are, and who the people are: none of it is fatal."""

import asyncio
from typing import Final

import structlog

from bot.desk import Desk
from bot.errors import ChatError
from bot.playbook import Playbook
from bot.slack.identity import find_identity

log = structlog.get_logger("look_around")

#: Seconds between looks until one has worked: until then no alert can be told from chatter.
LOST_EVERY: Final = 3.0


class Surroundings:
    """The workspace around the bot, looked at again and again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        #: Whether a look has worked since the start.
        self.are_known = False

    async def find_our_way(self) -> None:
        """Look around until it has worked once; afterwards the slow tick does."""
        while True:
            try:
                if await self.look_around():
                    self.are_known = True
                    log.info("looked_around")
                    return
            except Exception:  # the loop top: the database may be away, too
                log.exception("looking_around_failed")
            await asyncio.sleep(LOST_EVERY)

    async def look_around(self) -> bool:
        """Find in the background what the playbook names, and hear of the people; no while Slack is away."""
        directory = self._desk.directory
        for step in (self._learn_who_we_are, self._find_channels, directory.read_people, self._read_groups):
            try:
                await step()
            except ChatError as silent:
                log.warning("looking_around_failed", error=str(silent))
                if not silent.permanent:  # what it refuses for good (a scope) keeps from nothing else
                    return False
        await directory.looked_around()
        return True

    async def _learn_who_we_are(self) -> None:
        self._desk.identity = await find_identity(self._desk.chat, self._desk.store)

    async def _find_channels(self) -> None:
        also = (self._desk.playbook.announce, self._desk.playbook.alerts.post_to)
        named = [*self._desk.playbook.watch, *(name for name in also if name)]
        await self._desk.directory.find_channels(named, from_outside=channels_of_owners(self._desk.playbook))

    async def _read_groups(self) -> None:
        """User groups may respond, may be teams, and may take turns."""
        playbook = self._desk.playbook
        if playbook.responders or playbook.on_call or playbook.teams:
            await self._desk.directory.read_groups()


def channels_of_owners(playbook: Playbook) -> list[str]:
    """Where the playbook's teams, and those that its owner rules name, are spoken to."""
    channels = [
        *(team.channel for team in playbook.teams.values()),
        *(rule.channel for rule in playbook.owners),
    ]
    return [channel for channel in channels if channel]
