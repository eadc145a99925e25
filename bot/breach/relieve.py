"""Whoever does not come along into the private channel holds no role in what they cannot see."""

from collections.abc import Collection
from typing import Final

from bot.incidents.assign_role import vacate
from bot.incidents.find_roles import role_holders
from bot.uow import UnitOfWork
from models.incident import Incident

#: Why somebody loses a role.
NOT_LET_IN: Final = "is not in the private channel"


async def relieve(uow: UnitOfWork, incident: Incident, let_in: Collection[str]) -> None:
    """Take their roles back from the others."""
    holders = set((await role_holders(uow.session, incident.id)).values())
    for each in sorted(holders - set(let_in)):
        await vacate(uow, incident.id, each, why=NOT_LET_IN)
