"""Notices to the owners of what is affected, by command, button and form: sent, chased and read."""

from typing import Final

from bot.blocks.impact.impact_forms import notify_form
from bot.blocks.impact.notice import chased
from bot.blocks.kit import note
from bot.blocks.parts import line, moment
from bot.desk import Desk
from bot.impact.acknowledge_notice import acknowledge_notice
from bot.impact.chase_owners import chase_owners
from bot.impact.notify_owners import notify_owners
from bot.impact.show_notice import notice_view
from bot.impact.show_plan import notify_view, read_told
from handlers.answer import Answer, Done, Open, Replace, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep


async def notify(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`notify`: who would be told what, to be confirmed."""
    return await _preview(desk, await incident_here(desk, incoming, "notify"))


async def press_notify(desk: Desk, incoming: Incoming) -> Answer:
    """The button of the message."""
    await allow(desk, incoming, incoming.number)
    return await _preview(desk, incoming.number)


async def press_chase(desk: Desk, incoming: Incoming) -> Answer:
    """Those who have not read it are asked once more."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        done = await chase_owners(uow, incoming.number, by_id=incoming.user_id)
    asked = "1 owner is" if done.count == 1 else f"{done.count} owners are"
    said = line(f"{asked} asked once more.")
    if done.others_at is not None:
        said = line(
            *said, f" {done.others} more were asked a moment ago; again from ", moment(done.others_at), "."
        )
    return Say(note(said))


async def press_read(desk: Desk, incoming: Incoming) -> Answer:
    """An owner has read it; where they were asked once more, that message says so, too."""
    async with desk.store.unit(incoming.inbox_id) as uow:
        notice = await acknowledge_notice(
            uow, incoming.number, by_id=incoming.user_id, channel_id=incoming.channel_id
        )
    if incoming.message.get("ts") == notice.message_ts:
        return Done()
    async with desk.store.reading() as session:
        return Replace(chased(await notice_view(desk, session, notice)))


async def sent_notices(desk: Desk, incoming: Incoming) -> Answer:
    """It is confirmed: those chosen are told what is theirs now."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.reading() as session:
        chosen = await read_told(desk, session, incident_id, incoming.fields.get("owners", ()))
    async with desk.store.unit(incoming.inbox_id) as uow:
        words = incoming.fields.get("words", "")
        await notify_owners(uow, incident_id, chosen, by_id=incoming.user_id, words=words)
    return Done()


async def _preview(desk: Desk, incident_id: int) -> Answer:
    async with desk.store.reading() as session:
        view = await notify_view(desk, session, incident_id)
    return Open(notify_form(view, private_metadata=keep(incident=incident_id)))


VERBS: Final[Verbs] = {"notify": notify}

FORMS: Final[Listeners] = {"notify_owners": sent_notices}

PRESSES: Final[Listeners] = {
    "notify_owners": press_notify,
    "chase_owners": press_chase,
    "notice_read": press_read,
}
