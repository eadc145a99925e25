"""How proof stands, as view data for the list of checks and the message about sign-offs."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.verification.views import ProofView
from bot.desk import Desk
from bot.incidents.find_roles import role_holders
from bot.incidents.show_incident import incident_view
from bot.verification.asset_stewards import asset_stewards
from bot.verification.read_proven import read_proven
from models.incident import Incident


async def proof_view(
    desk: Desk, session: AsyncSession, incident_id: int, *, with_signers: bool = False
) -> ProofView:
    """Of one incident; who signs is looked up where it is shown."""
    view = await incident_view(session, incident_id, desk.clock())
    proven = await read_proven(session, incident_id)
    if not with_signers:
        return ProofView(incident=view, proven=proven)
    incident = await session.get_one(Incident, incident_id)
    return ProofView(
        incident=view,
        proven=proven,
        holders=await role_holders(session, incident_id),
        stewards=await asset_stewards(desk, session, incident),
    )
