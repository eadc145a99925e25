"""Who may do what: asked on the server for every verb, press and form, because anyone can send them.

Whoever may see an incident may act in it, where the playbook keeps an act for nobody; guests and people of
other workspaces may read and note only.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.notice_members import known_members
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from bot.incidents.find_roles import role_holders
from bot.incidents.see_incidents import find_visible
from models.errors import FieldRefused, NotAllowed
from models.incident import Incident
from models.permission import LOOKING, OUTSIDE, WORDS, Act, permits
from models.place import Member, Person, Place
from models.vocabulary import Role, Severity, label

_UNKNOWN: Final = "Slack did not tell me who you are."


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and from where."""

    user_id: str
    team_id: str = ""
    channel_id: str | None = None


async def require_may_act(
    desk: Desk,
    asking: Asking,
    incident_id: int | None = None,
    *,
    acts: Collection[Act] = (Act.RESPOND,),
    notes_only: bool = False,
) -> None:
    """Raise NotFound or NotAllowed unless this person may see the incident, and do all of this in it.

    With `notes_only` seeing is enough: guests may read and note. Without an incident (declaring one) only
    the person is asked about.
    """
    if incident_id is not None:
        await _require_sees(desk, asking, incident_id)
    if not notes_only:
        await _require_of_team(desk, asking)
    for act in LOOKING.intersection(acts) if notes_only else acts:
        await _require_permitted(desk, asking.user_id, incident_id, act)


async def _require_of_team(desk: Desk, asking: Asking) -> None:
    if asking.team_id and desk.identity.team_id and asking.team_id != desk.identity.team_id:
        raise NotAllowed("People of other workspaces may read and note only.", "Ask someone of the team.")
    person = await desk.directory.look_up(asking.user_id)
    if person is None:
        raise NotAllowed(_UNKNOWN, "Try again in a moment.")
    if person.is_guest:
        raise NotAllowed("Guests may read and note only.", "Ask someone of the team.")
    if person.has_left or person.is_bot:
        raise NotAllowed("This account may not act here.", "Ask someone of the team.")


async def _require_permitted(desk: Desk, user_id: str, incident_id: int | None, act: Act) -> None:
    """The playbook keeps some acts for some people; without an incident there is nothing to keep most for."""
    permitted = desk.playbook.permissions.of(act)
    if permitted is None or (incident_id is None and act not in OUTSIDE):
        return
    severity: Severity | None = None
    roles: list[Role] = []
    if incident_id is not None:
        async with desk.store.reading() as session:
            severity = await session.scalar(select(Incident.severity).where(Incident.id == incident_id))
            holders = await role_holders(session, incident_id)
        roles = [role for role, holder_id in holders.items() if holder_id == user_id]
    named = permitted.at(severity)
    if not permits(named, roles=roles, groups=names_meaning(desk, user_id, named or ())):
        raise NotAllowed(_may_not(act, severity), _for_whom(named or (), act))


async def require_may_be_let_in(desk: Desk, incident_id: int, people: Collection[str]) -> None:
    """Raise FieldRefused for the first of them whom the playbook keeps out of private incidents."""
    async with desk.store.reading() as session:
        incident = await session.get_one(Incident, incident_id)
        kept_out = await kept_out_of_private(desk, session, incident, people)
    for each in kept_out:
        named = desk.playbook.permissions.of(Act.SEE_PRIVATE)
        remedy = _for_whom((named.at(incident.severity) if named else None) or (), Act.SEE_PRIVATE)
        raise FieldRefused("people", f"<@{each}> may not be brought into private incidents.", remedy)


async def kept_out_of_private(
    desk: Desk, session: AsyncSession, incident: Incident, people: Collection[str]
) -> list[str]:
    """Those whom the playbook keeps out; who declared it knows of it already, and is not among them."""
    permitted = desk.playbook.permissions.of(Act.SEE_PRIVATE)
    named = permitted.at(incident.severity) if permitted else None
    if named is None:
        return []
    roles: dict[str, list[Role]] = {}
    for role, holder_id in (await role_holders(session, incident.id)).items():
        roles.setdefault(holder_id, []).append(role)
    return [
        each
        for each in people
        if each != incident.declared_by_id
        and not permits(named, roles=roles.get(each, ()), groups=names_meaning(desk, each, named))
    ]


def names_meaning(desk: Desk, user_id: str, named: Collection[str]) -> frozenset[str]:
    """Those of the playbook's names that mean this person: their own, and groups that they are in."""
    return frozenset(each for each in named if user_id in desk.directory.people_named(each))


def _may_not(act: Act, severity: Severity | None) -> str:
    at = f" at {label(severity)}" if severity else ""
    return f"You may not {WORDS[act]}{at}: the playbook keeps that for others."


def _for_whom(named: Collection[str], act: Act) -> str:
    whom = ", ".join(f"the {label(Role(each))}" if each in set(Role) else each for each in named)
    return f"It is for {whom}; `/incident who {act}` says who that is now."


async def require_may_look(desk: Desk, user_id: str, incident_id: int | None = None) -> None:
    """Raise NotFound or NotAllowed unless this person is of the workspace still, and may see the incident.

    Without one they may look at what lists several, which shows each of them what is theirs to see.
    """
    async with desk.store.reading() as session:
        person = await session.get(Person, user_id)
    if person is None or person.has_left or person.is_bot:
        raise NotAllowed("This account may not look here.", "Ask someone of the team.")
    if incident_id is None:
        await refresh_members(desk)
        return
    await _require_sees(desk, Asking(user_id), incident_id)


async def _require_sees(desk: Desk, asking: Asking, incident_id: int) -> None:
    lives_there = select(Incident.is_private).join(Place, Place.incident_id == Incident.id)
    lives_there = lives_there.where(Incident.id == incident_id, Place.channel_id == asking.channel_id)
    async with desk.store.reading() as session:
        is_private = (await session.scalars(lives_there)).one_or_none()
    if is_private is not None and asking.channel_id is not None:
        # Slack lets nobody act from a channel they are not in.
        if is_private:
            await _keep_member(desk, asking.channel_id, asking.user_id)
        return
    await refresh_members(desk, incident_id)
    async with desk.store.reading() as session:
        await find_visible(session, incident_id, asking.user_id)


async def _keep_member(desk: Desk, channel_id: str, user_id: str) -> None:
    """Whoever acts there is there, also when no event has told: their form comes without the channel."""
    async with desk.store.reading() as session:
        if user_id in await known_members(session, channel_id):
            return
    async with desk.store.unit() as uow:
        await uow.put(Member, {"channel_id": channel_id, "user_id": user_id})
