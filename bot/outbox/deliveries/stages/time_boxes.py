"""The question of an ended time box: asked once, then edited to what became of it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.stages.time_box import TimeBoxView, time_box_notice
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of, posted_for
from bot.outbox.post import Letter, Post
from models.outbox import OutboxItem
from models.place import Place
from models.stage_clock import StageClock
from models.vocabulary import Stage


class PostTimeBox(Post):
    """Ask, while it still asks."""

    kind = "post_time_box"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say nothing that is no longer true."""
        clock = await session.get_one(StageClock, item.incident_id)
        if clock.asks_item_id != item.id:
            raise Skip("it was settled before this was sent")
        place = await session.get_one(Place, item.incident_id)
        view = await incident_view(session, item.of_incident, desk.clock())
        box = TimeBoxView(stage=Stage(item.intent["stage"]), due_at=_time(item.intent.get("due_at")))
        return Letter(opened_channel(place), time_box_notice(view, box))


class EditTimeBox(Edit):
    """Take the buttons off the question, and say what became of it."""

    kind = "edit_time_box"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Show the ending that the item names."""
        asked, ts = await posted_for(item, session)
        place = await session.get_one(Place, item.incident_id)
        view = await incident_view(session, item.of_incident, desk.clock())
        box = TimeBoxView(
            stage=Stage(asked.intent["stage"]),
            due_at=_time(asked.intent.get("due_at")),
            ended_with=item.intent["ended_with"],
            ended_by_id=item.intent.get("by_id"),
            until_at=_time(item.intent.get("until")),
            why=item.intent.get("why", ""),
        )
        return Call(args=edit_of(opened_channel(place), ts, time_box_notice(view, box)))


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
