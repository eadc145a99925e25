"""Holds on retention, by `/incident retention`, button and form."""

from datetime import datetime, timedelta
from typing import Final

from bot.blocks.kit import note
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import line, moment, person
from bot.blocks.repair.holds import extend_hold_form, give_hold_form, hold_form, hold_list, hold_task
from bot.blocks.repair.views import HoldView
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.repair.hold_retention import ask_hold, confirm_hold, extend_hold, give_hold, release_hold
from bot.repair.read_holds import find_hold, holds_of
from handlers.answer import Answer, Done, Open, Replace, Say
from handlers.here import allow, incident_here, incident_of, incident_of_form
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep
from handlers.until_words import Typed, end_of, owner_in, read_typed
from handlers.words import asset_of, first_word, split_person
from models.errors import FieldRefused
from models.retention_hold import RetentionHold

#: What the form proposes.
_USUAL: Final = timedelta(days=14)


async def retention(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`retention hold raw.orders until … because …`, `release raw.orders`, `give raw.orders @ben`; or all."""
    incident_id = await incident_here(desk, incoming, "retention")
    word, words = first_word(rest)
    if word.lower() == "hold" and words:
        return await _hold(desk, incoming, incident_id, words)
    if word.lower() == "release" and words:
        return await _release(desk, incoming, incident_id, words)
    if word.lower() == "give" and words:
        return await _give(desk, incoming, incident_id, words)
    async with desk.store.reading() as session:
        holds = await holds_of(session, incident_id)
    return (
        Say(hold_list(incident_id, holds)) if holds and not rest else await _form(desk, incoming, incident_id)
    )


async def _hold(desk: Desk, incoming: Incoming, incident_id: int, words: str) -> Answer:
    """All of it in one line; a form opens for what is missing."""
    text, named_id = owner_in(desk, words)
    typed = read_typed(text)
    until_at = await end_of(desk, incoming, typed.ends) if typed.ends else None
    if until_at is None or not typed.because or not typed.what:
        return await _form(desk, incoming, incident_id, typed, until_at=until_at, holder_id=named_id)
    holder_id = named_id or usual_holder(desk, incoming.user_id)
    name = asset_of(await desk.atlas.latest(), typed.what)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await ask_hold(
            uow, incident_id, name, until_at, typed.because, holder_id=holder_id, by_id=incoming.user_id
        )
    return Say(note(line("It is asked of ", person(holder_id), ", until ", moment(until_at), ".")))


async def _release(desk: Desk, incoming: Incoming, incident_id: int, words: str) -> Answer:
    hold = await _meant(desk, incident_id, words)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await release_hold(uow, hold.id, by_id=incoming.user_id)
    return Say(note(line(f"{hold.what} is released.")))


async def _give(desk: Desk, incoming: Incoming, incident_id: int, words: str) -> Answer:
    name, holder_id = split_person(desk, words)
    if holder_id is None:
        raise FieldRefused("holder", "To whom?", "`/incident retention give raw.orders @ben`")
    hold = await _meant(desk, incident_id, name)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await give_hold(uow, hold.id, holder_id, by_id=incoming.user_id)
    return Say(note(line(f"The hold on {hold.what} is with ", person(holder_id), " now.")))


async def _meant(desk: Desk, incident_id: int, words: str) -> HoldView:
    """The one open hold that some words mean. Raises FieldRefused."""
    name = asset_of(await desk.atlas.latest(), words)
    async with desk.store.reading() as session:
        holds = await holds_of(session, incident_id)
    meant = [
        each
        for each in holds
        if not each.released_at and each.what.casefold() in {name.casefold(), words.casefold()}
    ]
    if len(meant) != 1:
        said = clip(one_line(words), 100)
        raise FieldRefused(
            "asset", f"“{said}” is no one thing that is held.", "`/incident retention` shows them."
        )
    return meant[0]


def usual_holder(desk: Desk, asked_by_id: str) -> str:
    """Whom the playbook names, where Slack knows them; else whoever asks."""
    named = desk.playbook.retention.holder
    known = desk.directory.people_named(named) if named else ()
    return known[0] if known else asked_by_id


async def sent_hold(desk: Desk, incoming: Incoming) -> Answer:
    """What, until when, why, and whose task that is."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    name = asset_of(await desk.atlas.latest(), str(fields.get("asset", "")))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await ask_hold(
            uow,
            incident_id,
            name,
            incoming.moment("until") or desk.clock(),
            fields.get("because", ""),
            holder_id=fields.get("holder") or usual_holder(desk, incoming.user_id),
            by_id=incoming.user_id,
        )
    return Done()


async def sent_longer(desk: Desk, incoming: Incoming) -> Answer:
    """Until when, instead."""
    hold_id = number_in(incoming.kept.get("hold"))
    await allow(desk, incoming, await incident_of(desk, RetentionHold, hold_id))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await extend_hold(uow, hold_id, incoming.moment("until") or desk.clock(), by_id=incoming.user_id)
    return Done()


async def sent_give(desk: Desk, incoming: Incoming) -> Answer:
    """Whose task it is, instead."""
    hold_id = number_in(incoming.kept.get("hold"))
    await allow(desk, incoming, await incident_of(desk, RetentionHold, hold_id))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await give_hold(
            uow, hold_id, incoming.fields.get("holder") or incoming.user_id, by_id=incoming.user_id
        )
    return Done()


async def press_new(desk: Desk, incoming: Incoming) -> Answer:
    """One more."""
    await allow(desk, incoming, incoming.number)
    return await _form(desk, incoming, incoming.number)


async def press_confirm(desk: Desk, incoming: Incoming) -> Answer:
    """Nothing deletes it now."""
    await _view(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await confirm_hold(uow, incoming.number, by_id=incoming.user_id)
    return await _shown(desk, incoming)


async def press_release(desk: Desk, incoming: Incoming) -> Answer:
    """Retention may delete it again."""
    await _view(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await release_hold(uow, incoming.number, by_id=incoming.user_id)
    return await _shown(desk, incoming)


async def press_longer(desk: Desk, incoming: Incoming) -> Answer:
    """It is needed for longer."""
    view = await _view(desk, incoming)
    proposed_at = max(view.until_at, desk.clock()) + _USUAL
    return Open(extend_hold_form(view, proposed_at, private_metadata=keep(hold=view.id)))


async def press_give(desk: Desk, incoming: Incoming) -> Answer:
    """Somebody else is to see to it."""
    view = await _view(desk, incoming)
    return Open(give_hold_form(view, private_metadata=keep(hold=view.id)))


async def _shown(desk: Desk, incoming: Incoming) -> Answer:
    """A message that lists it is drawn anew as a whole; any other becomes what it is now."""
    if incoming.drawing is not None:
        return Done()
    return Replace(hold_task(await _view(desk, incoming), desk.clock()))


async def _view(desk: Desk, incoming: Incoming) -> HoldView:
    """The hold that a button bears, for whoever may act in its incident."""
    await allow(desk, incoming, await incident_of(desk, RetentionHold, incoming.number))
    async with desk.store.reading() as session:
        return await find_hold(session, incoming.number)


async def _form(
    desk: Desk,
    incoming: Incoming,
    incident_id: int,
    typed: Typed | None = None,
    *,
    until_at: datetime | None = None,
    holder_id: str | None = None,
) -> Open:
    """The form, with what was typed of it."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    return Open(
        hold_form(
            view,
            until_at or desk.clock() + _USUAL,
            holder_id or usual_holder(desk, incoming.user_id),
            what=typed.what if typed else "",
            because=typed.because if typed else "",
            private_metadata=keep(incident=incident_id),
        )
    )


VERBS: Final[Verbs] = {"retention": retention}

FORMS: Final[Listeners] = {
    "hold": sent_hold,
    "hold_longer": sent_longer,
    "hold_give": sent_give,
}

PRESSES: Final[Listeners] = {
    "hold_new": press_new,
    "hold_confirm": press_confirm,
    "hold_release": press_release,
    "hold_longer": press_longer,
    "hold_give": press_give,
}
