"""Read what one person's App Home shows: through the visibility filter, like every list."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.views import DoctorView, HomeView, IncidentView
from bot.desk import Desk
from bot.doctor import doctor_view
from bot.incidents.see_incidents import ids_of_person, open_ids, overdue_ids, recently_closed_ids
from bot.incidents.show_incident import incident_views

#: Incidents read for one list, worst first: Home shows fifteen of each severity and counts the rest.
SHOWN: Final = 100


async def home_view_of(session: AsyncSession, user_id: str, desk: Desk) -> HomeView:
    """The person's own, what is overdue, what is open, what was closed lately, and what does not work."""
    lists = [
        (await ids_of_person(session, user_id))[:SHOWN],
        (await overdue_ids(session, user_id))[:SHOWN],
        (await open_ids(session, user_id))[:SHOWN],
        await recently_closed_ids(session, user_id),
    ]
    wanted = sorted({number for ids in lists for number in ids})
    views = {view.id: view for view in await incident_views(session, wanted, desk.clock())}
    mine, overdue, still_open, recent = (_in_order(ids, views) for ids in lists)
    return HomeView(
        mine=mine,
        overdue=overdue,
        open=still_open,
        recent=recent,
        doctor=await _doctor(session, user_id, desk),
    )


def _in_order(ids: Sequence[int], views: dict[int, IncidentView]) -> tuple[IncidentView, ...]:
    return tuple(views[number] for number in ids)


async def _doctor(session: AsyncSession, user_id: str, desk: Desk) -> DoctorView:
    """For those who can mend it: guests, and people of whom we know nothing, are spared."""
    person = desk.directory.person(user_id)
    if person is None or person.is_guest:
        return DoctorView()
    return await doctor_view(session, user_id, desk.clock(), absent=desk.directory.absent)
