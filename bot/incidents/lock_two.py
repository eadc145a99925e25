"""Several incidents to be changed at once, locked in one order: nobody waits for who waits for them."""

from collections.abc import Collection

from bot.uow import UnitOfWork
from models.incident import Incident
from models.place import Place


async def lock_two(uow: UnitOfWork, first_id: int, second_id: int) -> tuple[Incident, Incident]:
    """Both, in the order asked for; who decides about alerts is locked before. Raises NotFound."""
    locked = {each.id: each for each in await lock_all(uow, (first_id, second_id))}
    return locked[first_id], locked[second_id]


async def lock_all(uow: UnitOfWork, numbers: Collection[int]) -> list[Incident]:
    """By their numbers, and then their places, to which the outbox writes in the same order."""
    locked = [await uow.incident(number) for number in sorted({*numbers})]
    for each in locked:
        await uow.session.get_one(Place, each.id, with_for_update=True)
    return locked
