"""What an incident affects, in its channel: one message, edited when that changes, and all as a file."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.chart import Chart
from bot.blocks.impact.affected import impact_card
from bot.blocks.kit import Message
from bot.desk import Desk
from bot.impact.export_impact import MOST_IN_FILE, export_impact
from bot.impact.look_soon import look_soon
from bot.impact.show_impact import impact_view
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Postpone, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.outbox.upload import Document, Upload
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.place import Place


class PostImpact(Post):
    """The message, once there is something to show."""

    kind = "post_impact"
    shows_incident = False

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        channel_id = opened_channel(place)
        return Letter(channel_id, await _draw(item, session, desk))

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Compose it, and note what it says."""
        call = await super().render(item, session, desk)
        return Call(args=call.args, item_id=call.item_id, notes={**call.notes, "digest": _digest(call.args)})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Post it."""
        return {**await super().send(call, desk), "digest": call.notes["digest"]}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here; what has changed while it was on its way shows with the next look."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.impact_ts, place.impact_digest = result["ts"], result.get("digest")
        await look_soon(uow, place.incident_id)


class EditImpact(Edit):
    """Let it say what is true now, where that is something else."""

    kind = "edit_impact"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it as things stand now."""
        place = await session.get_one(Place, item.incident_id)
        if place.impact_ts is None:
            raise Skip("there is no message")
        drawn = await _draw(item, session, desk)
        args = edit_of(opened_channel(place), place.impact_ts, drawn)
        if (digest := _digest(args)) == place.impact_digest:
            raise Skip("it says so already")
        return Call(args=args, notes={"digest": digest})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Edit it, and remember what it says."""
        await super().send(call, desk)
        return {"digest": call.notes["digest"]}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """So it says now."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.impact_digest = result["digest"]


class PostImpactFile(Upload):
    """All that is affected, as a list in Markdown, which no message has room for."""

    kind = "post_impact_file"

    async def write(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Document:
        """List what is known now."""
        place = await session.get_one(Place, item.incident_id)
        channel_id = opened_channel(place)
        view = await impact_view(desk, session, _chart(desk), place.incident_id, most=MOST_IN_FILE)
        drill = "DRILL " if view.is_drill else ""
        return Document(
            to=channel_id,
            name=f"{view.ref}-impact",
            title=f"{drill}What {view.ref} affects",
            content=export_impact(view),
        )


async def _draw(item: OutboxItem, session: AsyncSession, desk: Desk) -> Message:
    return impact_card(await impact_view(desk, session, _chart(desk), item.of_incident))


def _chart(desk: Desk) -> Chart:
    """The lineage at hand: nobody waits in the outbox for the newest, by which the next look draws anew."""
    chart = desk.atlas.at_hand
    if chart is None:
        raise Postpone(2.0, "the lineage is being read")
    return chart


def _digest(args: Mapping[str, Any]) -> str:
    """Stands for what a message says."""
    said = json.dumps([args["text"], args["blocks"]], sort_keys=True, default=str)
    return hashlib.sha256(said.encode(errors="replace")).hexdigest()
