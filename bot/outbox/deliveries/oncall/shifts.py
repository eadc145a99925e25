"""One line in the channel of a team when its shift changes."""

from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.oncall.shift_digest import shift_changed
from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.deliveries.to_owner import ToOwner
from bot.outbox.delivery import Postpone, Skip
from bot.outbox.post import Letter
from bot.uow import UnitOfWork
from models.outbox import OutboxItem

#: Seconds between looks while a start has not read the channels.
_LOOK_AGAIN: Final = 2.0


class PostShift(ToOwner):
    """Who is on call now."""

    kind = "post_shift"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Where the playbook has the team's channel now."""
        facts = item.intent
        team = desk.playbook.teams.get(facts["team"])
        channel_id = desk.directory.channel(team.channel) if team and team.channel else None
        if channel_id is None and desk.directory.seeks_channels:
            raise Postpone(_LOOK_AGAIN, "the channels have not been read from Slack yet")
        if channel_id is None:
            raise Skip("the team's channel is not known")
        until_at = datetime.fromisoformat(facts["until"]) if facts["until"] else None
        return Letter(channel_id, shift_changed(facts["team"], facts["people"], until_at))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Both sides were told by direct message: a channel that we may not post in holds up nothing."""
        return error.permanent
