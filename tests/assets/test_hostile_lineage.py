"""Whatever an event or a record holds, reading it never fails, never takes long, and gives bounded words."""

import json
import re
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assets.reading import datahub, openlineage, openmetadata
from bot.assets.told import ToldAsset
from models.asset_names import LONGEST_NAME
from tests.assets.events import dataset, event
from tests.assets.test_datahub import record, upstreams, urn
from tests.assets.test_openmetadata import edge, node

LINK = {"identifiers": [{"namespace": "hive://m", "name": "a.b", "type": "TABLE"}]}
COLUMNS = {"fields": {"a": {"inputFields": [{"namespace": "x", "name": "y", "field": "z"}]}}}
PATH = dataset("p", "s3://b", symlinks=LINK, columnLineage=COLUMNS)
PATCH = [{"op": "add", "path": f"/upstreams/{urn('b')}", "value": {}}]
REAL: list[Any] = [
    event("a", inputs=["x.y.z"], outputs=[PATH], parent="d"),
    event("b", jobType={"integration": "DBT", "jobType": "MODEL"}, dbt_node={"unique_id": "model.a.b"}),
    event("c", ownership={"owners": [{"name": "ana"}]}, errorMessage={"message": "x"}),
    record(urn("a"), "upstreamLineage", upstreams(urn("b"))),
    record(urn("a"), "upstreamLineage", PATCH, "PATCH"),
    record(urn("a"), "ownership", {"owners": [{"owner": "urn:li:corpuser:ana"}]}),
    record(urn("a"), "siblings", {"siblings": [urn("b", "dbt")]}),
    {"entity": node("s.d.c.t"), "nodes": [node("s.d.c.u")], "upstreamEdges": [edge("s.d.c.u", "s.d.c.t")]},
]
WORDS = [
    "START", "COMPLETE", "2026-11-20T05:00:00Z", "9999-99-99", "0001-01-01T00:00:00+23:59", urn("a"),
    "urn:li:dataset:(,,)", "\x00", "\ud800", "\u202e", "a\nb", "x" * 600, "/", "...", "://", "(((", "s3://",
]  # fmt: skip

scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10) | st.sampled_from(WORDS)
)
keys = st.sampled_from(sorted(set(re.findall(r'"(\w[\w.-]*)":', json.dumps(REAL)))))
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=14,
)


def damaged(chance: st.DataObject, body: Any) -> Any:
    """The body with something else at one place."""
    if isinstance(body, dict) and body and chance.draw(st.booleans()):
        key = chance.draw(st.sampled_from(sorted(body)))
        return {**body, key: damaged(chance, body[key])}
    if isinstance(body, list) and body and chance.draw(st.booleans()):
        return [damaged(chance, body[0]), *body[1:]]
    return chance.draw(anything)


def check(body: Any) -> None:
    for each in (body, [body]):
        for tool in (datahub, openmetadata):
            if tool.recognises(each):
                told = tool.read(each)
                check_assets(list(told.assets), told.skipped)
        openlineage.recognises(each)
    heard = openlineage.hear([body])
    check_assets(list(heard.datasets.values()), heard.skipped)
    assert all(len(key) <= LONGEST_NAME for key in heard.jobs)


def check_assets(assets: list[ToldAsset], skipped: Any) -> None:
    assert all(isinstance(asset.key, str) and asset.key for asset in assets)
    assert all(asset.type is None or asset.type.value for asset in assets)
    assert all(len(line) < 200 for line in skipped)


@given(body=anything)
@settings(max_examples=150)
def test_anything_may_be_sent(body: Any) -> None:
    check(body)


@given(chance=st.data(), which=st.sampled_from(REAL))
@settings(max_examples=300)
def test_a_real_one_may_be_damaged_anywhere(chance: st.DataObject, which: Any) -> None:
    check(damaged(chance, which))


@pytest.mark.parametrize(
    "body",
    [
        event("a", inputs=[f"t{number}" for number in range(3_000)]),
        event("a", inputs=[f"a{n}" for n in range(2_000)], outputs=[f"b{n}" for n in range(2_000)]),
        event("x" * 1_000_000),
        event("a", inputs=[dataset("(" * 100_000)]),
        event("a", inputs=[dataset("a." * 240)]),
        event("a", inputs=[dataset('"' * 450)]),
    ],
    ids=["many inputs", "many of both", "long job", "long dataset", "many parts", "quotes"],
)
def test_a_huge_event_takes_no_time(body: Any) -> None:
    began = time.process_time()
    openlineage.hear([body])

    assert time.process_time() - began < 2


def test_a_record_with_a_hostile_urn_takes_no_time() -> None:
    began = time.process_time()
    told = datahub.read([record("urn:li:dataset:" + "(" * 100_000 + ",", "status", {"removed": False})])

    assert time.process_time() - began < 2
    assert len(told.assets) <= 1
