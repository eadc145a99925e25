"""The form that silences: its Preview, its submission, and the second question where it hides everything."""

from typing import Final

from bot.alerts.silence import Wish
from bot.blocks.alerts.silence_form import refused_view, silenced_view, sure_form
from bot.desk import Desk
from handlers.alerts.silence_words import keep_wish, kept_wish
from handlers.alerts.silencing import carry_out, form_for, preview_of
from handlers.answer import Answer, Redraw
from handlers.here import allow
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners
from models.errors import BreakwaterError, FieldRefused
from models.quiet import EXPECTED_FOR, is_wide
from models.vocabulary import SilenceKind, SilenceScope


async def preview(desk: Desk, incoming: Incoming) -> Answer:
    """Preview: what it would have hidden in the last week, in the form itself."""
    await allow(desk, incoming)
    wish = _wish(desk, incoming)
    try:
        _require_pattern(wish)
    except FieldRefused as refused:
        return Redraw(await form_for(desk, wish, fault=str(refused)))
    found = await preview_of(desk, incoming, wish)
    return Redraw(await form_for(desk, wish, found))


async def submit(desk: Desk, incoming: Incoming) -> Answer:
    """Silence what the form says; where that is everything, ask once more."""
    await allow(desk, incoming)
    wish = _wish(desk, incoming)
    _require_pattern(wish)
    found = await preview_of(desk, incoming, wish)
    if is_wide(wish.scope, wish.pattern):
        return Redraw(sure_form(wish.until_at, found, private_metadata=keep_wish(wish)))
    made = await carry_out(desk, incoming, wish, once=f"silenced:{incoming.view_id}")
    return Redraw(silenced_view(made, found))


async def sure(desk: Desk, incoming: Incoming) -> Answer:
    """Yes, everything."""
    await allow(desk, incoming)
    try:
        made = await carry_out(desk, incoming, kept_wish(incoming.kept), once=f"silenced:{incoming.view_id}")
    except BreakwaterError as refused:  # this form has no field at which it could be said
        return Redraw(refused_view(str(refused)))
    return Redraw(silenced_view(made))


def _wish(desk: Desk, incoming: Incoming) -> Wish:
    """What the form says; of one alert the form itself knows which."""
    fields, kept = incoming.fields, incoming.kept
    scope = SilenceScope(kept.get("scope") or fields.get("scope", SilenceScope.ASSET))
    everything = scope is SilenceScope.EVERYTHING
    return Wish(
        scope=scope,
        pattern="*" if everything else kept.get("pattern") or fields.get("pattern", ""),
        until_at=incoming.moment("until") or desk.clock() + EXPECTED_FOR,
        because=fields.get("because", ""),
        kind=SilenceKind(fields.get("kind", SilenceKind.SILENCED)),
        owner_id=fields.get("owner"),
        alert_id=number_in(kept["alert"]) if kept.get("alert") else None,
    )


def _require_pattern(wish: Wish) -> None:
    if not wish.pattern.strip():
        raise FieldRefused("pattern", "There is nothing to silence.", "Name an asset, such as finance.*")


FORMS: Final[Listeners] = {
    "silence": submit,
    "silence_sure": sure,
}
