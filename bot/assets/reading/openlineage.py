"""OpenLineage: many events, and what they come to: datasets, jobs, and what each job was heard to do.

What a job reads feeds what it writes in one step, as in dbt, where a table and the run that fills it are one
thing. A job that writes one table is therefore a name of that table. One that writes several, or none that we
know of, is an asset of its own. Tests are none, nor is the run of dbt that starts them all.
(docs/decisions/0007-jobs-in-lineage.md)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.assets.reading.json_facts import FieldWrong, mapping, mappings, words
from bot.assets.reading.openlineage_events import (
    Dataset,
    Event,
    EventType,
    Job,
    looks_like_event,
    owner_in,
    read_event,
)
from bot.assets.reading.table_names import PATHS as FILES
from bot.assets.reading.table_names import scheme_of, table_name
from bot.assets.told import ToldAsset, ToldRun
from models.job_state import JobHeard
from models.vocabulary import AssetType

#: What is said of events that cannot be read: so many one by one, then how many more there were.
MOST_SAID: Final = 20

_TYPES: Final[Mapping[str, AssetType]] = {
    "FILE": AssetType.FILE,
    "MODEL": AssetType.ML,
    "STREAM": AssetType.STREAM,
    "TABLE": AssetType.TABLE,
    "TOPIC": AssetType.STREAM,
    "VIEW": AssetType.VIEW,
}
_STREAMS: Final = frozenset({"eventhub", "kafka", "kinesis", "pubsub", "pulsar"})


@dataclass(slots=True)
class HeardJob:
    """One job, and what was heard of it, oldest first."""

    key: str
    name: str
    owner: str | None = None
    description: str | None = None
    parent: str | None = None
    #: What it runs for is no lineage: it tests what is there, or starts what has events of its own.
    is_besides: bool = False
    #: dbt's name of what it makes.
    unique_id: str | None = None
    heard: list[JobHeard] = field(default_factory=list)
    #: How its latest run ended.
    run: ToldRun | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """What a number of events tell."""

    datasets: dict[str, ToldAsset]
    jobs: dict[str, HeardJob]
    #: Keys of paths that a catalogue knows as tables, with the keys of the tables.
    tables_of_paths: Mapping[str, str] = field(default_factory=dict)
    #: Why others could not be read.
    skipped: Sequence[str] = ()


def recognises(body: Any) -> bool:
    """One event, or a list that has some."""
    if isinstance(body, list):
        return any(looks_like_event(each) for each in body[:100])
    return looks_like_event(body)


def hear(bodies: Iterable[Any]) -> Heard:
    """What they tell, and why some of them could not be read."""
    return gather(*read_all(bodies))


def read_all(bodies: Iterable[Any]) -> tuple[list[Event], list[str]]:
    """Read event after event; a wrong one is refused by itself, with the field that is wrong."""
    events: list[Event] = []
    refused: list[str] = []
    for number, body in enumerate(bodies, start=1):
        try:
            events.append(read_event(body))
        except FieldWrong as wrong:
            refused.append(f"event {number}: {wrong}")
    if len(refused) > MOST_SAID:
        refused[MOST_SAID:] = [f"and {len(refused) - MOST_SAID} more events"]
    return events, refused


def gather(events: Iterable[Event], refused: Sequence[str] = ()) -> Heard:
    """What they come to, whatever the order in which they came."""
    events = sorted(events, key=lambda event: event.at)
    tables = {
        dataset.key: table for event in events for dataset in event.datasets if (table := _table_of(dataset))
    }
    heard = Heard({}, {}, tables, refused)
    for event in events:
        _take(event, heard)
    return heard


def _take(event: Event, heard: Heard) -> None:
    datasets, jobs, tables = heard.datasets, heard.jobs, heard.tables_of_paths
    for dataset in event.datasets:
        told = _asset(dataset, tables)
        known = datasets.get(told.key)
        datasets[told.key] = told if known is None else richer(known, told)
    if event.job is None:
        return
    job = jobs.setdefault(event.job.key, HeardJob(event.job.key, event.job.name))
    _learn(job, event.job)
    job.heard.append(
        JobHeard(
            run_id=event.run_id,
            at=event.at,
            is_complete=event.type is EventType.COMPLETE,
            inputs=tuple(tables.get(each.key, each.key) for each in event.inputs),
            outputs=tuple(tables.get(each.key, each.key) for each in event.outputs),
        )
    )
    if event.type in {EventType.COMPLETE, EventType.FAIL}:
        status = "success" if event.type is EventType.COMPLETE else "error"
        job.run = ToldRun(key=job.key, status=status, at=event.at, words=event.error)


def _learn(job: HeardJob, told: Job) -> None:
    """What is said once counts; events of one run do not all say the same."""
    kind = (words(told.facets, "jobType", "jobType") or "").upper()
    is_of_dbt = (words(told.facets, "jobType", "integration") or "").upper() == "DBT"
    job.is_besides |= kind == "TEST" or (is_of_dbt and kind == "JOB")
    job.owner = told.owner or job.owner
    job.description = words(told.facets, "documentation", "description") or job.description
    if is_of_dbt:
        job.unique_id = words(told.facets, "dbt_node", "unique_id") or job.unique_id
    else:
        job.parent = told.parent or job.parent


def richer(known: ToldAsset, told: ToldAsset) -> ToldAsset:
    """What both say of one dataset; of two words the later one counts."""
    facts: dict[str, Any] = {}
    for name in ("name", "type", "relation", "schema", "owner", "owner_email", "description"):
        facts[name] = getattr(told, name) or getattr(known, name)
    for name in ("whole_names", "other_names", "tags"):
        facts[name] = tuple(dict.fromkeys((*getattr(known, name), *getattr(told, name))))
    return ToldAsset(key=known.key, meta={**known.meta, **told.meta}, **facts)


def _asset(dataset: Dataset, tables: Mapping[str, str]) -> ToldAsset:
    facets, system = dataset.facets, scheme_of(dataset.namespace)
    table = tables.get(dataset.key)
    links = [(dataset.namespace, dataset.name), *_symlinks(facets)]
    names = [table_name(name, scheme_of(space)) for space, name in links]
    named = names[[f"{space}/{name}" for space, name in links].index(table)] if table else names[0]
    owner = owner_in(facets) or ""
    others = [name for _, name in links] + [each.within for each in names if each.within]
    return ToldAsset(
        key=table or dataset.key,
        name=named.short,
        type=_type(facets, system),
        relation=next((each.relation for each in names if each.relation), None),
        whole_names=tuple(f"{space}/{name}" for space, name in links if f"{space}/{name}" != table)
        if len(links) > 1
        else (),
        other_names=tuple(dict.fromkeys(name for name in others if name != named.short)),
        schema=named.schema,
        owner=None if "@" in owner else owner or None,
        owner_email=owner if "@" in owner else None,
        tags=tuple(_tags(facets)),
        description=words(facets, "documentation", "description"),
        meta=_meta(facets),
    )


def _meta(facets: Mapping[str, Any]) -> Mapping[str, str]:
    materialized = words(facets, "dbt_model", "config", "materialized")
    return {"materialized": materialized} if materialized else {}


def _table_of(dataset: Dataset) -> str | None:
    """The table as which a catalogue knows a path; what is a table itself stays what it is."""
    if scheme_of(dataset.namespace) not in FILES:
        return None
    for each in mappings(dataset.facets, "symlinks", "identifiers"):
        namespace, name = words(each, "namespace"), words(each, "name")
        if namespace and name and (words(each, "type") or "TABLE").upper() == "TABLE":
            return f"{namespace}/{name}"
    return None


def _symlinks(facets: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Other names of the same data."""
    for each in mappings(facets, "symlinks", "identifiers"):
        namespace, name = words(each, "namespace"), words(each, "name")
        if namespace and name:
            yield namespace, name


def _type(facets: Mapping[str, Any], system: str) -> AssetType | None:
    said = words(facets, "datasetType", "datasetType") or ""
    if system in _STREAMS:
        return AssetType.STREAM
    if system in FILES and not mapping(facets, "symlinks"):
        return AssetType.FILE
    return _TYPES.get(said.upper(), AssetType.TABLE)


def _tags(facets: Mapping[str, Any]) -> Iterator[str]:
    for tag in mappings(facets, "tags", "tags"):
        key, value = words(tag, "key"), words(tag, "value")
        if key:
            yield key if value in {None, "true"} else f"{key}:{value}"
