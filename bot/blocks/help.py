"""The help on one screen; its words are a template (`help.md.j2`), so that a team may rewrite them."""

from bot.blocks.kit import Message, text
from bot.blocks.limits import FALLBACK_TEXT, clean, clip


def help_card(markup: str) -> Message:
    """Show what `prose.help_text` rendered."""
    return Message(text=clip(clean(markup).strip(), FALLBACK_TEXT) or "Help", blocks=(text(markup),))
