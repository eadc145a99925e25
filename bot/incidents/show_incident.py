"""Read an incident as it stands now, as view data for cards, lists and texts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.incidents.trouble import Trouble, trouble_sentence
from bot.blocks.views import IncidentView, RoleView
from bot.stages.read_timed import Timed, read_timed
from models.alert import Alert
from models.cadence import owner_of_updates
from models.errors import NoSuchIncident
from models.incident import Assignment, Incident
from models.place import Place
from models.promises import CheckIn
from models.proof import Proof
from models.vocabulary import AlertStatus
from models.weighing import Weighing

_PREPARED: Final = "prepared_incident_views"
_HELD: Final = "held_incidents"

_Row = TypeVar("_Row", Incident, Place)

#: Built once: these are asked at every card that is drawn, and building them costs as much as asking.
_IDS: Final[BindParameter[Sequence[int]]] = bindparam("ids", expanding=True)
_INCIDENTS: Final = select(Incident).where(Incident.id.in_(_IDS))
_PLACES: Final = select(Place).where(Place.incident_id.in_(_IDS))
_ROLES: Final = (
    select(Assignment)
    .where(Assignment.incident_id.in_(_IDS), Assignment.until_at.is_(None))
    .order_by(Assignment.id)
)
_PROMISED: Final = select(CheckIn).where(CheckIn.incident_id.in_(_IDS), CheckIn.settled_at.is_(None))
_WEIGHED: Final = select(Weighing).where(Weighing.incident_id.in_(_IDS), Weighing.severity.is_not(None))
_WATCHED: Final = select(Proof.incident_id, Proof.watched_until_at).where(Proof.incident_id.in_(_IDS))
_FIRING: Final = (
    select(Alert.incident_id, func.count(), func.max(Alert.id))
    .where(Alert.incident_id.in_(_IDS), Alert.status == AlertStatus.FIRING)
    .group_by(Alert.incident_id)
)


async def incident_view(session: AsyncSession, incident_id: int, now: datetime) -> IncidentView:
    """One incident. Raises NotFound."""
    prepared = session.info.get(_PREPARED, {})
    if incident_id in prepared:
        view: IncidentView = prepared[incident_id]
        return view
    found = await incident_views(session, [incident_id], now)
    if not found:
        raise NoSuchIncident(incident_id)
    return found[0]


async def prepare_views(session: AsyncSession, ids: Iterable[int | None], now: datetime) -> None:
    """Read several at once for the texts that this session will render now; it must change nothing after."""
    wanted = sorted({number for number in ids if number is not None})
    views = await incident_views(session, wanted, now) if wanted else ()
    session.info[_PREPARED] = {view.id: view for view in views}


async def incident_views(
    session: AsyncSession, ids: Sequence[int], now: datetime
) -> tuple[IncidentView, ...]:
    """Several, in the order asked for, with as many queries as for one."""
    incidents, places = await hold(session, ids)
    roles = await _roles(session, ids)
    promised = await _promised(session, ids)
    alerts = await _alerts(session, ids)
    weighings = {row.incident_id: row for row in await session.scalars(_WEIGHED, {"ids": list(ids)})}
    timed = await read_timed(session, incidents.values())
    watched = await _watched(session, incidents.values())
    into, into_places = await hold(session, [each.merged_into_id for each in incidents.values()])
    return tuple(
        _view(
            incidents[number],
            places.get(number) or Place(incident_id=number),
            roles=roles[number],
            promised=promised.get(number),
            alerts=alerts.get(number, (0, None)),
            weighing=weighings.get(number),
            merged=_merged(incidents[number], into, into_places),
            timed=timed.get(number, Timed()),
            watched_until_at=watched.get(number),
            now=now,
        )
        for number in ids
        if number in incidents
    )


async def hold(
    session: AsyncSession, ids: Iterable[int | None]
) -> tuple[dict[int, Incident], dict[int, Place]]:
    """Load incidents and their places at once; getting each of them is free from then on."""
    wanted = sorted({number for number in ids if number is not None})
    incidents, places = _known(session, Incident, wanted), _known(session, Place, wanted)
    if missing := [number for number in wanted if number not in incidents]:
        incidents |= {row.id: row for row in await session.scalars(_INCIDENTS, {"ids": missing})}
    if missing := [number for number in wanted if number not in places]:
        places |= {row.incident_id: row for row in await session.scalars(_PLACES, {"ids": missing})}
    # A session forgets rows that nobody holds; whoever renders from these will get them again.
    session.info.setdefault(_HELD, []).append((incidents, places))
    return incidents, places


def _known(session: AsyncSession, kind: type[_Row], ids: Iterable[int]) -> dict[int, _Row]:
    """What the session has loaded before; asking again would change nothing in it."""
    found = {number: session.identity_map.get(session.identity_key(kind, number)) for number in ids}
    return {number: row for number, row in found.items() if row is not None}


async def _roles(session: AsyncSession, ids: Iterable[int]) -> dict[int, list[RoleView]]:
    roles: dict[int, list[RoleView]] = defaultdict(list)
    for each in await session.scalars(_ROLES, {"ids": list(ids)}):
        roles[each.incident_id].append(RoleView(role=each.role, user_id=each.user_id, since_at=each.since_at))
    return roles


async def _promised(session: AsyncSession, ids: Iterable[int]) -> dict[int, CheckIn]:
    open_ones = await session.scalars(_PROMISED, {"ids": list(ids)})
    return {check_in.incident_id: check_in for check_in in open_ones}


async def _alerts(session: AsyncSession, ids: Iterable[int]) -> dict[int, tuple[int, str | None]]:
    """How often alerts fired for each, and where the last of them is."""
    rows = (await session.execute(_FIRING, {"ids": list(ids)})).all()
    if not rows:
        return {}
    newest = select(Alert.id, Alert.link).where(Alert.id.in_([last for _, _, last in rows]))
    links = {row.id: row.link for row in await session.execute(newest)}
    return {number: (count, links.get(last)) for number, count, last in rows if number is not None}


async def _watched(session: AsyncSession, incidents: Iterable[Incident]) -> dict[int, datetime | None]:
    """Until when the alerts of those that are closed are watched."""
    closed = [each.id for each in incidents if not each.is_open]
    if not closed:
        return {}
    rows = await session.execute(_WATCHED, {"ids": closed})
    return {row.incident_id: row.watched_until_at for row in rows}


def _merged(
    incident: Incident, into: dict[int, Incident], places: dict[int, Place]
) -> tuple[int, str | None] | None:
    """The incident that it ended in, and its channel; a private one is named nowhere else."""
    other = into.get(incident.merged_into_id or 0)
    if other is None or other.is_private:
        return None
    place = places.get(other.id)
    return other.id, place.channel_id if place else None


def _view(
    incident: Incident,
    place: Place,
    *,
    roles: list[RoleView],
    promised: CheckIn | None,
    alerts: tuple[int, str | None],
    weighing: Weighing | None,
    merged: tuple[int, str | None] | None,
    timed: Timed,
    watched_until_at: datetime | None,
    now: datetime,
) -> IncidentView:
    holders = {held.role: held.user_id for held in roles}
    owner_id = owner_of_updates(holders, incident.declared_by_id)
    return replace(
        _by_itself(incident),
        channel_id=place.channel_id,
        channel_name=place.channel_name,
        commander_id=next((held.user_id for held in roles if held.role == "commander"), None),
        roles=tuple(roles),
        next_update_at=promised.due_at if promised else None,
        next_update_owner_id=owner_id if promised else None,
        overdue=bool(promised and promised.due_at <= now),
        box_due_at=timed.due_at,
        box_missed=timed.is_missed,
        paused_until_at=timed.paused_until_at,
        paused_because=timed.paused_because,
        wanted=timed.wanted,
        merged_into_id=merged[0] if merged else None,
        merged_into_channel_id=merged[1] if merged else None,
        watched_until_at=watched_until_at,
        alert_count=alerts[0],
        last_alert_link=alerts[1],
        troubles=(trouble_sentence(Trouble(place.trouble)),) if place.trouble else (),
        suggested=weighing.suggested if weighing else None,
        is_suggestion_settled=bool(weighing and weighing.settled_at),
        unreached_ids=tuple(place.unreached_ids or ()),
    )


def _by_itself(incident: Incident) -> IncidentView:
    """What its own row says."""
    return IncidentView(
        id=incident.id,
        title=incident.title,
        stage=incident.stage,
        severity=incident.severity,
        declared_at=incident.declared_at,
        stage_since_at=incident.stage_since_at,
        declared_by_id=incident.declared_by_id,
        domain=incident.domain,
        symptom=incident.symptom,
        asset=incident.asset,
        is_private=incident.is_private,
        breach_at=incident.breach_at,
        is_drill=incident.is_drill,
        began_at=incident.began_at,
        noticed_at=incident.noticed_at,
        fixed_at=incident.fixed_at,
        acknowledged_by_id=incident.acknowledged_by_id,
        acknowledged_at=incident.acknowledged_at,
        interim=incident.interim,
        call_url=incident.call_url,
        outcome=incident.outcome,
        closed_at=incident.closed_at,
        closed_by_id=incident.closed_by_id,
        is_merged=incident.merged_into_id is not None,
        regression_count=incident.regression_count,
        cause=incident.cause,
        remedy=incident.remedy,
        origin_link=incident.origin_link,
        version=incident.version,
    )
