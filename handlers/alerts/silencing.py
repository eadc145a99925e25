"""From a wish to a silence: a form for what is missing, a second question where it hides everything."""

import json
from typing import Any

from bot.alerts.preview_silence import preview_silence
from bot.alerts.read_silences import silence_view
from bot.alerts.silence import Wish, silence
from bot.blocks.alerts.silence_form import SilenceDefaults, silence_form
from bot.blocks.alerts.silence_notice import ask_sure, silenced
from bot.blocks.alerts.silence_views import PreviewView, SilenceView
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from handlers.alerts.silence_words import keep_wish
from handlers.answer import Say
from handlers.incoming import Incoming
from models.alert import Alert
from models.quiet import is_wide
from models.vocabulary import SilenceScope


async def preview_of(desk: Desk, incoming: Incoming, wish: Wish) -> PreviewView:
    """What it would have hidden, through this person's eyes."""
    await refresh_members(desk)
    return await preview_silence(desk, wish.scope, wish.pattern, user_id=incoming.user_id)


async def say_or_ask(desk: Desk, incoming: Incoming, wish: Wish) -> Say:
    """Do what was typed and say what it means; ask first where it hides as good as everything."""
    preview = await preview_of(desk, incoming, wish)
    if is_wide(wish.scope, wish.pattern):
        return Say(ask_sure(wish.until_at, preview, keep_wish(wish)))
    return Say(silenced(await carry_out(desk, incoming, wish), preview))


async def carry_out(desk: Desk, incoming: Incoming, wish: Wish, *, once: str | None = None) -> SilenceView:
    """Silence; `once` names the form, which does it once, however often it is sent."""
    async with desk.store.unit(incoming.inbox_id) as uow:
        if once is not None:
            await uow.once(once)
        made = await silence(uow, wish, by_id=incoming.user_id)
    return await silence_view(desk, made.id, incoming.user_id)


async def form_for(
    desk: Desk, wish: Wish, preview: PreviewView | None = None, *, fault: str = ""
) -> dict[str, Any]:
    """The form, filled in with what is known; of one alert it says which."""
    is_one = wish.scope is SilenceScope.FINGERPRINT
    kept = {"scope": wish.scope, "pattern": wish.pattern, "alert": wish.alert_id} if is_one else {}
    defaults = SilenceDefaults(
        until_at=wish.until_at,
        kind=wish.kind,
        scope=wish.scope,
        pattern=wish.pattern if wish.scope is not SilenceScope.EVERYTHING else "",
        because=wish.because,
        owner_id=wish.owner_id,
        title=await _title(desk, wish.alert_id) if is_one else None,
    )
    return silence_form(defaults, preview, fault=fault, private_metadata=json.dumps(kept))


async def _title(desk: Desk, alert_id: int | None) -> str | None:
    async with desk.store.reading() as session:
        alert = await session.get(Alert, alert_id) if alert_id is not None else None
    return alert.title if alert else None
