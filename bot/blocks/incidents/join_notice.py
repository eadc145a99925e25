"""The answer to a press of Join."""

from bot.blocks.incident_lines import heading, room
from bot.blocks.kit import Message, note
from bot.blocks.parts import Line, line, strong
from bot.blocks.views import IncidentView


def join_answer(view: IncidentView) -> Message:
    """Tell the person where to go."""
    where: Line = (
        (": you are invited to ", *room(view), ".") if view.channel_id else (": its channel is opening.",)
    )
    return note(line(strong(heading(view)), *where))
