"""The channel's topic and name, each set only when it changed, because each change posts a line."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.incidents.name_channel import name_of
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Delivery, Skip
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.place import Place
from models.vocabulary import label

#: docs.slack.dev/reference/methods/conversations.setTopic
LONGEST_TOPIC: Final = 250


class SetTopic(Delivery):
    """`SEV2 · containment · Ana leads`: no mentions and no times, which a topic does not render."""

    kind = "set_topic"
    method = "conversations.setTopic"
    harmless_twice = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Skip a topic that is there already."""
        place = await session.get_one(Place, item.incident_id)
        view = await incident_view(session, item.of_incident, desk.clock())
        leader = desk.directory.person(view.commander_id) if view.commander_id else None
        parts = ["DRILL"] if view.is_drill else []
        parts += [label(view.severity), label(view.stage)]
        if view.commander_id:
            parts.append(f"{leader.name if leader else 'someone'} leads")
        topic = " · ".join(parts)[:LONGEST_TOPIC]
        if topic == place.topic:
            raise Skip("the topic says so already")
        return Call(args={"channel": opened_channel(place), "topic": topic})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Set it."""
        await desk.chat.call("conversations.setTopic", **call.args)
        return {"topic": call.args["topic"]}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Remember it, so that it is not set again."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.topic = result["topic"]


class RenameChannel(Delivery):
    """After an edit the channel is called what the incident is called now."""

    kind = "rename_channel"
    method = "conversations.rename"
    harmless_twice = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Skip a name that it has already."""
        place = await session.get_one(Place, item.incident_id)
        view = await incident_view(session, item.of_incident, desk.clock())
        name = name_of(view)
        if name == place.channel_name:
            raise Skip("the channel has that name")
        return Call(args={"channel": opened_channel(place), "name": name})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Rename it."""
        answer = await desk.chat.call("conversations.rename", **call.args)
        return {"name": answer["channel"]["name"]}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Remember it, so that a rename by hand can be told from ours."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.channel_name = result["name"]
