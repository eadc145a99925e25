"""What the rows say of incidents, and all that a database holds: to compare with what is told again."""

import sqlite3
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.find_roles import role_holders
from bot.ledger.changes import read_changes
from bot.ledger.hypotheses import read_hypotheses
from bot.stages.read_pause import open_pause
from bot.verification.read_proven import read_proven
from models.affected_window import AffectedWindow
from models.cause_walk import CausePart
from models.incident import Incident
from models.root_cause import RootCause
from tests.replay.replayed import Told

Dump = dict[str, list[tuple[Any, ...]]]


async def kept(session: AsyncSession, numbers: Collection[int]) -> dict[int, Told]:
    """Some incidents, as whoever asks the program hears of them."""
    incidents = (await session.scalars(select(Incident).where(Incident.id.in_(numbers)))).all()
    return {incident.id: await _of(session, incident) for incident in incidents}


async def _of(session: AsyncSession, incident: Incident) -> Told:
    number = incident.id
    pause = await open_pause(session, number)
    proven = await read_proven(session, number)
    hypotheses = await read_hypotheses(session, number)
    changes = await read_changes(session, number)
    causes = select(RootCause).where(RootCause.incident_id == number, RootCause.part != CausePart.DROPPED)
    windows = select(AffectedWindow.asset).where(
        AffectedWindow.incident_id == number, AffectedWindow.withdrawn_at.is_(None)
    )
    return Told(
        title=incident.title,
        severity=incident.severity,
        stage=incident.stage,
        outcome=incident.outcome,
        cause=incident.cause,
        merged_into=incident.merged_into_id,
        is_acknowledged=incident.acknowledged_at is not None,
        reopened=incident.reopened_count,
        regressed=incident.regression_count,
        roles={role.value: person for role, person in (await role_holders(session, number)).items()},
        paused_until=pause.until_at if pause else None,
        hypotheses={each.id: each.state.value for each in hypotheses if each.incident_id == number},
        changes={each.id: each.life.state.value for each in changes if each.incident_id == number},
        signed={role.value: word.is_given for role, word in proven.words.items()},
        looks={check.value: look.holds for check, look in proven.looks.items()},
        causes={each.id: each.family for each in await session.scalars(causes)},
        interim=incident.interim,
        windows=set(await session.scalars(windows)),
    )


def dump(path: str) -> Dump:
    """Every row of every table of a SQLite file."""
    with sqlite3.connect(path) as connection:
        tables = [
            name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        found = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}
    connection.close()
    return found
