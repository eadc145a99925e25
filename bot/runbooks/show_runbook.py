"""Read a runbook at work, as its checklist shows it."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.runbook import RunbookView, StepView
from models.incident import Incident
from models.runbook import RunbookRun, RunbookStep


async def runbook_view(session: AsyncSession, run_id: int) -> RunbookView:
    """One of them, with all its steps in order."""
    run = await session.get_one(RunbookRun, run_id)
    incident = await session.get_one(Incident, run.incident_id)
    steps = select(RunbookStep).where(RunbookStep.run_id == run_id).order_by(RunbookStep.number)
    return RunbookView(
        id=run.id,
        ref=incident.ref,
        name=run.name,
        is_drill=incident.is_drill,
        is_open=incident.is_open,
        links=tuple(run.links.items()),
        remedy=run.remedy,
        steps=tuple(
            StepView(number=step.number, words=step.words, done_at=step.done_at, done_by_id=step.done_by_id)
            for step in await session.scalars(steps)
        ),
    )
