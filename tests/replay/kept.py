"""What the rows say of incidents, to compare with what their ledgers tell again."""

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
from models.backfill import STATE_WORDS
from models.backfill_item import BackfillItem
from models.call import Call
from models.cause_walk import CausePart
from models.concern import Concern
from models.incident import HandOff, Incident
from models.incident_asset import IncidentAsset
from models.notice import Notice
from models.promises import Review
from models.retention_hold import RetentionHold
from models.root_cause import RootCause
from models.runbook import RunbookRun, RunbookStep
from models.stage_clock import StageClock
from models.vocabulary import CallState
from models.working_session import WorkingSession
from tests.replay.told import Told


async def kept(session: AsyncSession, numbers: Collection[int]) -> dict[int, Told]:
    """Some incidents, as whoever asks the program hears of them."""
    incidents = (await session.scalars(select(Incident).where(Incident.id.in_(numbers)))).all()
    return {incident.id: await _of(session, incident) for incident in incidents}


async def _of(session: AsyncSession, incident: Incident) -> Told:
    return Told(
        title=incident.title,
        severity=incident.severity,
        about={
            key: value
            for key in ("domain", "symptom", "asset")
            if (value := getattr(incident, key)) is not None
        },
        is_drill=incident.is_drill,
        is_private=incident.is_private,
        is_breach=incident.breach_at is not None,
        stage=incident.stage,
        stage_since=incident.stage_since_at,
        outcome=incident.outcome,
        cause=incident.cause,
        remedy=incident.remedy,
        fixed_at=incident.fixed_at,
        merged_into=incident.merged_into_id,
        acknowledged_by=incident.acknowledged_by_id,
        reopened=incident.reopened_count,
        regressed=incident.regression_count,
        call_url=incident.call_url,
        interim=incident.interim,
        **await _time(session, incident),
        **await _people(session, incident.id),
        **await _record(session, incident.id),
        **await _data(session, incident.id),
    )


async def _time(session: AsyncSession, incident: Incident) -> dict[str, Any]:
    pause = await open_pause(session, incident.id)
    clock = await session.get(StageClock, incident.id)
    planned = await _rows(session, WorkingSession, incident.id)
    reviews = [each for each in await _rows(session, Review, incident.id) if each.dropped_at is None]
    return {
        "paused_until": pause.until_at if pause else None,
        "is_late": clock is not None and clock.missed_at is not None,
        "session": planned[-1].starts_at if planned else None,
        "reviews": ["published" if each.published_at else "drafted" for each in reviews if each.drafted_at],
    }


async def _people(session: AsyncSession, number: int) -> dict[str, Any]:
    calls = await _rows(session, Call, number)
    offers = [each for each in await _rows(session, HandOff, number) if each.answered_at is None]
    return {
        "roles": {role.value: person for role, person in (await role_holders(session, number)).items()},
        "offers": {each.id for each in offers},
        "called": {each.person_id for each in calls},
        "answered": {each.person_id for each in calls if each.state is CallState.ANSWERED},
        "notices": {each.id: each.read_at is not None for each in await _rows(session, Notice, number)},
    }


async def _record(session: AsyncSession, number: int) -> dict[str, Any]:
    proven = await read_proven(session, number)
    hypotheses = await read_hypotheses(session, number)
    changes = await read_changes(session, number)
    causes = await _rows(session, RootCause, number)
    return {
        "hypotheses": {each.id: each.state.value for each in hypotheses if each.incident_id == number},
        "changes": {each.id: each.life.state.value for each in changes if each.incident_id == number},
        "runbooks": {
            run.name: await _steps(session, run.id) for run in await _rows(session, RunbookRun, number)
        },
        "signed": {role.value: word.is_given for role, word in proven.words.items()},
        "looks": {check.value: look.holds for check, look in proven.looks.items()},
        "causes": {each.id: each.family for each in causes if each.part is not CausePart.DROPPED},
    }


async def _steps(session: AsyncSession, run_id: int) -> set[int]:
    done = select(RunbookStep.number).where(RunbookStep.run_id == run_id, RunbookStep.done_at.is_not(None))
    return set(await session.scalars(done))


async def _data(session: AsyncSession, number: int) -> dict[str, Any]:
    windows = await _rows(session, AffectedWindow, number)
    said = await _rows(session, IncidentAsset, number)
    concerns = select(Concern.fingerprint).where(Concern.incident_id == number)
    return {
        "windows": {each.asset for each in windows if each.withdrawn_at is None},
        "backfill": {
            each.asset: (STATE_WORDS[each.state], each.owner_id)
            for each in await _rows(session, BackfillItem, number)
        },
        "holds": {each.id: _hold(each) for each in await _rows(session, RetentionHold, number)},
        "impact": {each.name: each.part.value for each in said if each.withdrawn_at is None},
        "alerts": set(await session.scalars(concerns)),
    }


def _hold(hold: RetentionHold) -> dict[str, Any]:
    return {
        "holder": hold.holder_id,
        "until": hold.until_at,
        "is_held": hold.held_at is not None,
        "is_released": hold.released_at is not None,
    }


async def _rows(session: AsyncSession, mapped: Any, number: int) -> list[Any]:
    rows = select(mapped).where(mapped.incident_id == number).order_by(mapped.id)
    return list(await session.scalars(rows))
