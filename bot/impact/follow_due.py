"""The look at what incidents affect: whom to bring in, and whether their message has to change.

It follows what people and alerts changed (`look_soon`), and every import of lineage. The claim of the rows
decides who does it, so any replica may look.
"""

from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import select, update

from bot.assets.chart import Chart
from bot.desk import Desk
from bot.impact.call_stewards import call_stewards
from bot.impact.read_said import read_said
from bot.impact.redraw_impact import redraw_impact
from bot.impact.work_out import find_origins
from bot.uow import UnitOfWork
from models.fact import Fact
from models.incident import Incident
from models.place import Place
from models.vocabulary import Stage

log = structlog.get_logger("impact")

#: Incidents in one transaction.
ROOM: Final = 20

#: What could not be worked out is tried again after so long.
TRY_AGAIN_AFTER: Final = timedelta(minutes=10)

#: The lineage by which all open incidents were looked at.
_FOLLOWED: Final = "impact:lineage"


async def follow_due(desk: Desk, *, room: int = ROOM) -> int:
    """See to what is due now, for up to `room` incidents; how many were looked at."""
    chart = await _newest(desk)
    async with desk.store.reading() as session:
        due = select(Place.incident_id).where(Place.impact_look_at <= desk.clock())
        if await session.scalar(due.limit(1)) is None:
            return 0
    async with desk.store.unit() as uow:
        claimed = due.order_by(Place.impact_look_at).limit(room).with_for_update(skip_locked=True)
        numbers = (await uow.session.scalars(claimed)).all()
        for number in numbers:
            await _see_to(uow, desk, chart, number)
        return len(numbers)


async def _see_to(uow: UnitOfWork, desk: Desk, chart: Chart, incident_id: int) -> None:
    place = await uow.session.get_one(Place, incident_id)
    incident = await uow.session.get_one(Incident, incident_id)
    place.impact_look_at = None
    try:
        said = await read_said(uow.session, incident_id)
        origins = find_origins(chart, said)
        await call_stewards(uow, desk, incident, said, origins)
        is_known = bool(origins or said.affected) and bool(chart.version)
        await redraw_impact(uow, incident, place, is_known=is_known)
    except Exception:  # the loop top of one incident: what is odd in it holds up no other
        log.exception("following_failed", incident=incident_id)
        place.impact_look_at = uow.now + TRY_AGAIN_AFTER


async def _newest(desk: Desk) -> Chart:
    """The lineage as it is now; where it has changed, every open incident is looked at by it."""
    async with desk.store.reading() as session:
        chart = await desk.atlas.chart(session)
        followed = await session.scalar(select(Fact.value).where(Fact.name == _FOLLOWED))
    if chart.version and (followed or {}).get("version") != chart.version:
        await _look_at_all(desk, chart.version)
    return chart


async def _look_at_all(desk: Desk, version: str) -> None:
    async with desk.store.unit() as uow:
        still_open = select(Incident.id).where(Incident.stage != Stage.CLOSED)
        places = update(Place).where(Place.incident_id.in_(still_open), Place.impact_look_at.is_(None))
        await uow.session.execute(places.values(impact_look_at=uow.now))
        await uow.put(Fact, {"name": _FOLLOWED, "value": {"version": version}, "found_at": uow.now})
