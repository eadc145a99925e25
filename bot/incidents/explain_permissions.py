"""Who may do what, as the playbook has it and as roles are held now, for whoever asks."""

from collections.abc import Iterable

from bot.access import names_meaning
from bot.blocks.incidents.permissions import Named, PermissionView, WhoView
from bot.desk import Desk
from bot.incidents.find_roles import role_holders
from models.incident import Incident
from models.permission import LOOKING, OUTSIDE, Act, permits
from models.vocabulary import Role, Severity, label


async def explain_permissions(
    desk: Desk, user_id: str, incident_id: int | None, act: Act | None = None
) -> WhoView:
    """Of one act, or of all that can be done here; the caller has asked whether they see the incident."""
    severity: Severity | None = None
    holders: dict[Role, str] = {}
    is_private = False
    if incident_id is not None:
        async with desk.store.reading() as session:
            incident = await session.get_one(Incident, incident_id)
            holders = await role_holders(session, incident_id)
            severity, is_private = incident.severity, incident.is_private
    person = desk.directory.person(user_id)
    is_guest = bool(person and person.is_guest)
    return WhoView(
        permissions=tuple(
            _permission(desk, user_id, each, severity, holders, is_guest=is_guest)
            for each in ([act] if act else _acts(inside=incident_id is not None))
        ),
        severity=severity,
        is_private=is_private,
        is_guest=is_guest,
    )


def _acts(*, inside: bool) -> Iterable[Act]:
    return [each for each in Act if (inside or each in OUTSIDE) and each not in {Act.READ, Act.NOTE}]


def _permission(
    desk: Desk,
    user_id: str,
    act: Act,
    severity: Severity | None,
    holders: dict[Role, str],
    *,
    is_guest: bool,
) -> PermissionView:
    rule = desk.playbook.permissions.of(act)
    named = rule.at(severity) if rule else None
    roles = [role for role, holder_id in holders.items() if holder_id == user_id]
    may = permits(named, roles=roles, groups=names_meaning(desk, user_id, named or ()))
    return PermissionView(
        act=act,
        named=None if named is None else tuple(_named(desk, each, holders) for each in named),
        may=may and (not is_guest or act in LOOKING),
    )


def _named(desk: Desk, name: str, holders: dict[Role, str]) -> Named:
    if name in set(Role):
        holder_id = holders.get(Role(name))
        return Named(words=f"the {label(Role(name))}", people=(holder_id,) if holder_id else ())
    people = desk.directory.people_named(name)
    is_handle = name.startswith("@")
    return Named(words=name if is_handle or not people else "", people=people)
