"""A house on each database, and what is often done with its lineage."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

import pytest

from bot.assets.atlas import Atlas
from bot.assets.chart import Chart
from tests.builders import House, open_house

TABLES = {"model", "seed", "snapshot", "source"}


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        yield house


async def chart_of(house: House, domains: Mapping[str, Sequence[str]] | None = None) -> Chart:
    """The lineage, freshly loaded."""
    atlas = Atlas(house.store.reading, domains or {})
    async with house.store.reading() as session:
        return await atlas.chart(session)


def node(key: str, *parents: str, **more: Any) -> dict[str, Any]:
    """A node of a manifest, after the documented format."""
    kind, project, *rest = key.split(".")
    is_source = kind == "source"
    name = rest[-1] if is_source else ".".join(rest)
    return {
        "unique_id": key,
        "resource_type": kind,
        "name": name,
        "package_name": project,
        "database": "db",
        "schema": rest[0] if is_source else "main",
        "source_name": rest[0] if is_source else None,
        "alias": name,
        "relation_name": f'"DB"."{rest[0] if is_source else "Main"}"."{name}"' if kind in TABLES else None,
        "config": {"materialized": "table", "enabled": True, "meta": {}},
        "depends_on": {"nodes": [*parents], "macros": []},
        **more,
    }


def manifest(
    *nodes: dict[str, Any], version: int = 12, project: str | None = "shop", **more: Any
) -> dict[str, Any]:
    """A manifest of these nodes, with the child map that dbt would write."""
    parts: dict[str, dict[str, Any]] = {
        part: {} for part in ("nodes", "sources", "exposures", "metrics", "semantic_models", "groups")
    }
    places = {kind: f"{kind}s" for kind in ("source", "exposure", "metric", "semantic_model", "group")}
    children: dict[str, list[str]] = {each["unique_id"]: [] for each in nodes}
    for each in nodes:
        parts[places.get(each["resource_type"], "nodes")][each["unique_id"]] = each
        for parent in each.get("depends_on", {}).get("nodes", []):
            children.setdefault(parent, []).append(each["unique_id"])
    metadata = {
        "dbt_schema_version": f"https://schemas.getdbt.com/dbt/manifest/v{version}.json",
        "generated_at": "2026-11-18T09:00:00Z",
        **({"project_name": project} if project else {}),
    }
    return {"metadata": metadata, **parts, "child_map": children, "disabled": {}, **more}
