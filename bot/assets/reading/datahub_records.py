"""DataHub's change records, as its file sink writes them: what they leave of each entity, aspect by aspect.

A record replaces an aspect (UPSERT), changes it (PATCH, a JSON Patch), or is a snapshot with several of them.
Where DataHub says that an entity is removed, it is gone; what a file does not name is merely not in it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from bot.assets.reading.json_facts import mapping, words

_SNAPSHOT: Final = "proposedSnapshot"
_LINEAGE: Final = "upstreamLineage"

#: Entities that are no data: who, why, how often and whether it was right.
_BESIDES: Final = frozenset(
    {
        "assertion",
        "container",
        "corpGroup",
        "corpuser",
        "dataPlatform",
        "dataPlatformInstance",
        "dataProcessInstance",
        "domain",
        "glossaryNode",
        "glossaryTerm",
        "incident",
        "schemaField",
        "structuredProperty",
        "tag",
        "test",
    }
)


@dataclass(slots=True)
class Entity:
    """What the records leave of one entity."""

    urn: str
    aspects: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    #: Every `dbt_unique_id`: dbt has a seed and a source of one table.
    unique_ids: dict[str, None] = field(default_factory=dict)
    #: URNs upstream of it, each with how the data gets there (COPY, TRANSFORMED, VIEW …).
    upstreams: dict[str, str] = field(default_factory=dict)
    #: The records tell all upstreams that there are.
    tells_all_upstreams: bool = False

    @property
    def is_removed(self) -> bool:
        """Whether DataHub says that it is gone."""
        return self.aspects.get("status", {}).get("removed") is True


def kind_of(urn: str) -> str:
    """`urn:li:dataset:(…)` is a dataset."""
    parts = urn.split(":", 3)
    return parts[2] if len(parts) == 4 and urn.startswith("urn:li:") else ""


def parts_of(urn: str) -> list[str]:
    """What stands between its brackets, parted at commas; of a URN without brackets what stands last."""
    inner = urn.split(":", 3)[-1]
    if not (inner.startswith("(") and inner.endswith(")")):
        return [inner]
    parts, depth, last = [], 0, 1
    for at, char in enumerate(inner[:-1]):
        depth += (char == "(") - (char == ")")
        if char == "," and depth == 1:
            parts.append(inner[last:at])
            last = at + 1
    return [*parts, inner[last:-1]]


def platform_of(urn: str) -> str:
    """`snowflake` of a dataset of Snowflake's."""
    return parts_of(urn)[0].rpartition(":")[2]


def is_of_dbt(urn: str) -> bool:
    """Whether it is a dataset as dbt sees it."""
    return kind_of(urn) == "dataset" and platform_of(urn) == "dbt"


def looks_like_record(said: Any) -> bool:
    """Whether it is a record of DataHub's, perhaps a broken one."""
    return isinstance(said, Mapping) and (
        _SNAPSHOT in said or (("entityUrn" in said or "entityType" in said) and "changeType" in said)
    )


def entities_of(records: Iterable[Any], skipped: list[str]) -> dict[str, Entity]:
    """Apply record after record."""
    entities: dict[str, Entity] = {}
    for number, record in enumerate(records, start=1):
        try:
            for urn, name, change, body in _changes(record):
                if kind_of(urn) not in _BESIDES:
                    _apply(entities.setdefault(urn, Entity(urn)), name, change, body)
        except ValueError as wrong:
            skipped.append(f"record {number}: {wrong}")
    return entities


def _changes(record: Any) -> Iterator[tuple[str, str, str, Any]]:
    """URN, name of the aspect, kind of change, and what it says. Raises ValueError."""
    if not looks_like_record(record):
        raise ValueError("it is no change of an entity")
    for snapshot in mapping(record, _SNAPSHOT).values():
        urn = _urn(snapshot, "urn")
        for aspect in _list(snapshot, "aspects"):
            for name, body in aspect.items() if isinstance(aspect, Mapping) else ():
                short = str(name).rpartition(".")[2]
                yield urn, short[:1].lower() + short[1:], "UPSERT", body
    if _SNAPSHOT not in record:
        name = words(record, "aspectName")
        if name is None:
            raise ValueError("aspectName is missing")
        change = words(record, "changeType") or "UPSERT"
        yield _urn(record, "entityUrn"), name, change.upper(), _body(record.get("aspect"))


def _urn(body: Any, field: str) -> str:
    urn = words(body, field)
    if urn is None or not kind_of(urn):
        raise ValueError(f"{field} is no URN")
    return urn


def _list(body: Any, field: str) -> list[Any]:
    found = body.get(field) if isinstance(body, Mapping) else None
    return found if isinstance(found, list) else []


def _body(aspect: Any) -> Any:
    """Files hold it as JSON, queues as JSON in a text."""
    if not isinstance(aspect, Mapping):
        return None
    if "json" in aspect:
        return aspect["json"]
    value = aspect.get("value")
    try:
        return json.loads(value) if isinstance(value, str) else value
    except (ValueError, RecursionError):
        raise ValueError("its aspect is no JSON") from None


def _apply(entity: Entity, name: str, change: str, body: Any) -> None:
    if change == "DELETE":
        entity.aspects.pop(name, None)
    elif change == "PATCH":
        if name == _LINEAGE:
            _patch(entity, body)
    elif isinstance(body, Mapping):
        entity.aspects[name] = body
        if unique_id := words(body, "customProperties", "dbt_unique_id"):
            entity.unique_ids.setdefault(unique_id)
        if name == _LINEAGE:
            entity.upstreams = dict(
                _upstream(each) for each in _list(body, "upstreams") if words(each, "dataset")
            )
            entity.tells_all_upstreams = True


def _upstream(said: Any) -> tuple[str, str]:
    return words(said, "dataset") or "", (words(said, "type") or "TRANSFORMED").upper()


def _patch(entity: Entity, body: Any) -> None:
    """`add` and `remove` of `/upstreams/<urn>`; columns have paths of their own, and are none of ours."""
    operations = body.get("patch") if isinstance(body, Mapping) else body
    for each in operations if isinstance(operations, list) else ():
        path = words(each, "path") or ""
        if not path.startswith("/upstreams/"):
            continue
        urn = path.removeprefix("/upstreams/").replace("~1", "/").replace("~0", "~")
        if words(each, "op") == "remove":
            entity.upstreams.pop(urn, None)
        else:
            named, how = _upstream(mapping(each, "value"))
            entity.upstreams[named or urn] = how
