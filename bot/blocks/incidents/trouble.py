"""What can happen to an incident's channel by hand, told to the commander with the remedy."""

from enum import StrEnum
from typing import assert_never

from bot.blocks.incident_lines import heading, room
from bot.blocks.kit import Message, actions, button, message, note, rich
from bot.blocks.limits import one_line
from bot.blocks.parts import Line, line, strong
from bot.blocks.views import IncidentView


class Trouble(StrEnum):
    """What was done to the channel."""

    ARCHIVED = "archived"
    RENAMED = "renamed"
    MADE_PRIVATE = "made_private"
    MADE_PUBLIC = "made_public"
    BOT_REMOVED = "bot_removed"
    DELETED = "deleted"


def trouble_sentence(trouble: Trouble, channel_name: str | None = None) -> str:
    """Say what happened and what to do; also what the card shows among its troubles."""
    match trouble:
        case Trouble.ARCHIVED:
            return "The channel was archived. Unarchive it in Slack, then invite Breakwater again."
        case Trouble.RENAMED:
            now = f" to #{one_line(channel_name)}" if channel_name else ""
            return f"The channel was renamed{now}. Nothing is lost; links and buttons go on working."
        case Trouble.MADE_PRIVATE:
            return "The channel was made private. Its incident is treated as private from now on."
        case Trouble.MADE_PUBLIC:
            return "The channel was made public. If it must stay private, make it so again in Slack."
        case Trouble.BOT_REMOVED:
            return "Breakwater was removed from the channel. Invite it again: /invite @Breakwater."
        case Trouble.DELETED:
            return "The channel was deleted; the ledger is kept. Close it, and declare again to go on."
        case never:
            assert_never(never)


def trouble_notice(view: IncidentView, trouble: Trouble) -> Message:
    """Tell the commander; where the card is gone with the channel, closing is offered here."""
    told = line(strong(heading(view)), *_room(view))
    sentence = line(trouble_sentence(trouble, view.channel_name))
    if trouble is Trouble.DELETED and view.is_open:
        return message([rich(told, sentence), actions(button("Close", "close", view.id))], told, sentence)
    return note(told, sentence)


def trouble_over(view: IncidentView) -> Message:
    """Tell that the channel can be used again."""
    return note(line(strong(heading(view)), *_room(view)), line("The channel works again."))


def _room(view: IncidentView) -> Line:
    return ("  ·  ", *room(view)) if view.channel_id else ()
