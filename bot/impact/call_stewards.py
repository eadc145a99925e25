"""The stewards of what fails are brought in at once: they get their roles, and are invited with the others.

In a drill nobody is called, and in a private incident nobody by itself: who may know of it, people decide.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.owner_of import owner_of
from bot.assets.stewards_of import stewards_of
from bot.assets.views import AssetView, Origin
from bot.desk import Desk
from bot.impact.read_said import Said, read_said
from bot.impact.work_out import find_origins
from bot.incidents.show_change import redraw, tell
from bot.uow import UnitOfWork
from models.incident import Assignment, Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem, Priority
from models.vocabulary import Role

STEWARDS: Final = (Role.BUSINESS_STEWARD, Role.TECHNICAL_STEWARD)

#: Of so many failing assets stewards are sought, until both roles are given.
_MOST: Final = 3

Found = Mapping[Role, tuple[str, str]]


def find_stewards(desk: Desk, said: Said, origins: Sequence[Origin]) -> Found:
    """Role to person, and why they; of what fails most upstream, else of the first name that is given."""
    found: dict[Role, tuple[str, str]] = {}
    for asset in _failing(said, origins):
        owned = owner_of(desk.playbook, asset)
        name = asset if isinstance(asset, str) else asset.name
        for role, person_id in stewards_of(desk.directory, owned).items():
            found.setdefault(role, (person_id, f"{name}: {owned.because}"))
        if len(found) == len(STEWARDS):
            break
    return found


async def stewards_at_hand(desk: Desk, session: AsyncSession, incident: Incident) -> list[str]:
    """Whom the opening invites with everyone else; their roles follow with the first look."""
    if not may_call(incident) or not incident.asset:
        return []
    said = await read_said(session, incident.id)
    chart = desk.atlas.at_hand
    origins = find_origins(chart, said) if chart else ()
    return [person_id for person_id, _ in find_stewards(desk, said, origins).values()]


async def call_stewards(
    uow: UnitOfWork, desk: Desk, incident: Incident, said: Said, origins: Sequence[Origin]
) -> None:
    """Give them the roles that nobody has held here yet; whoever released one is not called again.

    The caller has locked the incident, so nobody else gives a role meanwhile.
    """
    if not may_call(incident):
        return
    held = await _held(uow.session, incident.id)
    free = {role: who for role, who in find_stewards(desk, said, origins).items() if role not in held}
    for role, (person_id, why) in free.items():
        uow.session.add(Assignment(incident_id=incident.id, role=role, user_id=person_id, since_at=uow.now))
        uow.record(incident.entry(EntryKind.ROLE_ASSIGNED, at=uow.now, text=why, role=role, person=person_id))
        await tell(uow, person_id, "brief", incident=incident, role=role)
    if free:
        await _invite(uow, incident, sorted({person_id for person_id, _ in free.values()}))
        await redraw(uow, incident)


def may_call(incident: Incident) -> bool:
    """Real, open, for everybody, and about something in particular that goes on."""
    is_for_all = not (incident.is_drill or incident.is_private)
    return is_for_all and incident.is_open and not incident.is_storm and incident.fixed_at is None


def _failing(said: Said, origins: Sequence[Origin]) -> Iterator[AssetView | str]:
    if origins:
        yield from (origin.asset for origin in origins[:_MOST])
    else:
        yield from [name for name in said.failing if name not in said.spared][:1]


async def _held(session: AsyncSession, incident_id: int) -> set[Role]:
    """Roles that somebody has, or has had."""
    held = select(Assignment.role).where(Assignment.incident_id == incident_id, Assignment.role.in_(STEWARDS))
    return set(await session.scalars(held))


async def _invite(uow: UnitOfWork, incident: Incident, people: Sequence[str]) -> None:
    """After the opening's own invitation, which mostly has brought them in: then Slack is asked nothing."""
    first = select(OutboxItem.id).where(
        OutboxItem.incident_id == incident.id, OutboxItem.kind == "invite_people"
    )
    opening_id = await uow.session.scalar(first.order_by(OutboxItem.id).limit(1))
    await uow.announce(
        "invite_people",
        incident=incident,
        after=opening_id,
        priority=Priority.STAGE,
        people=list(people),
        unless_there=True,
    )
