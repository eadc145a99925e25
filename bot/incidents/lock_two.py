"""Two incidents to be changed at once, always locked in one order: nobody waits for who waits for them."""

from bot.uow import UnitOfWork
from models.incident import Incident


async def lock_two(uow: UnitOfWork, first_id: int, second_id: int) -> tuple[Incident, Incident]:
    """Both, in the order asked for; who decides about alerts is locked before. Raises NotFound."""
    locked = {number: await uow.incident(number) for number in sorted({first_id, second_id})}
    return locked[first_id], locked[second_id]
