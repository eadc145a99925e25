"""Read where an incident's escalation stands, and whom the next level calls."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.oncall.call_forms import NextLevelView
from bot.oncall.raise_level import level_name
from bot.oncall.start_escalation import Nature, require_policy
from bot.playbook import Playbook
from models.call import Escalation
from models.escalating import Rung, next_rung
from models.incident import Incident


async def next_level_view(session: AsyncSession, incident_id: int, playbook: Playbook) -> NextLevelView:
    """What `escalate` would do. Raises FieldRefused where the playbook has no policy for it."""
    incident = await session.get_one(Incident, incident_id)
    policy = require_policy(playbook, Nature.of(incident))
    standing = await session.get(Escalation, incident_id)
    rung = next_rung(standing.rung if standing else None, levels=len(policy.levels), repeat=0) or Rung(1, 1)
    return NextLevelView(
        name=level_name(policy, rung),
        calls=policy.levels[rung.level - 1].call,
        due_at=standing.due_at if standing and standing.acknowledged_at is None else None,
        acknowledged_by_id=standing.acknowledged_by_id if standing and standing.acknowledged_at else None,
        acknowledged_at=standing.acknowledged_at if standing else None,
    )
