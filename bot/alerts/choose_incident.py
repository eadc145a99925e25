"""To which incident an alert may be attached: the open ones that a person may see, the likeliest chosen."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.said_again import causes_of
from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.errors import NotFound, NothingToChange
from models.incident import Incident
from models.vocabulary import Severity, Stage

#: As many as a menu of Slack takes.
MOST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An incident that may be chosen."""

    id: int
    title: str
    severity: Severity
    stage: Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What the form offers for an alert."""

    alert_id: int
    title: str
    #: The newest first.
    candidates: tuple[Candidate, ...]
    #: The one with which the alert shares a run, a rule, an asset or an owner.
    likely_id: int | None = None


async def choose_incident(desk: Desk, alert_id: int, *, user_id: str) -> Choice:
    """Read what may be chosen. Raises NotFound, NothingToChange when there is nothing."""
    async with desk.store.reading() as session:
        alert = await session.get(Alert, alert_id)
        if alert is None:
            raise NotFound("There is no such alert.", "Look at the newest card in the channel.")
        concern = await session.get(Concern, alert.fingerprint)
        here = concern.incident_id if concern else alert.incident_id
        open_ones = (
            select(Incident.id, Incident.title, Incident.severity, Incident.stage)
            .where(Incident.stage != Stage.CLOSED, Incident.is_drill.is_(False), visible_to(user_id))
            .where(Incident.id != (here or 0))
            .order_by(Incident.declared_at.desc(), Incident.id.desc())
            .limit(MOST)
        )
        candidates = tuple(Candidate(**row._mapping) for row in await session.execute(open_ones))
        if not candidates:
            raise NothingToChange(
                "There is no other open incident that it could belong to.", "Press Declare to open one."
            )
        likely_id = await _likely(session, concern, {each.id for each in candidates})
    return Choice(alert_id=alert.id, title=alert.title, candidates=candidates, likely_id=likely_id)


async def _likely(session: AsyncSession, concern: Concern | None, ids: set[int]) -> int | None:
    """The surest sign decides, and of two the newer one; what was said to be apart says nothing."""
    if concern is None:
        return None
    keys = causes_of(concern)
    led = select(Cause.key, Cause.incident_id).where(
        Cause.key.in_(keys), Cause.incident_id.in_(ids), Cause.kept_apart_at.is_(None)
    )
    found = {row.key: row.incident_id for row in await session.execute(led)}
    return next((found[key] for key in keys if key in found), None)
