"""`/incident lineage`: the picture of what fails here and what reads from it, or of any asset."""

from typing import Final

from bot.assets.show_owner import find_meant
from bot.blocks.kit import note
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import line, link, strong
from bot.desk import Desk
from bot.impact.incident_scene import incident_scene
from bot.impact.send_picture import send_asset_picture, send_picture
from handlers.answer import Answer, Say
from handlers.here import incident_here
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from models.errors import NotFound
from models.place import Place


async def lineage(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`lineage` in an incident's channel, or `lineage orders` anywhere, for whoever asks."""
    if rest.strip():
        return await _of_asset(desk, incoming, rest.strip())
    incident_id = await incident_here(desk, incoming, "lineage", notes_only=True)
    async with desk.store.reading() as session:
        scene = await incident_scene(desk, session, await desk.atlas.chart(session), incident_id)
        place = await session.get_one(Place, incident_id)
    if scene is None:
        raise NotFound(
            "Lineage knows nothing of what fails here.",
            "Name the asset with `/incident edit`, or draw any one: `/incident lineage marts.orders`.",
        )
    if scene.digest == place.picture_digest and place.picture_link:
        return Say(note(line("Nothing has changed since ", link(place.picture_link, "the picture"), ".")))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await send_picture(uow, incident_id, pressed=True)
    return Say(note(line("The picture is on its way, into the thread below what is affected.")))


async def _of_asset(desk: Desk, incoming: Incoming, name: str) -> Answer:
    asset, near = find_meant(await desk.atlas.latest(), name)
    if isinstance(asset, str):
        may = f"Did you mean {', '.join(near)}?" if near else "`breakwater assets import` tells of assets."
        raise NotFound(f"Lineage knows no {clip(one_line(name), 100)}.", may)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await send_asset_picture(uow, asset.id, to_id=incoming.user_id)
    return Say(note(line("The picture of ", strong(asset.name), " is on its way to you, by direct message.")))


VERBS: Final[Verbs] = {"lineage": lineage}
