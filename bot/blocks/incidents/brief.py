"""The short brief for whoever gets a role, by direct message."""

from collections.abc import Sequence

from bot.blocks.duties import DUTIES
from bot.blocks.incident_lines import heading, promise, room, standing, where
from bot.blocks.incidents.asks import asks_of
from bot.blocks.kit import Message, bullets, message, rich
from bot.blocks.parts import Line, beside, line, link, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import Role, label


def brief(
    view: IncidentView, role: Role, *, given_by_id: str | None = None, left: Sequence[Line] = ()
) -> Message:
    """Tell someone that they hold a role, and what it asks of them; `left` is what else is open."""
    by: Line = line(" ", person(given_by_id), " gave it to you.") if given_by_id else ()
    first = line("You are ", strong(label(role)), " of ", strong(heading(view)), ".", *by)
    state = beside(standing(view), room(view), promise(view))
    call: Line = line(link(view.call_url, "Join the call")) if view.call_url else ()
    duties = tuple(line(duty) for duty in DUTIES[role])
    blocks = [rich(first, beside(*(each for each in (state, call) if each)), where(view)), bullets(*duties)]
    asks = (*(ask.as_line() for ask in asks_of(view)), *left) if role is Role.COMMANDER else ()
    if asks:
        blocks.append(bullets(*asks, under=line(strong("Open when you take it"))))
    return message(blocks, first, state, *duties, *asks)
