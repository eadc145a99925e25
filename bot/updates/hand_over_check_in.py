"""Hand over: someone else sees to the updates from now on, which is what communications means."""

from bot.incidents.assign_role import assign
from bot.incidents.find_roles import role_holders
from bot.incidents.hand_off_role import offer
from bot.uow import UnitOfWork
from bot.updates.settle_check_ins import asking_check_in, edit_reminder
from models.incident import Incident
from models.promises import CheckIn
from models.vocabulary import Role


async def hand_over_check_in(
    uow: UnitOfWork, check_in_id: int, to_id: str, *, by_id: str, note: str = ""
) -> Incident:
    """Give communications to `to_id`, who is reminded in turn; who holds it now offers it instead.

    Raises NotFound, NothingToChange, AlreadyClosed.
    """
    check_in, incident = await asking_check_in(uow, check_in_id)
    holder_id = (await role_holders(uow.session, incident.id)).get(Role.COMMUNICATIONS)
    if holder_id is not None and to_id not in {holder_id, by_id}:
        await offer(uow, incident.id, Role.COMMUNICATIONS, to_id=to_id, by_id=by_id, note=note)
        return incident
    await assign(uow, incident.id, Role.COMMUNICATIONS, to_id, by_id=by_id)
    await _remind_the_next(uow, check_in, by_id)
    return incident


async def _remind_the_next(uow: UnitOfWork, check_in: CheckIn, by_id: str) -> None:
    """The reminder went to somebody else: that one is settled, and the new owner gets their own."""
    at = uow.now.isoformat()
    await edit_reminder(uow, check_in, settled_at=at, settled_by_id=by_id, settled_with="the hand-over")
    if check_in.reminded_at is not None and check_in.missed_at is None:
        check_in.reminded_at, check_in.look_at = None, uow.now
