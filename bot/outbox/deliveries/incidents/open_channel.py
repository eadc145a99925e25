"""Create the incident's channel, under a name that says number, title, domain, asset and symptom."""

from typing import Any, Final

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.name_channel import name_of
from bot.incidents.show_change import redraw, tell
from bot.outbox.delivery import Call, Delivery, Skip
from bot.outbox.post import CLOCK_SLACK
from bot.slack.identity import find_identity
from bot.uow import UnitOfWork
from models.breach import LeftChannel
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem, Standing
from models.place import Place

#: How many names are tried before giving up: `name`, `name-2`, …
TRIES: Final = 9


class OpenChannel(Delivery):
    """One create; a name that a stranger has gets `-2`."""

    kind = "open_channel"
    method = "conversations.create"
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Name it by what is known now."""
        incident = await session.get_one(Incident, item.incident_id)
        place = await session.get_one(Place, item.incident_id)
        if place.channel_id is not None:
            raise Skip("the channel is open")
        left = await _left_by(incident, session) if incident.breach_at else []
        args = {"name": name_of(incident), "is_private": incident.is_private, "left": left}
        return Call(args=args, item_id=item.id)

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Create it. The numbers in our names differ, so a name that is taken is a stranger's."""
        for name in _names(call.args["name"]):
            try:
                answer = await desk.chat.call(
                    "conversations.create", name=name, is_private=call.args["is_private"]
                )
            except ChatError as refused:
                if refused.code != "name_taken":
                    raise
                continue
            return {"channel_id": answer["channel"]["id"], "name": answer["channel"]["name"]}
        raise ChatError("name_taken", method="conversations.create", permanent=True)

    async def find(self, call: Call, since: float, desk: Desk) -> dict[str, Any] | None:
        """Adopt a channel only if it is provably this incident's: its number, created by us, since it began.

        Not by the whole name: the title may have been corrected since.
        """
        if not desk.identity.user_id:  # Slack was away at the start: then whose would it be?
            desk.identity = await find_identity(desk.chat, desk.store)
        numbered = "-".join(call.args["name"].split("-")[:3]) + "-"
        async for channel in desk.chat.pages(
            "users.conversations", "channels", types="public_channel,private_channel"
        ):
            ours = channel.get("creator") == desk.identity.user_id
            is_its = str(channel.get("name")).startswith(numbered)
            if channel["id"] in call.args["left"]:
                continue
            if ours and is_its and channel.get("created", 0) >= since - CLOCK_SLACK:
                return {"channel_id": channel["id"], "name": channel["name"]}
        return None

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """From here on the incident has a place."""
        place = await uow.session.get_one(Place, item.incident_id)
        place.channel_id, place.channel_name = result["channel_id"], result["name"]
        incident = await uow.session.get_one(Incident, item.incident_id)
        uow.record(incident.entry(EntryKind.CHANNEL_OPENED, at=uow.now, text=f"#{result['name']}"))
        if place.announcement_ts is not None:  # it went out without the channel
            await redraw(uow, incident, headline=True)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """The channel waits for somebody to mend that; people hear of the incident all the same."""
        incident = await uow.session.get_one(Incident, item.incident_id)
        if incident.declared_by_id is not None:
            await tell(uow, incident.declared_by_id, "not_opened", incident=incident, fault=error.code)
        waiting = update(OutboxItem).where(
            OutboxItem.after_id == item.id,
            OutboxItem.standing == Standing.WAITING,
            OutboxItem.kind.in_(["post_announcement", "answer_thread", "post_triage_card"]),
        )
        await uow.session.execute(waiting.values(after_id=None))
        return False


async def _left_by(incident: Incident, session: AsyncSession) -> list[str]:
    left = select(LeftChannel.channel_id).where(LeftChannel.incident_id == incident.id)
    return list(await session.scalars(left))


def _names(name: str) -> list[str]:
    return [name, *(f"{name}-{suffix}" for suffix in range(2, TRIES + 1))]
