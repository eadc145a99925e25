"""Where incidents live: what waits for Slack to open a channel gets one, with those in it who are invited."""

from collections.abc import Callable, Iterable

from sqlalchemy import select

from models.incident import Incident
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.vocabulary import Stage
from tests.builders import House


async def open_doors(house: House, members: Callable[[int], Iterable[str]]) -> None:
    """Pretend that Slack has opened all that waits, and that nothing that is open is left without."""
    for item in await house.waiting("open_channel"):
        number, channel_id = item.incident_id or 0, f"C0ROOM{item.id:04}"
        await house.opened(number, channel_id)
        await house.joined(channel_id, *sorted(members(number)))
        async with house.store.unit() as uow:
            (await uow.session.get_one(OutboxItem, item.id)).standing = Standing.SENT
    homeless = await _without_a_room(house)
    assert not homeless, f"INC-{homeless} has nowhere to be worked on"


async def place_of(house: House, number: int) -> Place | None:
    """Where it lives."""
    async with house.store.reading() as session:
        return await session.get(Place, number)


async def _without_a_room(house: House) -> list[int]:
    still_open = select(Incident.id).join(Place, Place.incident_id == Incident.id)
    still_open = still_open.where(Incident.stage != Stage.CLOSED, Place.channel_id.is_(None))
    async with house.store.reading() as session:
        return list(await session.scalars(still_open))
