"""Short lines in the channel about the data itself: what was bad, and what people use meanwhile."""

from bot.blocks.kit import Message, note
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, person, strong
from bot.blocks.views import IncidentView

_LONGEST = 1_000


def window_notice(view: IncidentView, text: str, *, by_id: str) -> Message:
    """Say which asset was bad from when to when."""
    told = line(strong("Bad data: "), clip(one_line(text), _LONGEST), " (", person(by_id), ")")
    return note(line(*_drill(view), *told))


def window_over(view: IncidentView, text: str, *, by_id: str) -> Message:
    """Say that it was not bad after all: the channel had been told that it was."""
    told = line(strong("Not bad after all: "), clip(one_line(text), _LONGEST), " (", person(by_id), ")")
    return note(line(*_drill(view), *told))


def interim_notice(view: IncidentView, *, by_id: str) -> Message:
    """Say what people use until the data is right again, as it is now."""
    words = clip(one_line(view.interim or ""), _LONGEST) or "nothing is said any more"
    return note(line(*_drill(view), strong("Use meanwhile: "), words, " (", person(by_id), ")"))


def interim_over(view: IncidentView, *, by_id: str, before: str, why: str = "") -> Message:
    """Say that nobody needs it any more."""
    because: Line = (f" {clip(one_line(why), 500)}",) if why.strip() else ()
    told = line("No longer needed, says ", person(by_id), f": {clip(one_line(before), _LONGEST)}.", *because)
    return note(line(*_drill(view), *told))


def _drill(view: IncidentView) -> Line:
    return ("DRILL · ",) if view.is_drill else ()
