"""OpenMetadata: the lineage around an entity, as its API answers or its page exports it.

Three shapes: nodes and edges in lists with ids (`/lineage/{type}/…`), in mappings by name
(`/lineage/getLineage`), and rows from one entity to another (the page's CSV). Each tells of one
neighbourhood, so nothing vanishes by it.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.assets.reading.json_facts import mapping, mappings, words
from bot.assets.reading.table_names import parts_of_name, table_name, without_first
from bot.assets.told import Told, ToldAsset, ToldEdge, Tool
from models.vocabulary import AssetType

#: What is said of edges that cannot be read.
MOST_SAID: Final = 20

_TYPES: Final[Mapping[str, AssetType]] = {
    "apiendpoint": AssetType.APPLICATION,
    "chart": AssetType.DASHBOARD,
    "container": AssetType.FILE,
    "dashboard": AssetType.DASHBOARD,
    "dashboarddatamodel": AssetType.DASHBOARD,
    "directory": AssetType.FILE,
    "file": AssetType.FILE,
    "metric": AssetType.ANALYSIS,
    "mlmodel": AssetType.ML,
    "pipeline": AssetType.JOB,
    "searchindex": AssetType.TABLE,
    "spreadsheet": AssetType.FILE,
    "storedprocedure": AssetType.JOB,
    "table": AssetType.TABLE,
    "topic": AssetType.STREAM,
}
#: Every one has databases and schemas here, whatever it calls them.
_ANY_WAREHOUSE: Final = "snowflake"
_SIDES: Final = ("upstreamEdges", "downstreamEdges", "edges")
_CSV: Final = ("fromEntityFQN", "toEntityFQN")


def recognises(body: Any) -> bool:
    """Nodes or an entity with edges, or rows of its CSV."""
    if isinstance(body, list):
        return bool(body) and all(
            isinstance(each, Mapping) and all(map(each.__contains__, _CSV)) for each in body[:5]
        )
    if not isinstance(body, Mapping) or not any(side in body for side in _SIDES):
        return False
    return any(words(node, "fullyQualifiedName") for node in _nodes(body))


def rows_of_csv(text: str) -> list[dict[str, str]] | None:
    """The rows of an export; none where it is something else."""
    first_line = text[:2_000].partition("\n")[0]
    if not all(name in first_line for name in _CSV):
        return None
    return [
        row for row in csv.DictReader(io.StringIO(text)) if row.get("fromEntityFQN") or row.get("toEntityFQN")
    ]


def read(body: Any, source: str | None = None) -> Told:
    """What the answer tells; what it does not name is left as it is."""
    skipped: list[str] = []
    if isinstance(body, list):
        nodes, edges = _of_rows(body, skipped)
    else:
        nodes, edges = _of_graph(body, skipped)
    if len(skipped) > MOST_SAID:
        skipped[MOST_SAID:] = [f"and {len(skipped) - MOST_SAID} more edges"]
    told = list(dict.fromkeys(edges))
    named = {end for edge in told for end in (edge.upstream, edge.downstream)}
    gone = frozenset(key for key, node in nodes.items() if node.get("deleted") is True)
    return Told(
        source=source or "openmetadata",
        tool=Tool.OPENMETADATA,
        assets=[_asset(key, nodes.get(key, {})) for key in sorted(nodes.keys() | named) if key not in gone],
        edges=[edge for edge in told if not {edge.upstream, edge.downstream} & gone],
        gone=gone,
        skipped=skipped,
    )


Nodes = dict[str, Mapping[str, Any]]


def _of_graph(body: Mapping[str, Any], skipped: list[str]) -> tuple[Nodes, list[ToldEdge]]:
    nodes: Nodes = {}
    names: dict[str, str] = {}
    for node in _nodes(body):
        if key := words(node, "fullyQualifiedName"):
            nodes[key] = node
            names[words(node, "id") or key] = key
    edges: list[ToldEdge] = []
    for number, edge in enumerate(_edges(body), start=1):
        ends = [_end(edge.get(side), names, nodes) for side in ("fromEntity", "toEntity")]
        if ends[0] is None or ends[1] is None:
            side = "fromEntity" if ends[0] is None else "toEntity"
            skipped.append(f"edge {number}: {side} is none of the nodes")
            continue
        edges.append(ToldEdge(ends[0], ends[1]))
        for pipeline in (mapping(edge, "pipeline"), mapping(edge, "lineageDetails", "pipeline")):
            if key := words(pipeline, "fullyQualifiedName"):
                nodes.setdefault(key, {"type": "pipeline", **pipeline})
                edges.append(ToldEdge(key, ends[1]))
    return nodes, edges


def _of_rows(rows: list[Mapping[str, Any]], skipped: list[str]) -> tuple[Nodes, list[ToldEdge]]:
    nodes: Nodes = {}
    edges: list[ToldEdge] = []
    for number, row in enumerate(rows, start=1):
        ends = words(row, "fromEntityFQN"), words(row, "toEntityFQN")
        if ends[0] is None or ends[1] is None:
            skipped.append(f"row {number}: {_CSV[0] if ends[0] is None else _CSV[1]} is empty")
            continue
        for key, side in zip(ends, ("from", "to"), strict=True):
            owner = (words(row, f"{side}Owners") or "").partition(";")[0]
            nodes.setdefault(str(key), {"owners": [{"name": owner}], "domain": words(row, f"{side}Domain")})
        edges.append(ToldEdge(ends[0], ends[1]))
        if pipeline := words(row, "pipelineName"):
            nodes.setdefault(pipeline, {"type": "pipeline"})
            edges.append(ToldEdge(pipeline, ends[1]))
    return nodes, edges


def _nodes(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """In a list, or in a mapping by name, where each may lie in `entity`."""
    yield mapping(body, "entity")
    found = body.get("nodes")
    for node in found.values() if isinstance(found, Mapping) else found if isinstance(found, list) else ():
        yield mapping(node, "entity") or mapping(node)


def _edges(body: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for side in _SIDES:
        found = body.get(side)
        yield from (mapping(each) for each in (found.values() if isinstance(found, Mapping) else ()))
        yield from mappings(body, side)


def _end(said: Any, names: Mapping[str, str], nodes: Nodes) -> str | None:
    """An end of an edge: an id, or a reference that may name it."""
    if isinstance(said, str):
        return names.get(said)
    key = words(said, "fullyQualifiedName") or words(said, "fqn")
    if key:
        nodes.setdefault(key, mapping(said))
        return key
    return names.get(words(said, "id") or "")


def _asset(key: str, node: Mapping[str, Any]) -> ToldAsset:
    kind = (words(node, "type") or words(node, "entityType") or "").lower()
    parts = parts_of_name(key)
    is_table = kind in {"table", "view"} or (not kind and len(parts) == 4)
    # The service's name comes first: it is OpenMetadata's own, and no other tool knows it.
    within = without_first(key)
    named = table_name(within, _ANY_WAREHOUSE) if is_table and within else None
    owner = next(
        (name for each in _owners(node) if (name := words(each, "email") or words(each, "name"))), ""
    )
    title = words(node, "displayName")
    name = named.short if named else title or words(node, "name") or parts[-1]
    others = [title, words(node, "name"), within, named.within if named else None]
    return ToldAsset(
        key=key,
        name=name,
        type=AssetType.TABLE if is_table else _TYPES.get(kind, AssetType.OTHER),
        relation=named.relation if named else None,
        other_names=tuple(dict.fromkeys(each for each in others if each and each != name)),
        schema=named.schema if named else None,
        domain=_domain(node),
        tags=tuple(tag for each in mappings(node, "tags") if (tag := words(each, "tagFQN"))),
        owner=None if "@" in owner else owner or None,
        owner_email=owner if "@" in owner else None,
        description=words(node, "description"),
    )


def _owners(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from mappings(node, "owners")
    yield mapping(node, "owner")


def _domain(node: Mapping[str, Any]) -> str | None:
    for each in (node.get("domain"), *mappings(node, "domains")):
        if name := each if isinstance(each, str) else words(each, "displayName") or words(each, "name"):
            return name
    return None
