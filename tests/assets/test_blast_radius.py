"""Downstream and most upstream, compared with networkx on graphs of every shape, and on real manifests."""

import gzip
import json
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assets.chart import Chart
from bot.assets.charting import Rows, make_chart
from bot.assets.reading import dbt_manifest
from bot.assets.take_told import take_told
from bot.assets.views import AssetView
from tests.assets.conftest import chart_of

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "dbt"
MANIFESTS = sorted(SAMPLES.rglob("*manifest*.json*"))

#: What an asset is, of all that a child map names.
KINDS = ("model.", "source.", "seed.", "snapshot.", "exposure.")

nodes = st.integers(min_value=0, max_value=14)
graphs = st.lists(st.tuples(nodes, nodes), max_size=60)


def chart(edges: Iterable[tuple[int, int]], count: int = 15) -> Chart:
    """Asset ids are spread, and keys in another order than ids, so that neither passes for the other."""
    ends = sorted({(10 + 7 * up, 10 + 7 * down) for up, down in edges})
    rows = Rows(
        assets=[AssetView(id=10 + 7 * n, key=f"k{(n * 11) % 15:02}", name=f"n{n}") for n in range(count)],
        upstreams=array("q", (up for up, _ in ends)),
        downstreams=array("q", (down for _, down in ends)),
    )
    return make_chart("1", rows, lambda names: None)


def graph(edges: Iterable[tuple[int, int]]) -> "nx.DiGraph[int]":
    made: nx.DiGraph[int] = nx.DiGraph()
    made.add_nodes_from(10 + 7 * n for n in range(15))
    made.add_edges_from((10 + 7 * up, 10 + 7 * down) for up, down in edges)
    return made


@given(graphs, nodes)
def test_downstream_has_the_depths_that_networkx_finds(edges, start):
    ours, theirs, start = chart(edges), graph(edges), 10 + 7 * start
    expected = dict(nx.single_source_shortest_path_length(theirs, start))
    del expected[start]

    reached = ours.downstream(start)

    assert {each.asset.id: each.depth for each in reached} == expected
    assert [(each.depth, each.asset.key) for each in reached] == sorted(
        (each.depth, each.asset.key) for each in reached
    )
    for each in reached:
        assert theirs.has_edge(each.via.id, each.asset.id)
        assert each.depth == 1 + (0 if each.via.id == start else expected[each.via.id])


@given(graphs, nodes)
def test_upstream_is_downstream_seen_from_the_other_end(edges, start):
    turned = [(down, up) for up, down in edges]

    assert chart(edges).upstream(10 + 7 * start) == chart(turned).downstream(10 + 7 * start)


@given(graphs, st.sets(nodes, min_size=1))
def test_every_failing_asset_is_an_origin_or_explained_by_one(edges, failing):
    ours, theirs, failing = chart(edges), graph(edges), {10 + 7 * node for node in failing}
    origins = ours.most_upstream(failing)
    ids = {each.asset.id for each in origins}
    explained = {path[-1].id: [step.id for step in path] for each in origins for path in each.paths}

    assert ids | explained.keys() == failing
    assert not ids & explained.keys()
    for origin in ids:
        failing_above = nx.ancestors(theirs, origin) & failing
        # Only what is in a cycle with an origin can be above it.
        assert failing_above <= nx.descendants(theirs, origin)
    for node in failing:
        if not nx.ancestors(theirs, node) & failing - {node}:
            assert node in ids
    for last, path in explained.items():
        assert path[0] in ids
        assert path[-1] == last
        assert nx.is_path(theirs, path)
        assert len(path) - 1 == min(
            nx.shortest_path_length(theirs, origin, last)
            for origin in ids
            if nx.has_path(theirs, origin, last)
        )


def test_a_fan_of_thousands_is_reached_in_one_step():
    rows = Rows(assets=[AssetView(id=n, key=f"k{n:05}", name=f"n{n}") for n in range(5_001)])
    rows.upstreams.extend([0] * 5_000)
    rows.downstreams.extend(range(1, 5_001))

    reached = make_chart("1", rows, lambda names: None).downstream(0)

    assert len(reached) == 5_000
    assert {each.depth for each in reached} == {1}


def read(path: Path) -> Any:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return json.load(file)


def expected_graph(body: Any) -> "nx.DiGraph[str]":
    made: nx.DiGraph[str] = nx.DiGraph()
    for parent, children in body["child_map"].items():
        if parent.startswith(KINDS):
            made.add_node(parent)
            made.add_edges_from((parent, child) for child in children if child.startswith(KINDS))
    return made


@pytest.mark.skipif(not MANIFESTS, reason="the shared samples are not here")
@pytest.mark.parametrize("path", MANIFESTS, ids=lambda path: f"{path.parent.name}/{path.name}")
async def test_a_real_manifest_is_answered_as_networkx_answers_it(house, path):
    body = read(path)
    theirs = expected_graph(body)

    await take_told(house.store, dbt_manifest.read(body))
    ours = await chart_of(house)

    assert {asset.key for asset in ours.assets} == set(theirs)
    for asset in ours.assets:
        expected = dict(nx.single_source_shortest_path_length(theirs, asset.key))
        del expected[asset.key]
        assert {each.asset.key: each.depth for each in ours.downstream(asset.id)} == expected


@pytest.mark.skipif(not MANIFESTS, reason="the shared samples are not here")
async def test_all_real_manifests_side_by_side_do_not_disturb_each_other(house):
    bodies = [read(path) for path in MANIFESTS]
    for number, body in enumerate(bodies):
        await take_told(house.store, dbt_manifest.read(body, f"dbt:{number}"))
    theirs = nx.compose_all([expected_graph(body) for body in bodies])

    ours = await chart_of(house)

    for asset in ours.assets:
        assert {each.asset.key for each in ours.downstream(asset.id)} == nx.descendants(theirs, asset.key)
