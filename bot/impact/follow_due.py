"""The look at what incidents affect: whom to bring in, and whether their message has to change.

It follows what people and alerts changed (`look_soon`), and every import of lineage. That is walked outside
of any transaction, and the claim of the row decides who does the rest, so any replica may look.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

import structlog
from sqlalchemy import ColumnElement, CursorResult, Text, bindparam, exists, or_, select, update
from sqlalchemy import cast as cast_to
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.assets.chart import Chart
from bot.assets.version import LINEAGE
from bot.assets.views import Origin
from bot.desk import Desk
from bot.impact.call_stewards import call_stewards, may_call
from bot.impact.read_said import Said, read_said
from bot.impact.redraw_impact import redraw_impact
from bot.impact.show_impact import find_impact
from bot.impact.work_out import find_origins
from bot.uow import UnitOfWork
from models.fact import Fact
from models.incident import Incident
from models.place import Place
from models.vocabulary import Stage

log = structlog.get_logger("impact")

#: Incidents in one look: after an import all that are open are looked at, and others wait for their turn.
ROOM: Final = 20

#: What could not be worked out is tried again after so long.
TRY_AGAIN_AFTER: Final = timedelta(minutes=10)

#: Before Slack has told who the people are, their stewards are looked for again so soon.
PEOPLE_AFTER: Final = timedelta(seconds=2)

#: The lineage by which all open incidents were looked at.
_FOLLOWED: Final = "impact:lineage"

_IS_DUE: Final = Place.impact_look_at <= bindparam("now")


def _has_changed() -> ColumnElement[bool]:
    newest, followed = aliased(Fact), aliased(Fact)
    is_the_same = cast_to(followed.value, Text) == cast_to(newest.value, Text)
    return exists().where(newest.name == LINEAGE, ~exists().where(followed.name == _FOLLOWED, is_the_same))


#: Whether there is anything to see to.
DUE: Final = or_(exists().where(_IS_DUE), _has_changed())


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What a look has found out about one incident."""

    incident_id: int
    #: When the look was asked for; what is asked for meanwhile is another look.
    asked_at: datetime | None
    said: Said
    origins: Sequence[Origin]

    @property
    def is_known(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.origins or self.said.affected)


async def follow_due(desk: Desk, *, room: int = ROOM) -> int:
    """See to what is due now, the newest incidents first, up to `room` of them; how many were looked at."""
    chart = await _newest(desk)
    due = select(Place.incident_id, Place.impact_look_at).where(_IS_DUE)
    newest_first = due.order_by(Place.incident_id.desc()).limit(room)
    async with desk.store.reading() as session:
        rows = (await session.execute(newest_first, {"now": desk.clock()})).all()
        if await _followed(session) != chart.version:
            return 0  # another replica asks for looks by lineage that is not ours yet: none of them is for us
    for incident_id, asked_at in rows:
        try:
            await _see_to(desk, chart, incident_id, asked_at)
        except Exception:  # the loop top of one incident: what is odd in it holds up no other
            log.exception("following_failed", incident=incident_id)
            async with desk.store.unit() as uow:
                place = await uow.session.get_one(Place, incident_id)
                place.impact_look_at = uow.now + TRY_AGAIN_AFTER
    return len(rows)


async def _see_to(desk: Desk, chart: Chart, incident_id: int, asked_at: datetime | None) -> None:
    async with desk.store.reading() as session:
        said = await read_said(session, incident_id)
    origins = find_origins(chart, said)
    seen = Seen(incident_id=incident_id, asked_at=asked_at, said=said, origins=origins)
    if chart.version and seen.is_known:
        await find_impact(desk, chart, said)  # at hand, when the message is drawn
    async with desk.store.unit() as uow:
        incident = await uow.incident(incident_id)  # before its place, as every press does
        if await _claim(uow, seen):
            await _act(uow, desk, incident, seen, is_known=bool(chart.version) and seen.is_known)


async def _claim(uow: UnitOfWork, seen: Seen) -> bool:
    """Whether nobody else has done it, and nothing has changed meanwhile."""
    mine = update(Place).where(Place.incident_id == seen.incident_id, Place.impact_look_at == seen.asked_at)
    claimed = cast("CursorResult[Any]", await uow.session.execute(mine.values(impact_look_at=None)))
    return claimed.rowcount == 1


async def _act(uow: UnitOfWork, desk: Desk, incident: Incident, seen: Seen, *, is_known: bool) -> None:
    place = await uow.session.get_one(Place, seen.incident_id)
    await call_stewards(uow, desk, incident, seen.said, seen.origins)
    await redraw_impact(uow, incident, place, is_known=is_known)
    if not desk.directory.knows_people and may_call(incident):
        place.impact_look_at = uow.now + PEOPLE_AFTER


async def _newest(desk: Desk) -> Chart:
    """The lineage as it is now; where it has changed, every open incident is looked at by it."""
    async with desk.store.reading() as session:
        chart = await desk.atlas.chart(session)
        followed = await _followed(session)
    if chart.version and followed != chart.version:
        await _look_at_all(desk, chart.version)
    return chart


async def _followed(session: AsyncSession) -> str:
    """The version of the lineage by which all are looked at; empty before the first."""
    value = await session.scalar(select(Fact.value).where(Fact.name == _FOLLOWED))
    return str(value["version"]) if value else ""


async def _look_at_all(desk: Desk, version: str) -> None:
    """Also at those that are due already: another replica may be looking at them by older lineage."""
    async with desk.store.unit() as uow:
        still_open = select(Incident.id).where(Incident.stage != Stage.CLOSED)
        places = update(Place).where(Place.incident_id.in_(still_open))
        await uow.session.execute(places.values(impact_look_at=uow.now))
        await uow.put(Fact, {"name": _FOLLOWED, "value": {"version": version}, "found_at": uow.now})
