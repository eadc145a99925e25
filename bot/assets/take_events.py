"""Take in what OpenLineage events tell: jobs first, then assets, then what leads to what.

Each step may be done again: what a killed process left half done, the same events put right when they are
read again from their rows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.assets.end_claims import end_claims
from bot.assets.event_assets import claimed_facts, event_assets
from bot.assets.job_edges import SOURCE, JobPlace
from bot.assets.reading.openlineage import Heard, HeardJob
from bot.assets.take_job_edges import take_job_edges
from bot.assets.take_told import Progress, Taken, take_told
from bot.assets.told import Told, ToldRun, Tool
from bot.database import in_parts
from bot.uow import Store, UnitOfWork
from models.job_state import after
from models.lineage_job import LineageJob
from models.vocabulary import AssetType


async def take_events(store: Store, heard: Heard, progress: Progress = lambda done, whole: None) -> Taken:
    """Write what differs from what is known; says so like every import."""
    async with store.unit() as uow:
        places = await _keep_jobs(uow, heard.jobs)
    assets = await event_assets(store, heard, places)
    runs = list(_runs(heard.jobs, places))
    told = Told(source=SOURCE, tool=Tool.OPENLINEAGE, assets=assets, runs=runs, skipped=heard.skipped)
    taken = await take_told(store, told, progress)
    no_assets = {key for key, place in places.items() if not place.is_asset} - heard.datasets.keys()
    ending = await claimed_facts(store, no_assets | heard.tables_of_paths.keys())
    gone = [key for key in ending if key not in no_assets or ending[key].get("type") == AssetType.JOB]
    if gone:
        async with store.unit() as uow:
            await end_claims(uow, SOURCE, gone)
        taken.vanished += sorted(gone)
    new, vanished = await take_job_edges(store, list(places.values()))
    taken.new_edges, taken.vanished_edges = taken.new_edges + new, taken.vanished_edges + vanished
    return taken


async def _keep_jobs(uow: UnitOfWork, jobs: Mapping[str, HeardJob]) -> dict[str, JobPlace]:
    """Add up what was heard of each job; only what differs is written."""
    known: dict[str, LineageJob] = {}
    for part in in_parts(sorted(jobs)):
        rows = await uow.session.scalars(select(LineageJob).where(LineageJob.key.in_(part)).with_for_update())
        known.update((row.key, row) for row in rows)
    places: dict[str, JobPlace] = {}
    changed: list[Mapping[str, Any]] = []
    for key, job in sorted(jobs.items()):
        before = _place(known[key]) if key in known else None
        state = before.state if before else None
        for each in job.heard:
            state = after(state, each)
        if state is None:
            continue
        parent = job.parent or (before.parent if before else None)
        is_besides = job.is_besides or (before.is_besides if before else False)
        places[key] = place = JobPlace(key, state, parent, is_besides)
        if place != before:
            changed.append(_row(job, place))
    await uow.put(LineageJob, *changed)
    return places


def _place(row: LineageJob) -> JobPlace:
    return JobPlace(row.key, row.state, row.parent, row.is_besides)


def _row(job: HeardJob, place: JobPlace) -> Mapping[str, Any]:
    state = place.state
    return {
        "key": job.key,
        "name": job.name,
        "run_id": state.run_id,
        "heard_at": state.at,
        "is_complete": state.is_complete,
        "run_inputs": list(state.run_inputs),
        "run_outputs": list(state.run_outputs),
        "inputs": list(state.inputs),
        "outputs": list(state.outputs),
        "parent": place.parent,
        "is_besides": place.is_besides,
        "stands_for": place.stands_for,
    }


def _runs(jobs: Mapping[str, HeardJob], places: Mapping[str, JobPlace]) -> Iterator[ToldRun]:
    for key, place in places.items():
        run = jobs[key].run
        if run is not None and not place.is_besides:
            yield replace(run, key=place.stands_for or key)
