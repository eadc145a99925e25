"""Who signs off where nobody holds the role: the stewards of what fails, as playbook and tools name them."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.notice_members import known_members
from bot.desk import Desk
from bot.impact.call_stewards import find_stewards
from bot.impact.read_said import read_said
from bot.impact.work_out import find_origins
from models.incident import Incident
from models.place import Place
from models.vocabulary import Role


async def asset_stewards(desk: Desk, session: AsyncSession, incident: Incident) -> dict[Role, str]:
    """Role to person. A drill calls nobody, and of a private incident only its members may know."""
    if incident.is_drill:
        return {}
    said = await read_said(session, incident.id)
    origins = find_origins(await desk.atlas.chart(session), said)
    found = {role: person_id for role, (person_id, _) in find_stewards(desk, said, origins).items()}
    if not incident.is_private:
        return found
    place = await session.get_one(Place, incident.id)
    members = await known_members(session, place.channel_id or "")
    return {role: person_id for role, person_id in found.items() if person_id in members}
