"""Verbs that hide alerts for a time: silence, expect, silences."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.alerts.read_silences import read_silences
from bot.alerts.silence import Wish
from bot.blocks.alerts.silence_list import silence_list
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from handlers.alerts.silence_words import scope_of
from handlers.alerts.silencing import form_for, say_or_ask
from handlers.answer import Answer, Open, Say
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from handlers.until_words import Typed, end_of, owner_in, read_typed
from models.quiet import EXPECTED_FOR
from models.vocabulary import SilenceKind

#: What the form proposes; of a known failure it is the default.
PROPOSED: Final[Mapping[SilenceKind, timedelta]] = {
    SilenceKind.SILENCED: timedelta(hours=2),
    SilenceKind.EXPECTED: EXPECTED_FOR,
}


async def silence(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`silence finance.* for 2h because …`; a form opens for what is missing."""
    await allow(desk, incoming)
    typed = read_typed(rest)
    wish = await _wish(desk, incoming, typed, SilenceKind.SILENCED)
    if wish.pattern and wish.because and typed.ends:
        return await say_or_ask(desk, incoming, wish)
    return Open(await form_for(desk, wish))


async def expect(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`expect finance.* [for 7d] [@ana] because …`: a known failure, which somebody owns."""
    await allow(desk, incoming)
    words, owner_id = owner_in(desk, rest)
    wish = await _wish(desk, incoming, read_typed(words), SilenceKind.EXPECTED, owner_id)
    if wish.pattern and wish.because:
        return await say_or_ask(desk, incoming, wish)
    return Open(await form_for(desk, wish))


async def silences(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`silences`: what is quiet now, who said so, why, until when, and what it has hidden."""
    await allow(desk, incoming)
    await refresh_members(desk)
    return Say(silence_list(await read_silences(desk, incoming.user_id)))


async def _wish(
    desk: Desk, incoming: Incoming, typed: Typed, kind: SilenceKind, owner_id: str | None = None
) -> Wish:
    scope, pattern, alert = await scope_of(desk, incoming, typed.what)
    return Wish(
        scope=scope,
        pattern=pattern,
        until_at=await end_of(desk, incoming, typed.ends) if typed.ends else desk.clock() + PROPOSED[kind],
        because=typed.because,
        kind=kind,
        owner_id=owner_id or incoming.user_id,
        alert_id=alert.id if alert else None,
    )


VERBS: Final[Verbs] = {
    "silence": silence,
    "mute": silence,
    "silences": silences,
    "expect": expect,
}
