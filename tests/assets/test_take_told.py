"""What tools tell of assets becomes one lineage: kept, merged, retired and found again, on both databases."""

from bot.assets.take_told import Taken, take_told
from bot.assets.told import Told, ToldAsset, ToldEdge, Tool
from models.asset import Asset
from models.vocabulary import AssetType
from tests.assets.conftest import chart_of
from tests.builders import House


def model(name: str, **more: object) -> ToldAsset:
    return ToldAsset(
        key=f"model.shop.{name}", type=AssetType.MODEL, relation=f"db.shop.{name}", name=name, **more
    )


def shop(*assets: ToldAsset, edges: tuple[tuple[str, str], ...] = (), source: str = "dbt:shop") -> Told:
    return Told(
        source=source,
        tool=Tool.DBT,
        assets=assets,
        edges=[ToldEdge(f"model.shop.{up}", f"model.shop.{down}") for up, down in edges],
        complete=True,
    )


async def tell(house: House, told: Told) -> Taken:
    return await take_told(house.store, told)


async def test_what_is_told_can_be_walked(house):
    taken = await tell(
        house, shop(model("a"), model("b"), model("c"), edges=(("a", "b"), ("b", "c"), ("a", "c")))
    )

    chart = await chart_of(house)
    start = chart.find("model.shop.a")

    assert (taken.new, taken.new_edges) == (["model.shop.a", "model.shop.b", "model.shop.c"], 3)
    assert [(each.asset.name, each.depth, each.via.name) for each in chart.downstream(start.id)] == [
        ("b", 1, "a"),
        ("c", 1, "a"),
    ]
    assert [each.asset.name for each in chart.upstream(chart.find("c").id)] == ["a", "b"]


async def test_told_again_it_says_that_nothing_changed(house):
    told = shop(model("a"), model("b"), edges=(("a", "b"),))
    await tell(house, told)
    before = await chart_of(house)

    taken = await tell(house, told)

    assert taken.is_unchanged
    assert taken.unchanged == 2
    assert (await chart_of(house)).version == before.version


async def test_what_vanishes_is_retired_and_comes_back_with_its_id(house):
    await tell(house, shop(model("a"), model("b"), edges=(("a", "b"),)))
    known = (await chart_of(house)).find("b").id

    gone = await tell(house, shop(model("a")))
    chart = await chart_of(house)

    assert gone.vanished == ["model.shop.b"]
    assert gone.vanished_edges == 1
    assert chart.find("b").is_retired
    assert chart.downstream(chart.find("a").id) == []

    back = await tell(house, shop(model("a"), model("b"), edges=(("a", "b"),)))
    chart = await chart_of(house)

    assert (back.returned, back.new) == (["model.shop.b"], [])
    assert chart.find("b").id == known
    assert not chart.find("b").is_retired


async def test_a_warehouse_and_dbt_mean_one_table(house):
    dataset = ToldAsset(key="postgres://db/db.shop.a", relation='"DB"."Shop"."A"', type=AssetType.TABLE)
    job = ToldAsset(key="airflow/load", type=AssetType.JOB)
    lineage = Told(
        source="openlineage:airflow",
        tool=Tool.OPENLINEAGE,
        assets=[dataset, job],
        edges=[ToldEdge("airflow/load", "postgres://db/db.shop.a")],
    )
    for order in ((shop(model("a")), lineage), (lineage, shop(model("a")))):
        for told in order:
            await tell(house, told)

        chart = await chart_of(house)
        table = chart.find("postgres://db/db.shop.a")

        assert table.key == "model.shop.a"
        assert table.sources == ("dbt:shop", "openlineage:airflow")
        assert [each.asset.key for each in chart.downstream(chart.find("airflow/load").id)] == [
            "model.shop.a"
        ]


async def test_an_edge_lives_while_a_source_claims_it(house):
    edges = (("a", "b"),)
    await tell(house, shop(model("a"), model("b"), edges=edges))
    other = Told(source="team", assets=[], edges=[ToldEdge("db.shop.a", "b")], complete=True)
    await tell(house, other)

    await tell(house, shop(model("a"), model("b")))
    chart = await chart_of(house)
    assert len(chart.downstream(chart.find("a").id)) == 1

    await tell(house, Told(source="team", complete=True))
    chart = await chart_of(house)
    assert chart.downstream(chart.find("a").id) == []


async def test_two_nodes_of_one_project_that_share_a_table_stay_two(house):
    seed = ToldAsset(key="seed.shop.raw", type=AssetType.SEED, relation="db.raw.raw")
    source = ToldAsset(key="source.shop.db.raw", type=AssetType.SOURCE, relation="db.raw.raw")

    await tell(house, shop(seed, source))

    assert {each.key for each in await house.all_of(Asset)} == {"seed.shop.raw", "source.shop.db.raw"}


async def test_what_one_project_makes_feeds_what_another_declares_as_its_source(house):
    await tell(house, shop(model("orders")))
    source = ToldAsset(key="source.bi.shop.orders", type=AssetType.SOURCE, relation="DB.SHOP.ORDERS")
    board = ToldAsset(key="exposure.bi.board", type=AssetType.DASHBOARD)
    await tell(
        house,
        Told(
            source="dbt:bi",
            tool=Tool.DBT,
            assets=[source, board],
            edges=[ToldEdge(source.key, board.key)],
            complete=True,
        ),
    )

    chart = await chart_of(house)
    reached = chart.downstream(chart.find("model.shop.orders").id)

    assert [(each.asset.key, each.depth) for each in reached] == [(source.key, 1), (board.key, 2)]


async def test_a_renamed_model_stays_the_same_asset(house):
    await tell(house, shop(model("a")))
    known = (await chart_of(house)).find("model.shop.a").id
    renamed = ToldAsset(key="model.shop.a2", type=AssetType.MODEL, relation="db.shop.a", name="a2")

    taken = await tell(house, shop(renamed))
    chart = await chart_of(house)

    assert taken.vanished == ["model.shop.a"]
    assert chart.find("model.shop.a2").id == known
    assert not chart.asset(known).is_retired


async def test_a_file_adds_to_what_dbt_knows_whichever_comes_first(house):
    wish = ToldAsset(key="orders", by_any_name=True, channel="#finance", importance=9)
    wish = Told(
        source="yaml:team",
        tool=Tool.YAML,
        assets=[wish, ToldAsset(key="board pack", by_any_name=True, type=AssetType.EXPORT)],
        edges=[ToldEdge("orders", "board pack")],
        complete=True,
    )
    await tell(house, wish)
    await tell(house, shop(model("orders", channel="#data", owner="Ana")))
    await tell(house, wish)

    chart = await chart_of(house)
    orders = chart.find("orders")

    assert (orders.key, orders.channel, orders.owner, orders.importance) == (
        "model.shop.orders",
        "#finance",
        "Ana",
        9,
    )
    assert [each.asset.key for each in chart.downstream(orders.id)] == ["board pack"]
    assert len([each for each in chart.assets if not each.is_retired]) == 2


async def test_a_name_that_means_two_things_finds_neither(house):
    await tell(house, shop(model("orders"), ToldAsset(key="exposure.shop.orders", name="orders")))

    chart = await chart_of(house)

    assert chart.find("orders") is None
    assert [each.key for each in chart.named("ORDERS")] == ["exposure.shop.orders", "model.shop.orders"]
    assert chart.find("DB.`shop`.[orders]").key == "model.shop.orders"


async def test_what_cannot_be_kept_is_skipped_by_name(house):
    bad = [ToldAsset(key="", name="nameless"), ToldAsset(key="x" * 501), model("a"), model("a")]

    taken = await tell(house, shop(*bad, edges=(("a", "nowhere"),)))

    assert taken.new == ["model.shop.a"]
    assert [line.partition(":")[0][:20] for line in taken.skipped] == [
        "nameless",
        "x" * 20,
        "model.shop.a",
        "model.shop.a → model",
    ]


async def test_the_most_upstream_failing_explains_the_others(house):
    names = "abcdef"
    edges = (("a", "b"), ("b", "c"), ("c", "d"), ("d", "c"), ("e", "f"))
    await tell(house, shop(*map(model, names), edges=edges))
    chart = await chart_of(house)
    ids = {name: chart.find(name).id for name in names}

    def origins(failing: str) -> dict[str, list[str]]:
        found = chart.most_upstream(ids[name] for name in failing)
        return {
            each.asset.name: ["".join(step.name for step in path) for path in each.paths] for each in found
        }

    assert origins("acd") == {"a": ["abc", "abcd"]}
    assert origins("cd") == {"c": ["cd"]}
    assert origins("def") == {"d": [], "e": ["ef"]}
    assert origins("b") == {"b": []}
