"""The help on one screen; its words are a template (`help.slack.j2`), so that a team may rewrite them."""

from dataclasses import dataclass
from typing import Final

from bot.blocks.kit import Message, text
from bot.blocks.limits import FALLBACK_TEXT, clean, clip


@dataclass(frozen=True)
class HelpVerb:
    """One verb: how it is typed after the command, and what it does."""

    usage: str
    says: str


@dataclass(frozen=True)
class HelpGroup:
    """Verbs that belong together."""

    title: str
    verbs: tuple[HelpVerb, ...]


GROUPS: Final = (
    HelpGroup(
        "Anywhere",
        (
            HelpVerb("", "what fits here: open incidents, or this channel's panel"),
            HelpVerb("declare [title]", "open an incident; `--past` for one that is over"),
            HelpVerb("list  ·  mine", "what is open  ·  what is yours"),
            HelpVerb("doctor", "what is stuck in Breakwater itself"),
        ),
    ),
    HelpGroup(
        "In an incident's channel",
        (
            HelpVerb("update [message]", "tell where it stands, and when the next word comes"),
            HelpVerb("advance [stage] [why]", "move it to another stage"),
            HelpVerb("severity sev1 [why]", "say how bad it is"),
            HelpVerb("role commander @ana", "give a role; without a name it is yours"),
            HelpVerb("note text", "add to the ledger; reactions do too"),
            HelpVerb("timeline", "the latest of the ledger, or all of it as a file"),
            HelpVerb("edit", "correct title, asset, domain or symptom"),
            HelpVerb("close  ·  reopen [why]", "end it  ·  take it up again"),
        ),
    ),
)


def help_card(markup: str) -> Message:
    """Show what `prose.help_text` rendered."""
    return Message(text=clip(clean(markup).strip(), FALLBACK_TEXT) or "Help", blocks=(text(markup),))
