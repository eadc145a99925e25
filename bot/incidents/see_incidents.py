"""Who may see which incident: the one filter that every list, search, export and page goes through.

May see means: it is public, or the person is a member of its channel by Slack's own list. Before a private
incident has a channel, only who declared it sees it; while a breach moves, whom it was moved with. No role
opens any other door.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.alert import Alert
from models.breach import LetIn
from models.errors import NoSuchIncident
from models.incident import Assignment, Incident
from models.place import Member, Place
from models.promises import CheckIn
from models.vocabulary import Stage

#: How many closed ones "recent" shows.
RECENT = 5


def visible_to(user_id: str) -> ColumnElement[bool]:
    """The condition on `Incident` for this person's eyes; it fits any query that selects from incidents."""
    place = select(Place.channel_id).where(Place.incident_id == Incident.id)
    in_its_channel = (
        place.join(Member, Member.channel_id == Place.channel_id)
        .where(Member.user_id == user_id)
        .correlate(Incident)
        .exists()
    )
    is_let_in = (
        select(LetIn.user_id).where(LetIn.incident_id == Incident.id, LetIn.user_id == user_id).exists()
    )
    has_no_channel = ~place.where(Place.channel_id.is_not(None)).correlate(Incident).exists()
    return or_(
        Incident.is_private.is_(False),
        in_its_channel,
        and_(
            has_no_channel,
            or_(is_let_in, and_(Incident.breach_at.is_(None), Incident.declared_by_id == user_id)),
        ),
    )


def alert_told_to(user_id: str) -> ColumnElement[bool]:
    """The condition on `Alert`: of a breach, its alerts are told of to those alone who go on with it."""
    of_breach = exists().where(
        Incident.id == Alert.incident_id, Incident.breach_at.is_not(None), ~visible_to(user_id)
    )
    return ~of_breach


async def find_visible(session: AsyncSession, incident_id: int, user_id: str) -> Incident:
    """One incident. Raises NotFound in the same words whether it does not exist or is not theirs to see."""
    seen = select(Incident).where(Incident.id == incident_id, visible_to(user_id))
    incident = (await session.scalars(seen)).one_or_none()
    if incident is None:
        raise NoSuchIncident(incident_id)
    return incident


async def open_ids(session: AsyncSession, user_id: str) -> Sequence[int]:
    """The open incidents, worst first, then oldest."""
    query = select(Incident.id).where(Incident.stage != Stage.CLOSED, visible_to(user_id))
    return (await session.scalars(query.order_by(Incident.severity, Incident.id))).all()


async def ids_of_person(session: AsyncSession, user_id: str) -> Sequence[int]:
    """The open incidents in which this person holds a role, or which they declared."""
    holds = exists().where(
        Assignment.incident_id == Incident.id, Assignment.user_id == user_id, Assignment.until_at.is_(None)
    )
    theirs = or_(holds, Incident.declared_by_id == user_id)
    query = select(Incident.id).where(Incident.stage != Stage.CLOSED, theirs, visible_to(user_id))
    return (await session.scalars(query.order_by(Incident.severity, Incident.id))).all()


async def overdue_ids(session: AsyncSession, user_id: str) -> Sequence[int]:
    """The open incidents whose promised update is overdue."""
    late = exists().where(
        CheckIn.incident_id == Incident.id, CheckIn.settled_at.is_(None), CheckIn.missed_at.is_not(None)
    )
    query = select(Incident.id).where(Incident.stage != Stage.CLOSED, late, visible_to(user_id))
    return (await session.scalars(query.order_by(Incident.severity, Incident.id))).all()


async def recently_closed_ids(session: AsyncSession, user_id: str) -> Sequence[int]:
    """The incidents that were closed last."""
    query = select(Incident.id).where(Incident.stage == Stage.CLOSED, visible_to(user_id))
    return (await session.scalars(query.order_by(Incident.closed_at.desc()).limit(RECENT))).all()
