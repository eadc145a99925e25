"""The data itself, by command, button and form: since when it was bad, and what people use meanwhile."""

import re
from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.blocks.repair.repair_forms import OVER, interim_form, window_form
from bot.desk import Desk
from bot.impact.read_said import read_said
from bot.impact.work_out import find_origins
from bot.incidents.show_incident import incident_view
from bot.repair.read_windows import windows_of
from bot.repair.record_window import record_window, withdraw_window
from bot.repair.use_meanwhile import end_meanwhile
from bot.repair.use_meanwhile import use_meanwhile as say_meanwhile
from handlers.answer import Answer, Done, Open, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep, require_open
from handlers.until_words import person_zone
from handlers.words import asset_of
from models.bad_window import BadWindow, read_window, split_window
from models.errors import FieldRefused

#: What is said of an asset of which it turns out that nothing was bad, and of what nobody needs any more.
_FINE: Final = re.compile(r"\s+(?:fine|ok|good|remove|none)\s*", re.IGNORECASE)
_OVER: Final = re.compile(r"(?:over|end|ended|done|none|no longer)\b[\s:,]*", re.IGNORECASE)


async def window(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`window orders from 2026-11-18 to 2026-11-20`, `window orders fine`; alone it opens the form."""
    incident_id = await incident_here(desk, incoming, "window")
    if fine := re.fullmatch(rf"(.+?){_FINE.pattern}", rest, re.IGNORECASE | re.DOTALL):
        return await _fine(desk, incoming, incident_id, fine[1])
    told = split_window(rest)
    if told is None:
        return await show_window(desk, incident_id, rest)
    what, first, last = told
    name = asset_of(await desk.atlas.latest(), what) if what else await failing_asset(desk, incident_id)
    bad = await _read(desk, incoming, first, last)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await record_window(uow, incident_id, name, bad, by_id=incoming.user_id)
    return Say(note(line(f"Recorded: {name} was bad {bad.words}.")))


async def interim(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`interim use Monday's report`, `interim over [why]`; alone it opens the form."""
    incident_id = await incident_here(desk, incoming, "interim")
    if not rest:
        return await show_interim(desk, incident_id)
    over = _OVER.match(rest)
    async with desk.store.unit(incoming.inbox_id) as uow:
        if over:
            await end_meanwhile(uow, incident_id, by_id=incoming.user_id, why=rest[over.end() :])
        else:
            await say_meanwhile(uow, incident_id, rest, by_id=incoming.user_id)
    return Say(note(line("The card says so now.")))


async def sent_window(desk: Desk, incoming: Incoming) -> Answer:
    """Which asset, and from when to when."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    name = asset_of(await desk.atlas.latest(), str(fields.get("asset", "")))
    bad = await _read(desk, incoming, fields.get("first_bad", ""), fields.get("last_bad", ""))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await record_window(
            uow,
            incident_id,
            name,
            bad,
            by_id=incoming.user_id,
            known_good=fields.get("known_good", ""),
            note=fields.get("note", ""),
        )
    return Done()


async def sent_interim(desk: Desk, incoming: Incoming) -> Answer:
    """What people use meanwhile, or that it is over."""
    incident_id, fields = await incident_of_form(desk, incoming), incoming.fields
    async with desk.store.unit(incoming.inbox_id) as uow:
        if OVER in fields.get("ends", ()):
            await end_meanwhile(uow, incident_id, by_id=incoming.user_id)
        else:
            await say_meanwhile(uow, incident_id, fields.get("what", ""), by_id=incoming.user_id)
    return Done()


async def show_window(desk: Desk, incident_id: int, typed: str = "") -> Open:
    """The form, for the asset that was typed, else for the one that fails."""
    chart = await desk.atlas.latest()
    name = asset_of(chart, typed) if typed else await failing_asset(desk, incident_id)
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        windows = await windows_of(session, incident_id, chart)
    return Open(window_form(view, name, windows, private_metadata=keep(incident=incident_id)))


async def show_interim(desk: Desk, incident_id: int) -> Open:
    """The form of what is used meanwhile."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    require_open(view)
    return Open(interim_form(view, private_metadata=keep(incident=incident_id)))


async def failing_asset(desk: Desk, incident_id: int) -> str:
    """The key of what fails most upstream, else the first name that is said to fail."""
    chart = await desk.atlas.latest()
    async with desk.store.reading() as session:
        said = await read_said(session, incident_id)
    origins = find_origins(chart, said)
    return origins[0].asset.key if origins else next(iter(said.failing), "")


async def _fine(desk: Desk, incoming: Incoming, incident_id: int, what: str) -> Answer:
    name = asset_of(await desk.atlas.latest(), what)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await withdraw_window(uow, incident_id, name, by_id=incoming.user_id)
    return Say(note(line(f"Nothing of {name} counts as bad any more.")))


async def _read(desk: Desk, incoming: Incoming, first: str, last: str) -> BadWindow:
    """On the clock of whoever writes. Raises FieldRefused."""
    zone = await person_zone(desk, incoming.user_id)
    try:
        return read_window(first, last, desk.clock(), zone)
    except ValueError as refused:
        words = str(refused)
        raise FieldRefused("first_bad", f"{words[0].upper()}{words[1:]}.", "Nothing was recorded.") from None


async def press_window(desk: Desk, incoming: Incoming) -> Answer:
    """A button that asks from when to when."""
    await allow(desk, incoming, incoming.number)
    return await show_window(desk, incoming.number)


VERBS: Final[Verbs] = {
    "window": window,
    "interim": interim,
}

FORMS: Final[Listeners] = {
    "window": sent_window,
    "interim": sent_interim,
}

PRESSES: Final[Listeners] = {"window": press_window}
