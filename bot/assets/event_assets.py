"""The assets that events tell of: datasets, with what was known of them before, and jobs of their own."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, cast

from sqlalchemy import Table, select

from bot.assets.job_edges import SOURCE, JobPlace
from bot.assets.reading.openlineage import Heard, HeardJob, richer
from bot.assets.told import ToldAsset
from bot.database import in_parts
from bot.uow import Store
from models.asset import AssetClaim, AssetName
from models.asset_names import digest_of, fold
from models.lineage_job import LineageJob
from models.vocabulary import AssetType

_CLAIMS: Final = cast("Table", AssetClaim.__table__).c
_JOBS: Final = cast("Table", LineageJob.__table__).c
_NAMES: Final = cast("Table", AssetName.__table__).c

#: Jobs by whose names one dataset is known.
_MOST_JOBS: Final = 5


async def event_assets(store: Store, heard: Heard, places: Mapping[str, JobPlace]) -> Sequence[ToldAsset]:
    """Datasets and the jobs that are assets of their own, with what was known of them before."""
    told = dict(heard.datasets)
    for place in places.values():  # what earlier events have named is there, unless somebody cleared it away
        if place.stands_for:
            told.setdefault(place.stands_for, ToldAsset(key=place.stands_for))
    datasets = set(told)
    for job in _job_assets(heard.jobs, places):
        told.setdefault(job.key, job)
    known = await claimed_facts(store, list(told))
    for key in await _names_of_ours(store, datasets - known.keys()):
        del told[key]
    names = await _names_by_jobs(store, list(datasets))
    by_id = {place.stands_for: heard.jobs[key].unique_id for key, place in places.items() if place.stands_for}
    assets = []
    for key, asset in told.items():
        facts = _facts(known[key]) if key in known else {}
        if asset.type is AssetType.JOB and facts.get("type", AssetType.JOB) is not AssetType.JOB:
            continue  # a dataset has that very name
        full = richer(ToldAsset(key=key, **facts), asset) if facts else asset
        assets.append(_with_jobs(full, names.get(key, ()), by_id.get(key)))
    return assets


def _facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a claim keeps, as it was told; the names of jobs are told anew each time."""
    kept: dict[str, Any] = {name: value for name, value in facts.items() if name != "by_any_name"}
    for name in ("whole_names", "other_names", "tags"):
        kept[name] = tuple(kept.get(name, ()))
    kept["type"] = AssetType(kept["type"]) if "type" in kept else None
    return kept


def _with_jobs(asset: ToldAsset, jobs: Sequence[tuple[str, str]], unique_id: str | None) -> ToldAsset:
    """With the names of the jobs that make it, and dbt's own name of what its run has made."""
    more = [name for job in jobs[:_MOST_JOBS] for name in job]
    whole_names = (*asset.whole_names, *([unique_id] if unique_id else ()))
    return replace(
        asset,
        whole_names=tuple(dict.fromkeys(whole_names)),
        other_names=tuple(dict.fromkeys((*asset.other_names, *more))),
    )


def _job_assets(jobs: Mapping[str, HeardJob], places: Mapping[str, JobPlace]) -> Iterator[ToldAsset]:
    """Jobs and what they are parts of; a job that has only begun may still be about to say what it writes."""
    parents = {place.parent for place in places.values() if place.parent and not place.is_besides}
    for key in sorted(parents - places.keys()):
        yield ToldAsset(key=key, name=key.rpartition("/")[2], type=AssetType.JOB)
    for key, place in places.items():
        job = jobs[key]
        if place.is_asset and (
            job.run is not None or place.state.inputs or place.state.outputs or key in parents
        ):
            owner = job.owner or ""
            yield ToldAsset(
                key=key,
                name=job.name,
                type=AssetType.JOB,
                owner=None if "@" in owner else owner or None,
                owner_email=owner if "@" in owner else None,
                description=job.description,
            )


async def claimed_facts(store: Store, keys: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """The facts of living claims under these keys."""
    found: dict[str, Mapping[str, Any]] = {}
    query = select(_CLAIMS.key, _CLAIMS.facts).where(_CLAIMS.source == SOURCE, _CLAIMS.gone_at.is_(None))
    async with store.reading() as session:
        for part in in_parts(sorted(keys)):
            rows = await session.execute(query.where(_CLAIMS.key.in_(part)))
            found.update((row.key, row.facts) for row in rows)
    return found


async def _names_of_ours(store: Store, keys: Collection[str]) -> set[str]:
    """Which of these are no things of their own: an event has told that they are another name of one."""
    digests = {digest_of(fold(key)): key for key in keys}
    query = select(_NAMES.digest).join(AssetClaim, _CLAIMS.asset_id == _NAMES.asset_id)
    query = query.where(_NAMES.is_whole, _NAMES.source == SOURCE)
    query = query.where(_CLAIMS.source == SOURCE, _CLAIMS.gone_at.is_(None))
    async with store.reading() as session:
        return {
            digests[digest]
            for part in in_parts(sorted(digests))
            for digest in await session.scalars(query.where(_NAMES.digest.in_(part)))
        }


async def _names_by_jobs(store: Store, keys: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """For each dataset the jobs that write it and nothing else: key and name."""
    found: dict[str, list[tuple[str, str]]] = {}
    query = select(_JOBS.stands_for, _JOBS.key, _JOBS.name).order_by(_JOBS.key)
    async with store.reading() as session:
        for part in in_parts(sorted(keys)):
            for row in await session.execute(query.where(_JOBS.stands_for.in_(part))):
                found.setdefault(row.stands_for, []).append((row.key, row.name))
    return found
