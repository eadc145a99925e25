"""Direct messages to the owner of a known failure."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.quiet_now import firing_and_covered, rule_of
from bot.alerts.read_silences import view_of
from bot.blocks.alerts.silence_notice import owner_told
from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.delivery import Skip
from bot.outbox.post import Letter, Post
from bot.slack.codes import UNREACHABLE
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.silence import Silence


class TellOfSilence(Post):
    """That it is theirs, that it ends soon, that it is over and the alert still fires."""

    kind = "tell_of_silence"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say nothing that is no longer true."""
        facts = item.intent
        silence = await session.get_one(Silence, facts["silence_id"])
        if silence.ended_by_id is not None:
            raise Skip("someone has ended it")
        if facts["what"] != "still_fires" and silence.ended_at is not None:
            raise Skip("it has run out")
        if silence.until_at != datetime.fromisoformat(facts["until_at"]):
            raise Skip("it was renewed")
        firing = 0
        if facts["what"] == "still_fires":
            firing = len(await firing_and_covered(session, rule_of(silence)))
            if not firing:
                raise Skip("nothing of it fires any more")
        view = await view_of(session, silence.id, facts["person_id"])
        return Letter(facts["person_id"], owner_told(view, facts["what"], firing))

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Whoever cannot be reached is no fault that someone has to mend."""
        return error.code in UNREACHABLE
