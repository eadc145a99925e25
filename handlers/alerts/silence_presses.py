"""Buttons about silences: end one, renew one, silence something, and yes, everything."""

import json
from typing import Final

from bot.alerts.read_silences import silence_view
from bot.alerts.silence import end_silence, renew_silence
from bot.blocks.alerts.silence_notice import ended, renewed
from bot.desk import Desk
from handlers.alerts import silence_forms
from handlers.alerts.silence_verbs import silence as open_silence
from handlers.alerts.silence_words import kept_wish
from handlers.alerts.silencing import carry_out
from handlers.answer import Answer, Replace, Say
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Listeners
from models.errors import OfOlderVersion


async def end(desk: Desk, incoming: Incoming) -> Answer:
    """Let it be heard again."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await end_silence(uow, incoming.number, by_id=incoming.user_id)
    return Say(ended(await silence_view(desk, incoming.number, incoming.user_id)))


async def renew(desk: Desk, incoming: Incoming) -> Answer:
    """Another week."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await renew_silence(uow, incoming.number, by_id=incoming.user_id)
    return Replace(renewed(await silence_view(desk, incoming.number, incoming.user_id)))


async def new(desk: Desk, incoming: Incoming) -> Answer:
    """The form, empty."""
    return await open_silence(desk, incoming, "")


async def sure(desk: Desk, incoming: Incoming) -> Answer:
    """Yes, everything: the button bears what was typed."""
    await allow(desk, incoming)
    try:
        kept = json.loads(incoming.value)
    except ValueError:
        raise OfOlderVersion from None
    made = await carry_out(desk, incoming, kept_wish(kept))
    return Replace(renewed(made))


PRESSES: Final[Listeners] = {
    "silence_end": end,
    "silence_renew": renew,
    "silence_new": new,
    "silence_sure": sure,
    "silence_preview": silence_forms.preview,
}
