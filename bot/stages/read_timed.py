"""What clocks and gates say of incidents, for the cards that show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.stages.gate_facts import gate_facts
from models.gates import GATES, missing
from models.incident import Incident
from models.missing import Missing
from models.stage_clock import Pause, StageClock

#: Built once: these are asked at every card that is drawn, and building them costs as much as asking.
_IDS: Final[BindParameter[list[int]]] = bindparam("ids", expanding=True)
_CLOCKS: Final = (
    select(
        Incident.id,
        StageClock.due_at,
        StageClock.missed_at,
        Pause.until_at,
        Pause.because,
    )
    .outerjoin(StageClock, StageClock.incident_id == Incident.id)
    .outerjoin(Pause, (Pause.incident_id == Incident.id) & Pause.ended_at.is_(None))
    .where(Incident.id.in_(_IDS))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """Of one incident."""

    due_at: datetime | None = None
    is_missed: bool = False
    paused_until_at: datetime | None = None
    paused_because: str | None = None
    wanted: tuple[Missing, ...] = ()


async def read_timed(session: AsyncSession, incidents: Iterable[Incident]) -> dict[int, Timed]:
    """Of those that are open; the others have no clocks, and pass no gates."""
    stages = {each.id: each.stage for each in incidents if each.is_open}
    if not stages:
        return {}
    facts = {
        number: await gate_facts(session, number, {stage})
        for number, stage in stages.items()
        if stage in GATES
    }
    return {
        number: Timed(
            due_at=due_at,
            is_missed=missed_at is not None,
            paused_until_at=until_at,
            paused_because=because,
            wanted=missing(stages[number], facts[number]) if number in facts else (),
        )
        for number, due_at, missed_at, until_at, because in await session.execute(
            _CLOCKS, {"ids": list(stages)}
        )
    }
