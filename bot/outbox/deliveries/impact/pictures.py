"""Pictures of lineage, drawn while they are sent: they show the truth, and nobody waits for the drawing."""

from dataclasses import replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.scene_of import scene_of_asset
from bot.blocks.limits import clip, escape
from bot.desk import Desk
from bot.errors import ChatError
from bot.impact.incident_scene import incident_scene
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Delivery, Skip
from bot.outbox.upload import Document, Upload
from bot.pictures.scene import Scene
from bot.pictures.studio import PictureFailed, png_of
from bot.pictures.words import in_words
from bot.uow import UnitOfWork
from models.outbox import OutboxItem, Priority
from models.place import Place

#: A machine with too much to do draws in time later; what cannot be drawn at all cannot be then either.
_TRIES: Final = 3


class Picture(Upload):
    """A file whose content is drawn."""

    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Write, and note how often it was tried."""
        call = await super().render(item, session, desk)
        return replace(call, notes={**call.notes, "tries": item.attempts})

    async def content_of(self, call: Call) -> bytes:
        """Draw it, in a process of its own."""
        try:
            return await png_of(call.notes["scene"])
        except PictureFailed as failed:
            is_hopeless = call.notes["tries"] >= _TRIES
            raise ChatError("picture_failed", permanent=is_hopeless, detail=str(failed)) from failed


class PostPicture(Picture):
    """An incident's, in the thread of the message that says the same, or of its card."""

    kind = "post_picture"

    async def write(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Document:
        """What lineage and alerts say now."""
        place = await session.get_one(Place, item.incident_id)
        channel_id = opened_channel(place)
        scene = await incident_scene(desk, session, await desk.atlas.chart(session), item.of_incident)
        if scene is None:
            raise Skip("lineage knows nothing of what fails")
        if scene.digest == place.picture_digest:
            raise Skip("there is a picture of that")
        return _document(
            scene, channel_id, f"{scene.title}-lineage", thread_ts=place.impact_ts or place.card_ts
        )

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Keep what it is; the one before is over."""
        place = await uow.session.get_one(Place, item.incident_id)
        if place.picture_file_id is not None:
            await uow.announce("delete_file", priority=Priority.BACKGROUND, file_id=place.picture_file_id)
        place.picture_file_id, place.picture_link = result["file_id"], result["permalink"]
        place.picture_digest = result.get("digest")

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Draw, upload, share."""
        return {**await super().send(call, desk), "digest": call.notes["scene"].digest}


class SendAssetPicture(Picture):
    """An asset's, to one person."""

    kind = "send_asset_picture"

    async def write(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Document:
        """What lineage says now."""
        chart = await desk.atlas.chart(session)
        asset = chart.asset(item.intent["asset_id"])
        if asset is None:
            raise Skip("the asset is not known any more")
        return _document(scene_of_asset(chart, asset), item.intent["person_id"], "lineage")


class DeleteFile(Delivery):
    """A file of ours that another one has taken the place of."""

    kind = "delete_file"
    method = "files.delete"
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Which."""
        return Call(args={"file": item.intent["file_id"]})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Delete it."""
        await desk.chat.call("files.delete", **call.args)
        return {}

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Somebody deleted it before, or may keep it."""
        return True


def _document(scene: Scene, to: str, name: str, *, thread_ts: str | None = None) -> Document:
    words = in_words(scene)
    return Document(
        to=to,
        name=name,
        title=clip(f"Lineage of {scene.title}", 200),
        ending="png",
        alt_text=words,
        comment=escape(words),
        thread_ts=thread_ts,
        notes={"scene": scene},
    )
