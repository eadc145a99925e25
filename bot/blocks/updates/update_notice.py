"""An update as it is posted in the incident's channel."""

from bot.blocks.incident_lines import capital, meanwhile, promise
from bot.blocks.kit import Message, message, rich
from bot.blocks.limits import SECTION_TEXT, clip
from bot.blocks.parts import beside, line, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import Stage, label


def update_notice(view: IncidentView, text: str, *, by_id: str, moved_from: Stage | None = None) -> Message:
    """Post what was said, where it stands, and when the next word comes."""
    moved = f"{label(moved_from)} → " if moved_from and moved_from is not view.stage else ""
    drill = "DRILL · " if view.is_drill else ""
    first = beside(
        line(strong(f"{drill}Update on {view.ref}"), " from ", person(by_id)),
        line(capital(f"{moved}{label(view.stage)}")),
        line(label(view.severity)),
    )
    said = line(clip(text.strip(), SECTION_TEXT - 300))
    instead = meanwhile(view)
    blocks = [rich(first, said, promise(view)), *([rich(instead)] if instead else [])]
    return message(blocks, first, said, promise(view), instead)
