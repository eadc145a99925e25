"""Look into it: somebody has seen the question, and says so."""

from bot.incidents.show_change import tell
from bot.suspicions.find_suspicion import locked, redraw
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import zone_of
from models.durations import Span
from models.place import Person
from models.suspicion import Suspicion


async def look_into(uow: UnitOfWork, suspicion_id: int, *, by_id: str) -> Suspicion:
    """Whoever asked hears it; a working day later, who looks is asked how it stands.

    Raises NotFound, NothingToChange.
    """
    suspicion = await locked(uow, suspicion_id)
    is_first = suspicion.looked_by_id is None
    suspicion.look_into(by=by_id, at=uow.now)
    person = await uow.session.get(Person, by_id)
    hours = uow.playbook.working_hours.of(zone_of(person))
    suspicion.look_at = hours.after(uow.now, Span(working_days=1))
    await redraw(uow, suspicion)
    if is_first and by_id != suspicion.asked_by_id:
        await tell(uow, suspicion.asked_by_id, "suspicion_looked_at", suspicion_id=suspicion.id)
    return suspicion
