"""DataHub: datasets, dashboards, charts, jobs and features, and what feeds what, from its change records.

What dbt calls a model and the warehouse a table are two entities there, siblings, and one thing here. Its key
is dbt's URN where there is one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bot.assets.job_edges import edges_of_job, only_one
from bot.assets.reading.datahub_assets import KINDS, asset_of, dbt_first
from bot.assets.reading.datahub_records import (
    Entity,
    entities_of,
    is_of_dbt,
    kind_of,
    looks_like_record,
    parts_of,
)
from bot.assets.reading.json_facts import words
from bot.assets.told import Told, ToldAsset, ToldEdge, Tool

#: What is said of records that cannot be read.
MOST_SAID: Final = 20

#: Where entities say what they read: the aspect, and the list in it.
_READS: Final[Mapping[str, Sequence[tuple[str, str]]]] = {
    "dashboard": (
        ("dashboardInfo", "datasets"),
        ("dashboardInfo", "datasetEdges"),
        ("dashboardInfo", "charts"),
        ("dashboardInfo", "chartEdges"),
        ("dashboardInfo", "dashboards"),
    ),
    "chart": (("chartInfo", "inputs"), ("chartInfo", "inputEdges")),
    "mlFeature": (("mlFeatureProperties", "sources"),),
    "mlPrimaryKey": (("mlPrimaryKeyProperties", "sources"),),
    "mlModel": (("mlModelProperties", "mlFeatures"),),
}


def recognises(body: Any) -> bool:
    """A list of change records, or one."""
    if isinstance(body, list):
        return any(looks_like_record(each) for each in body[:50])
    return looks_like_record(body)


def read(body: Any, source: str | None = None) -> Told:
    """What the records tell; what they do not name is left as it is."""
    skipped: list[str] = []
    catalogue = _Catalogue(entities_of(body if isinstance(body, list) else [body], skipped))
    if len(skipped) > MOST_SAID:
        skipped[MOST_SAID:] = [f"and {len(skipped) - MOST_SAID} more records"]
    edges = list(dict.fromkeys(catalogue.edges()))
    return Told(
        source=source or "datahub",
        tool=Tool.DATAHUB,
        assets=list(catalogue.assets(edges)),
        edges=edges,
        complete_upstreams=catalogue.told_wholly(),
        gone=catalogue.gone,
        skipped=skipped,
    )


class _Catalogue:
    """The entities of a file, siblings together."""

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._keys = _keys(entities)
        groups: dict[str, list[Entity]] = {}
        for urn, key in self._keys.items():
            if kind_of(urn) in KINDS:
                groups.setdefault(key, []).append(entities.get(urn) or Entity(urn))
        self.gone = frozenset(
            key
            for key, group in groups.items()
            if all(each.is_removed for each in group if each.urn in entities)
        )
        self._groups = {key: group for key, group in groups.items() if key not in self.gone}
        #: For each job what it reads and writes.
        self._jobs = {
            key: (self._side(aspect, "input"), self._side(aspect, "output"))
            for key, group in self._groups.items()
            for each in group
            if (aspect := each.aspects.get("dataJobInputOutput")) is not None
        }

    def assets(self, edges: Sequence[ToldEdge]) -> Iterator[ToldAsset]:
        """Those that records tell of, and those that are only named."""
        written_by: dict[str, list[str]] = {}
        for key, (_, outputs) in self._jobs.items():
            if table := only_one(outputs):
                written_by.setdefault(table, []).append(parts_of(key)[-1])
        for key, group in self._groups.items():
            if key not in self._jobs or not only_one(self._jobs[key][1]):
                yield asset_of(key, group, written_by.get(key, ()))
        named = {end for edge in edges for end in (edge.upstream, edge.downstream)}
        for key in sorted(named - self._groups.keys()):
            yield asset_of(key, [Entity(key)], written_by.get(key, ()))

    def edges(self) -> Iterator[ToldEdge]:
        """What feeds what."""
        for key, group in self._groups.items():
            for upstream in (urn for each in group for urn in (*each.upstreams, *_reads(each))):
                edge = ToldEdge(self._key(upstream), key)
                if edge.upstream not in self.gone | {key}:
                    yield edge
        for key, (inputs, outputs) in self._jobs.items():
            yield from edges_of_job(key, inputs, outputs)

    def told_wholly(self) -> frozenset[str]:
        """Those whose upstreams the records tell wholly."""
        return frozenset(
            key for key, group in self._groups.items() if any(each.tells_all_upstreams for each in group)
        )

    def _key(self, urn: str) -> str:
        return self._keys.get(urn, urn)

    def _side(self, aspect: Mapping[str, Any], side: str) -> Sequence[str]:
        urns = [*_urns(aspect, f"{side}Datasets"), *_urns(aspect, f"{side}DatasetEdges")]
        if side == "input":
            urns += _urns(aspect, "inputDatajobs")
        return tuple(dict.fromkeys(map(self._key, urns)))


def _keys(entities: Mapping[str, Entity]) -> dict[str, str]:
    """For each URN the one under which its siblings are kept."""
    above: dict[str, str] = {}

    def top(urn: str) -> str:
        while above.setdefault(urn, urn) != urn:
            urn = above[urn]
        return urn

    for urn, entity in entities.items():
        top(urn)
        for sibling in _siblings(entity):
            first, second = sorted((top(urn), top(sibling)), key=dbt_first)
            above[second] = first
    return {urn: top(urn) for urn in list(above)}


def _siblings(entity: Entity) -> Iterator[str]:
    """Those that DataHub names so, and the copy of the same name in dbt or the warehouse."""
    named = entity.aspects.get("siblings", {}).get("siblings")
    yield from (urn for urn in (named if isinstance(named, list) else ()) if kind_of(str(urn)) == "dataset")
    for urn, how in entity.upstreams.items():
        if how == "COPY" and is_of_dbt(urn) != is_of_dbt(entity.urn) and _table(urn) == _table(entity.urn):
            yield urn


def _table(urn: str) -> str:
    return parts_of(urn)[min(1, len(parts_of(urn)) - 1)].casefold()


def _reads(entity: Entity) -> Iterator[str]:
    for aspect, field in _READS.get(kind_of(entity.urn), ()):
        yield from _urns(entity.aspects.get(aspect), field)


def _urns(aspect: Any, field: str) -> Iterator[str]:
    """A list of URNs, of objects that name one, or of unions with one in them."""
    found = aspect.get(field) if isinstance(aspect, Mapping) else None
    for each in found if isinstance(found, list) else ():
        urn = each if isinstance(each, str) else words(each, "destinationUrn") or words(each, "string")
        if urn and kind_of(urn) in KINDS:
            yield urn
