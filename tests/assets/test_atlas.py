"""The chart is loaded once, shared, and renewed when an import changed it, whichever process imported."""

import asyncio

from sqlalchemy import event

from bot.assets import atlas as atlas_module
from bot.assets.atlas import Atlas
from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset, ToldEdge, ToldRun, Tool
from bot.assets.write_claims import write_claims
from models.asset import Asset, AssetClaim
from models.vocabulary import AssetType
from tests.assets.conftest import chart_of


def told(*names: str, source: str = "dbt:shop", **more: object) -> Told:
    assets = [
        ToldAsset(key=f"model.shop.{name}", relation=f"db.shop.{name}", type=AssetType.MODEL)
        for name in names
    ]
    return Told(source=source, tool=Tool.DBT, assets=assets, complete=True, **more)


async def ask(house, atlas):
    async with house.store.reading() as session:
        return await atlas.chart(session)


async def test_a_look_up_that_finds_nothing_new_asks_one_question(house):
    await take_told(house.store, told("a", "b"))
    atlas = Atlas(house.store.reading, {})
    first = await ask(house, atlas)
    asked = []
    engine = house.store.reading.kw["bind"].sync_engine
    event.listen(engine, "before_cursor_execute", lambda *args: asked.append(args[2]))

    assert await ask(house, atlas) is first
    assert len([words for words in asked if words.startswith("SELECT")]) == 1


async def test_every_process_sees_what_one_of_them_imports(house):
    here, there = Atlas(house.store.reading, {}), Atlas(house.store.reading, {})
    assert (await ask(house, here)).assets == (await ask(house, there)).assets == []

    await take_told(house.store, told("a"))

    assert [each.name for each in (await ask(house, here)).assets] == ["a"]
    assert [each.name for each in (await ask(house, there)).assets] == ["a"]


async def test_many_that_ask_at_once_load_it_once(house):
    await take_told(house.store, told("a"))
    atlas = Atlas(house.store.reading, {})

    charts = await asyncio.gather(*(ask(house, atlas) for _ in range(4)))

    assert all(chart is charts[0] for chart in charts)


async def test_a_large_chart_is_renewed_by_the_tick_alone(house, monkeypatch):
    monkeypatch.setattr(atlas_module, "_MANY", 1)
    atlas = Atlas(house.store.reading, {})
    await take_told(house.store, told("a", "b"))
    assert len((await ask(house, atlas)).assets) == 2

    await take_told(house.store, told("a", "b", "c"))

    assert len((await ask(house, atlas)).assets) == 2
    await atlas.refresh()
    assert len((await ask(house, atlas)).assets) == 3


async def test_more_pages_than_one_are_read_whole(house, monkeypatch):
    monkeypatch.setattr(atlas_module, "_PAGE", 3)
    names = [f"n{number}" for number in range(10)]
    edges = [
        ToldEdge(f"model.shop.{up}", f"model.shop.{down}") for up in names for down in names if up < down
    ]
    await take_told(house.store, told(*names, edges=edges))

    chart = await chart_of(house)

    assert [len(chart.downstream(asset.id)) for asset in chart.assets] == list(range(9, -1, -1))
    assert all(chart.find(f"shop.{name}") is None and chart.find(f"db.shop.{name}") for name in names)


async def test_the_playbook_gives_domains_to_what_has_none(house):
    await take_told(house.store, told("orders", "users"))

    chart = await chart_of(house, {"sales": ["shop.order*"], "rest": ["*"]})

    assert {asset.name: asset.domain for asset in chart.assets} == {"orders": "sales", "users": "rest"}


async def test_two_imports_at_once_make_each_asset_once(house):
    names = [f"n{number}" for number in range(40)]
    tellings = [told(*names), told(*names, source="dbt:mesh")]

    await asyncio.gather(*(take_told(house.store, each) for each in tellings))

    assert len(await house.all_of(Asset)) == 40
    async with house.store.reading() as session:
        claims = await session.execute(AssetClaim.__table__.select())
        assert len(claims.all()) == 80


async def test_an_import_that_was_killed_is_completed_by_the_next(house, monkeypatch):
    from bot.assets import take_told as module

    written = 0

    async def dies(*args, **more):
        nonlocal written
        written += 1
        if written > 2:
            raise KeyboardInterrupt
        return await write_claims(*args, **more)

    names = [f"n{number}" for number in range(10)]
    edges = [ToldEdge("model.shop.n0", f"model.shop.{name}") for name in names[1:]]
    whole = told(*names, edges=edges)
    monkeypatch.setattr(module, "_ASSETS_AT_ONCE", 3)
    monkeypatch.setattr(module, "write_claims", dies)
    try:
        await take_told(house.store, whole)
    except KeyboardInterrupt:
        monkeypatch.setattr(module, "write_claims", write_claims)
    assert len((await chart_of(house)).assets) == 6

    taken = await take_told(house.store, whole)

    assert (len(taken.new), taken.unchanged, taken.new_edges) == (4, 6, 9)
    assert len((await chart_of(house)).downstream((await chart_of(house)).find("n0").id)) == 9


async def test_an_older_run_does_not_take_the_place_of_a_newer_one(house):
    await take_told(house.store, told("a"))
    early, late = house.clock.at, house.clock.at.replace(hour=11)
    runs = [
        ToldRun(key="model.shop.a", status="error", at=late, words="Too late"),
        ToldRun(key="model.shop.a", what="freshness", status="warn", at=late),
        ToldRun(key="model.shop.a", status="success", at=early),
    ]

    news = [(await take_told(house.store, Told(source="runs", runs=[run]))).runs for run in [*runs, runs[0]]]

    [asset] = await house.all_of(Asset)
    assert news == [1, 1, 0, 0]
    assert asset.last_run["run"] == {"status": "error", "at": late.isoformat(), "words": "Too late"}
    assert asset.last_run["freshness"]["status"] == "warn"
