"""dbt's `manifest.json`, versions 1 to 12: models, sources, seeds, snapshots, exposures, what feeds what.

Tests are no assets and nothing leads through them. Metrics, semantic models, saved queries and functions are
words about data, and no data: what hangs on them hangs on what they stand for.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bot.alerts.reading.json_parts import at, moment, record, text
from bot.assets.reading.dbt_nodes import exposure, is_enabled, table
from bot.assets.told import Told, ToldAsset, ToldEdge, Tool

_SCHEMA: Final = re.compile(r"/dbt/manifest/v(?P<version>\d{1,3})")
_TABLES: Final = frozenset({"model", "seed", "snapshot", "source"})
_TESTS: Final = ("test.", "unit_test.")


def recognises(body: Any) -> bool:
    """A manifest, by the name of its schema; or by its parts, where something took the metadata away."""
    if _SCHEMA.search(text(body, "metadata", "dbt_schema_version") or ""):
        return True
    return isinstance(at(body, "nodes"), Mapping) and isinstance(at(body, "child_map"), Mapping)


def read(body: Any, source: str | None = None) -> Told:
    """All that the project knows: what it names no more has vanished."""
    skipped = [f"{part}: they are missing or no mapping; what was known stays" for part in _lost_parts(body)]
    is_whole = not skipped
    assets = {asset.key: asset for asset in _assets(body, skipped)}
    return Told(
        source=source or f"dbt:{project_of(body)}",
        tool=Tool.DBT,
        assets=list(assets.values()),
        edges=list(_edges(body, assets)),
        complete=is_whole,
        skipped=skipped,
    )


def project_of(body: Any) -> str:
    """The project's name; before version 10 only its packages bear one, and its own has most of the nodes."""
    if name := text(body, "metadata", "project_name"):
        return name
    packages = Counter(text(node, "package_name") or "" for node in record(body, "nodes").values())
    packages.pop("", None)
    return packages.most_common(1)[0][0] if packages else "project"


def made_at(body: Any) -> datetime | None:
    """When dbt wrote it."""
    return moment(body, "metadata", "generated_at")


def tested_by(body: Any) -> Mapping[str, Sequence[str]]:
    """For each test the assets that it looks at: the one it hangs on, else all that it reads."""
    found: dict[str, Sequence[str]] = {}
    for key, node in record(body, "nodes").items():
        if key.startswith(_TESTS) and isinstance(node, Mapping):
            hangs_on = text(node, "attached_node")
            found[key] = [hangs_on] if hangs_on else _depends_on(node)
    return found


def _lost_parts(body: Any) -> Iterator[str]:
    """What is not as dbt writes it; taking it for empty would retire all that was in it."""
    if not isinstance(at(body, "nodes"), Mapping):
        yield "nodes"
    for part in ("sources", "exposures"):  # the first versions have no exposures
        if not isinstance(at(body, part), Mapping | None):
            yield part


def _assets(body: Any, skipped: list[str]) -> Iterator[ToldAsset]:
    groups = {text(group, "name"): record(group, "owner") for group in record(body, "groups").values()}
    nodes = {**record(body, "nodes"), **record(body, "sources"), **record(body, "exposures")}
    for key, node in nodes.items():
        kind = text(node, "resource_type") or key.partition(".")[0]
        if kind not in _TABLES and kind != "exposure":
            continue
        if not isinstance(node, Mapping) or not text(node, "name"):
            skipped.append(f"{key}: it is no {kind} with a name")
        elif is_enabled(node):
            yield exposure(key, node) if kind == "exposure" else table(key, node, kind, groups)


def _edges(body: Any, assets: Mapping[str, ToldAsset]) -> Iterator[ToldEdge]:
    """From asset to asset; what is none in between is passed through."""
    children = _children(body)
    for upstream in assets:
        seen: set[str] = set()
        waiting = list(children.get(upstream, ()))
        while waiting:
            child = waiting.pop()
            if child in seen or child.startswith(_TESTS):
                continue
            seen.add(child)
            if child in assets:
                yield ToldEdge(upstream, child)
            else:
                waiting += children.get(child, ())


def _children(body: Any) -> Mapping[str, Sequence[str]]:
    """By `child_map`; where that is absent, by what each node says of itself."""
    if given := record(body, "child_map"):
        return {key: _strings(to) for key, to in given.items()}
    children: dict[str, list[str]] = {}
    for part in ("nodes", "exposures", "metrics", "semantic_models", "saved_queries", "functions"):
        for key, node in record(body, part).items():
            for parent in _depends_on(node):
                children.setdefault(parent, []).append(key)
    return children


def _depends_on(node: Any) -> Sequence[str]:
    return _strings(at(node, "depends_on", "nodes"))


def _strings(found: Any) -> Sequence[str]:
    return [each for each in found if isinstance(each, str)] if isinstance(found, list) else []
