"""An expected no, shown to the person: what, and what to do next."""

from bot.blocks.kit import Message, note
from bot.blocks.parts import reads
from models.errors import BreakwaterError


def refusal(error: BreakwaterError) -> Message:
    """Answer with the refusal's own words."""
    return note(reads(error.what), reads(error.remedy))
