"""`/incident oncall`: who is on call, overrides and swaps, and the button that ends one."""

from typing import Final

from bot.blocks.oncall.on_call import SHOWN, on_call_list, on_call_of_team, overridden, override_ended
from bot.desk import Desk
from bot.oncall.override import end_override
from bot.oncall.override import override as put_on
from bot.oncall.preview import known_team, teams_of
from bot.oncall.show_on_call import on_call_views, override_views
from bot.oncall.swap import swap as swap_shifts
from handlers.answer import Answer, Say
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.oncall.override_words import read_override, read_swap
from handlers.words import first_word


async def oncall(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`oncall`, `oncall finance`, `oncall override …`, `oncall swap …`. Guests may look."""
    word, more = first_word(rest)
    if word.lower() in CHANGES:
        return await CHANGES[word.lower()](desk, incoming, more)
    await allow(desk, incoming, notes_only=True)
    if not rest:
        teams = teams_of(desk.playbook)
        return Say(on_call_list(await on_call_views(desk, teams[:SHOWN]), total=len(teams)))
    [view] = await on_call_views(desk, [known_team(desk.playbook, rest)])
    return Say(on_call_of_team(view))


async def override(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """Put someone on: any full member may, for whoever is on call may be ill."""
    await allow(desk, incoming)
    wish = await read_override(desk, incoming, rest)
    async with desk.store.unit(incoming.inbox_id) as uow:
        made = await put_on(
            uow,
            wish.team,
            wish.person_id,
            from_at=wish.from_at,
            until_at=wish.until_at,
            by_id=incoming.user_id,
        )
    return await _say(desk, made.id)


async def swap(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """They take my next shift, and I take theirs."""
    await allow(desk, incoming)
    team, other_id = await read_swap(desk, incoming, rest)
    async with desk.store.unit(incoming.inbox_id) as uow:
        made = await swap_shifts(uow, team, other_id, by_id=incoming.user_id)
    return await _say(desk, made.id)


async def end(desk: Desk, incoming: Incoming) -> Answer:
    """The button: whose turn it is, is on call again."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await end_override(uow, incoming.number, by_id=incoming.user_id)
    async with desk.store.reading() as session:
        return Say(override_ended(await override_views(session, incoming.number)))


async def _say(desk: Desk, override_id: int) -> Answer:
    async with desk.store.reading() as session:
        return Say(overridden(await override_views(session, override_id)))


CHANGES: Final[Verbs] = {
    "override": override,
    "swap": swap,
}

VERBS: Final[Verbs] = {"oncall": oncall}

PRESSES: Final[Listeners] = {"override_end": end}
