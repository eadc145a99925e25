"""A lineage as large as we promise for, as dbt would tell it: layers, neighbourhoods, and a hub."""

import random
from typing import Any

ASSETS = 100_000
EDGES = 400_000

#: One source that feeds so many, and nothing else is downstream of it.
HUB = "source.big.raw.hub"
HUB_FEEDS = 5_000

_TEAMS = ("finance", "growth", "sales", "logistics", "support", "risk", "people", "product")
_WORDS = ("orders", "customers", "events", "payments", "sessions", "stock", "prices", "refunds", "leads")

#: Assets that feed mostly each other, as a team's do.
_NEIGHBOURS = 100
_FAR = 0.0005


def manifest(seed: int = 7) -> dict[str, Any]:
    """The same every time."""
    keys = [_key(number) for number in range(ASSETS - HUB_FEEDS - 1)]
    fed = [f"model.big.fed_{number}" for number in range(HUB_FEEDS)]
    children: dict[str, list[str]] = {key: [] for key in (*keys, *fed)}
    for up, down in sorted(_ends(random.Random(seed), len(keys), EDGES - HUB_FEEDS)):
        children[keys[up]].append(keys[down])
    return {
        "metadata": {
            "dbt_schema_version": "https://schemas.getdbt.com/dbt/manifest/v12.json",
            "project_name": "big",
        },
        "nodes": {key: _node(key, number) for number, key in enumerate([*keys, *fed])},
        "sources": {HUB: {**_node(HUB, 0), "resource_type": "source", "source_name": "raw"}},
        "child_map": {HUB: fed, **children},
    }


def _ends(chance: random.Random, count: int, wanted: int) -> set[tuple[int, int]]:
    """Pairs of numbers, the second mostly a neighbour of the first that is in a later layer."""
    found: set[tuple[int, int]] = set()
    while len(found) < wanted:
        up = chance.randrange(count)
        first = up - up % _NEIGHBOURS
        is_far = chance.random() < _FAR
        down = chance.randrange(count) if is_far else first + chance.randrange(_NEIGHBOURS)
        if down < count and down % _NEIGHBOURS > up % _NEIGHBOURS:
            found.add((up, down))
    return found


def _key(number: int) -> str:
    return f"model.big.{_TEAMS[number % 8]}_{_WORDS[number // 8 % 9]}_{number}"


def _node(key: str, number: int) -> dict[str, Any]:
    team, name = _TEAMS[number % 8], key.rsplit(".", 1)[-1]
    return {
        "resource_type": "model",
        "name": name,
        "alias": name,
        "database": "warehouse",
        "schema": team,
        "relation_name": f'"warehouse"."{team}"."{name}"',
        "tags": ["daily"] if number % 3 else ["daily", "gold"],
        "description": f"What {team} needs to know of {name}.",
        "config": {"materialized": "table", "meta": {"owner": f"{team}@example.org"}},
    }
