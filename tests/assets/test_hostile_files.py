"""Whatever lies in a file, reading it raises nothing but a refusal, and what it says can be kept."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.assets.facts import LONGEST_DESCRIPTION, Claim, facts_of, merged
from bot.assets.reading import dbt_manifest, dbt_runs, yaml_assets
from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset
from models.asset import Asset
from tests.assets.conftest import chart_of, manifest, node

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
WHOLE = manifest(
    node("source.shop.raw.a", meta={"owner": {"name": "Ana"}}, tags=["x"]),
    node("model.shop.a", "source.shop.raw.a", version=1, latest_version=1, group="g"),
    node("test.shop.t.1", "model.shop.a"),
    node("metric.shop.m", "model.shop.a"),
    node("exposure.shop.e", "metric.shop.m", type="ml", owner={"name": None, "email": "a@example.org"}),
    node("group.shop.g", owner={"email": "g@example.org"}),
)


def places(body: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    return [path, *(place for key, value in inside for place in places(value, (*path, key)))]


def put(body: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    body = copy.copy(body)
    body[path[0]] = put(body[path[0]], path[1:], value)
    return body


@settings(max_examples=400)
@given(st.sampled_from(places(WHOLE)), anything)
def test_a_manifest_with_anything_anywhere_is_read_as_far_as_it_goes(path, value):
    body = put(WHOLE, path, value)
    if not dbt_manifest.recognises(body):
        return

    told = dbt_manifest.read(body)
    dbt_manifest.tested_by(body)

    for asset in told.assets:
        facts = facts_of(asset)
        assert merged([Claim("s", "dbt", asset.key, facts)])["name"]


@given(anything, st.lists(anything, max_size=3))
def test_results_of_any_shape_are_read_as_far_as_they_go(first, rest):
    for body in (first, {"results": rest}, {"results": [{"unique_id": first, "status": "error"}]}):
        dbt_manifest.recognises(body)
        if dbt_runs.recognises(body):
            dbt_runs.read(body, {})


@given(st.text(max_size=60))
def test_any_text_is_yaml_or_refused(text):
    try:
        document = yaml_assets.parse(f"assets:\n- name: a\n  description: {text}\n")
    except yaml_assets.NoYaml:
        return
    if yaml_assets.recognises(document):
        yaml_assets.read(document, "yaml:a")


async def test_the_longest_and_strangest_words_can_be_kept(house):
    strange = 'x\x00\u202e<!channel> "`[]' + "\ud800" + "é" * 5_000
    asset = ToldAsset(
        key="model.shop.a",
        name=strange,
        relation=strange,
        whole_names=(strange,) * 50,
        other_names=tuple(f"{n}{strange}" for n in range(50)),
        tags=(strange,),
        owner=strange,
        description=strange * 10,
        channel=strange,
        importance=10**30,
        meta={strange: strange, "deep": [[[[[[1]]]]]], "no": float("nan"), "big": 2**70},
    )
    await take_told(house.store, Told(source=strange, assets=[asset], complete=True))

    [kept] = await house.all_of(Asset)

    assert len(kept.name) == 500
    assert len(kept.description) == LONGEST_DESCRIPTION
    assert kept.importance == 10
    assert list(kept.meta.values())[1:] == [str(2**70)]  # too deep and not a number are dropped
    assert (await chart_of(house)).find("model.shop.a").id == kept.id


async def test_a_manifest_of_only_cycles_answers(house):
    ring = [node(f"model.shop.n{n}", f"model.shop.n{(n - 1) % 5}", f"model.shop.n{n}") for n in range(5)]
    await take_told(house.store, dbt_manifest.read(manifest(*ring)))

    chart = await chart_of(house)

    for asset in chart.assets:
        assert [each.depth for each in chart.downstream(asset.id)] == [1, 2, 3, 4]
