"""Answer: what it was. The thread shows it, and whoever asked is told."""

from bot.incidents.show_change import tell
from bot.suspicions.ask import checked
from bot.suspicions.find_suspicion import locked, redraw, reply
from bot.uow import UnitOfWork
from models.suspicion import Suspicion


async def answer(uow: UnitOfWork, suspicion_id: int, words: str, *, by_id: str) -> Suspicion:
    """Settle it. Raises FieldRefused, NotFound, NothingToChange."""
    suspicion = await locked(uow, suspicion_id)
    suspicion.settle(checked(words, "answer", "Say what it is, or that all is well."), by=by_id, at=uow.now)
    await redraw(uow, suspicion)
    await reply(uow, suspicion, "answered")
    if by_id != suspicion.asked_by_id:
        await tell(uow, suspicion.asked_by_id, "suspicion_answered", suspicion_id=suspicion.id)
    return suspicion
