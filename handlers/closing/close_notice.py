"""The close notice: its preview, and sending it."""

from typing import Final

from bot.blocks.closing.close_notice import closing_form
from bot.closing.send_closing import send_closing
from bot.closing.write_closing import write_closing
from bot.desk import Desk
from handlers.answer import Answer, Done, Open
from handlers.here import allow, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners
from handlers.show_forms import keep


async def press_closing(desk: Desk, incoming: Incoming) -> Answer:
    """What would be sent, and to whom."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.reading() as session:
        view = await write_closing(desk, session, incoming.number)
    return Open(closing_form(view, private_metadata=keep(incident=incoming.number)))


async def sent_closing(desk: Desk, incoming: Incoming) -> Answer:
    """It was read, and goes out."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    async with desk.store.unit(incoming.inbox_id) as uow:
        await send_closing(
            uow,
            incident_id,
            fields.get("text", ""),
            by_id=incoming.user_id,
            rerun=fields.get("rerun", ""),
            remedy=fields.get("remedy", ""),
        )
    return Done()


FORMS: Final[Listeners] = {"close_notice": sent_closing}

PRESSES: Final[Listeners] = {"close_notice": press_closing}
