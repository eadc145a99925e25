"""The control panel: what `/incident` answers inside an incident's channel, to one person."""

from bot.blocks.asks import asks_of
from bot.blocks.card import card_buttons
from bot.blocks.incident_lines import ending, heading, held_roles, promise, standing
from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.parts import beside, line, strong
from bot.blocks.views import IncidentView


def panel(view: IncidentView) -> Message:
    """Draw a small card with the same buttons, and the timeline's."""
    first = line(strong(heading(view)))
    state = (beside(standing(view), promise(view)),) if view.is_open else (ending(view),)
    lines = (first, *state, held_roles(view))
    asks = tuple(ask.as_line() for ask in asks_of(view))
    blocks = [rich(*lines), *((bullets(*asks),) if asks else ())]
    calls = (button("Call someone", "call_someone", view.id),) if view.is_open else ()
    blocks.append(actions(*card_buttons(view), *calls, button("Timeline", "timeline", view.id)))
    return message(blocks, *lines, *asks)
