"""What the gates up to the end still want, as far as they hold: whoever goes against them sees it first."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.playbook import Playbook
from bot.stages.gate_facts import gate_facts
from models.gates import held_back, passed_on
from models.missing import Missing
from models.vocabulary import Severity, Stage


async def read_ahead(
    session: AsyncSession, playbook: Playbook, incident_id: int, stage: Stage, severity: Severity
) -> tuple[Missing, ...]:
    """From this stage to the close; nothing where no gate holds."""
    holding = playbook.holding_gates(severity)
    on_the_way = passed_on(stage, Stage.CLOSED)
    if stage is Stage.CLOSED or not holding.intersection(on_the_way):
        return ()
    facts = await gate_facts(session, incident_id, on_the_way, playbook.severity(severity))
    return held_back(stage, Stage.CLOSED, facts, holding)
