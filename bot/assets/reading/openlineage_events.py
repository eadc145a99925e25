"""OpenLineage: one event at a time, read as far as lineage needs it, or refused with the field that is wrong.

A run event tells what one run of a job read and wrote, a job event what the job does, a dataset event what a
dataset is (https://openlineage.io/spec). A run speaks as START, COMPLETE, FAIL and so on; none is an alert.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain
from typing import Any, Final

from bot.assets.reading.json_facts import FieldWrong, mapping, mappings, moment, required, words
from models.asset_names import LONGEST_NAME

#: Datasets on each side of an event that are looked at.
MOST_DATASETS: Final = 2_000

#: Orchestrators write it where nobody has said who owns a job.
_NOBODY: Final = frozenset({"airflow", "anonymous", "unknown"})


class EventType(StrEnum):
    """How far a run has come."""

    START = "START"
    RUNNING = "RUNNING"
    COMPLETE = "COMPLETE"
    ABORT = "ABORT"
    FAIL = "FAIL"
    OTHER = "OTHER"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A table, file or stream, as one event tells of it; of its columns only what they are made of counts."""

    namespace: str
    name: str
    facets: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Its full name."""
        return f"{self.namespace}/{self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What runs."""

    namespace: str
    name: str
    facets: Mapping[str, Any]
    #: The job of which it is a part: a DAG of its tasks.
    parent: str | None = None

    @property
    def key(self) -> str:
        """Its full name."""
        return f"{self.namespace}/{self.name}"

    @property
    def owner(self) -> str | None:
        """Who owns it, where somebody has said so."""
        return owner_in(self.facets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event; a dataset event has no job, a job event no run."""

    at: datetime
    type: EventType | None = None
    run_id: str | None = None
    job: Job | None = None
    inputs: Sequence[Dataset] = ()
    outputs: Sequence[Dataset] = ()
    #: Why the run failed, in its own words.
    error: str | None = None

    @property
    def datasets(self) -> Iterator[Dataset]:
        """All that it names."""
        yield from self.inputs
        yield from self.outputs


def looks_like_event(said: Any) -> bool:
    """Whether it is meant as an event, perhaps a broken one."""
    if not isinstance(said, Mapping):
        return False
    if "openlineage" in str(said.get("schemaURL", ""))[:200].lower():
        return True
    subject = isinstance(said.get("job"), Mapping) or isinstance(said.get("dataset"), Mapping)
    return subject and ("eventTime" in said or "eventType" in said)


def read_event(said: Any) -> Event:
    """Read one. Raises FieldWrong, which names the field."""
    if not isinstance(said, Mapping):
        raise FieldWrong("the event is no object")
    at = moment(said, "eventTime")
    if "dataset" in said and "job" not in said:
        return Event(at=at, outputs=[_dataset(said["dataset"], "dataset")])
    run = said.get("run")
    if run is None and "eventType" in said:
        raise FieldWrong("run.runId is missing")
    facets = mapping(run, "facets")
    outputs = _once(_datasets(said, "outputs"))
    return Event(
        at=at,
        type=_type(said),
        run_id=required(run, "runId", named="run.runId") if run is not None else None,
        job=_job(said, facets),
        inputs=_once(chain(_datasets(said, "inputs"), _behind_columns(outputs))),
        outputs=outputs,
        error=words(facets, "errorMessage", "message"),
    )


def owner_in(facets: Mapping[str, Any]) -> str | None:
    """The first owner that an ownership facet names."""
    for owner in mappings(facets, "ownership", "owners"):
        name = words(owner, "name")
        if name and name.lower() not in _NOBODY:
            return name
    return None


def _type(said: Mapping[str, Any]) -> EventType | None:
    given = said.get("eventType")
    if given is None:
        return None
    try:
        return EventType(str(given)[:20].upper())
    except ValueError:
        raise FieldWrong(f"eventType is none of {', '.join(EventType)}") from None


def _job(said: Mapping[str, Any], run_facets: Mapping[str, Any]) -> Job:
    job = said.get("job")
    if not isinstance(job, Mapping):
        raise FieldWrong("job is missing" if job is None else "job is no object")
    namespace = required(job, "namespace", named="job.namespace")
    name = required(job, "name", named="job.name")
    _require_short(f"{namespace}/{name}", "job.name")
    parent = mapping(run_facets, "parent", "job")
    above = words(parent, "namespace"), words(parent, "name")
    parent_key = f"{above[0]}/{above[1]}" if all(above) else None
    if parent_key in {f"{namespace}/{name}", None} or len(parent_key or "") > LONGEST_NAME:
        parent_key = None
    return Job(namespace=namespace, name=name, facets=mapping(job, "facets"), parent=parent_key)


def _datasets(said: Mapping[str, Any], side: str) -> Iterator[Dataset]:
    given = said.get(side)
    if given is None:
        return
    if not isinstance(given, list):
        raise FieldWrong(f"{side} is no list")
    if len(given) > MOST_DATASETS:
        raise FieldWrong(f"{side} names more than {MOST_DATASETS} datasets")
    for number, each in enumerate(given):
        yield _dataset(each, f"{side}[{number}]")


def _behind_columns(outputs: Iterable[Dataset]) -> Iterator[Dataset]:
    """What columns are made of; one that is no dataset's says nothing."""
    for output in outputs:
        for field in mapping(output.facets, "columnLineage", "fields").values():
            for each in mappings(field, "inputFields"):
                namespace, name = words(each, "namespace"), words(each, "name")
                if namespace and name and len(namespace) + len(name) < LONGEST_NAME:
                    yield Dataset(namespace=namespace, name=name, facets={})


def _once(datasets: Iterable[Dataset]) -> list[Dataset]:
    """Each once; what it was first told with counts."""
    first: dict[str, Dataset] = {}
    for dataset in datasets:
        first.setdefault(dataset.key, dataset)
    return list(first.values())[:MOST_DATASETS]


def _dataset(said: Any, named: str) -> Dataset:
    if not isinstance(said, Mapping):
        raise FieldWrong(f"{named} is no object")
    namespace = required(said, "namespace", named=f"{named}.namespace")
    name = required(said, "name", named=f"{named}.name")
    _require_short(f"{namespace}/{name}", f"{named}.name")
    return Dataset(namespace=namespace, name=name, facets=mapping(said, "facets"))


def _require_short(key: str, named: str) -> None:
    if len(key) > LONGEST_NAME:
        raise FieldWrong(f"{named} is longer than {LONGEST_NAME} characters, with its namespace")
