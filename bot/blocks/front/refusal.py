"""An expected no, shown to the person: what, and what to do next."""

from bot.blocks.kit import Message, note
from bot.blocks.ledger.data_notice import data_refused
from bot.blocks.parts import reads
from bot.blocks.stages.gate_notice import gate_holds
from models.errors import BreakwaterError, GateHolds, LooksLikeData


def refusal(error: BreakwaterError) -> Message:
    """Answer with the refusal's own words, and offer a way on where there is one."""
    if isinstance(error, LooksLikeData):
        return data_refused(error)
    if isinstance(error, GateHolds):
        return gate_holds(error)
    return note(reads(error.what), reads(error.remedy))
