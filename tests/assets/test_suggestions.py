"""Menus of assets: what they offer while somebody types, and to whom."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.assets.search import finder
from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset, ToldEdge
from bot.blocks.asset_input import asset_input, asset_options
from bot.desk import Desk
from handlers import suggestions
from handlers.incoming import Incoming, parse
from handlers.suggestions import suggest
from models.vocabulary import AssetType
from sandbox.blockkit import problems_of_options
from tests.blocks.samples import EXTREMES, Words
from tests.builders import ANA, open_office
from tests.hearing import GWEN

ORDERS = ToldAsset(
    key="model.shop.orders",
    type=AssetType.MODEL,
    relation="db.marts.orders",
    other_names=("marts.orders",),
    domain="finance",
    owner="ana",
)
REFUNDS = ToldAsset(key="model.shop.refunds", type=AssetType.MODEL)
SHOP = Told(
    source="dbt:shop",
    assets=[
        ORDERS,
        ToldAsset(key="model.shop.stg_orders", type=AssetType.MODEL, relation="db.staging.stg_orders"),
        ToldAsset(
            key="source.shop.raw.orders",
            type=AssetType.SOURCE,
            relation="db.raw.orders",
            other_names=("raw.orders",),
        ),
        ToldAsset(
            key="exposure.shop.board_pack", type=AssetType.DASHBOARD, other_names=("The 9 o'clock numbers",)
        ),
    ],
    edges=[
        ToldEdge("source.shop.raw.orders", "model.shop.stg_orders"),
        ToldEdge("model.shop.stg_orders", "model.shop.orders"),
    ],
    complete=True,
)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    async with open_office(database_url) as office:
        await take_told(office.house.store, SHOP)
        yield office.desk


def typed(words: str, menu: str = "asset", by: str = ANA, **fields: Any) -> Incoming:
    return Incoming(kind="block_suggestion", name=menu, user_id=by, text=words, fields=fields)


def values(options: list[dict[str, Any]]) -> list[str]:
    return [option["value"] for option in options]


async def test_assets_are_offered_by_a_name_that_means_nothing_else(desk):
    assert values(await suggest(desk, typed("ordesr"))) == [
        "raw.orders",
        "marts.orders",
        "stg_orders",
        "ordesr",
    ]


async def test_what_is_said_of_an_asset_helps_to_choose(desk):
    options = await suggest(desk, typed("marts.orders"))

    assert options[0]["text"]["text"] == "marts.orders"
    assert options[0]["description"]["text"] == "model · finance · ana"


async def test_a_dashboard_is_found_by_its_title(desk):
    assert values(await suggest(desk, typed("clock numbers")))[0] == "board_pack"


async def test_where_nothing_is_alike_what_was_typed_can_be_used_as_it_is(desk):
    options = await suggest(desk, typed("the new thing"))

    assert values(options) == ["the new thing"]
    assert options[0]["text"]["text"] == "Use “the new thing” as written"


async def test_what_an_import_brings_is_offered_once_the_index_is_made(desk):
    await suggest(desk, typed("orders"))
    await take_told(desk.store, Told(source="dbt:more", assets=[REFUNDS]))

    async with asyncio.timeout(20):
        while values(await suggest(desk, typed("refnds"))) != ["refunds", "refnds"]:
            await asyncio.sleep(0.01)


async def test_a_first_search_waits_for_what_was_imported_while_an_index_was_being_made(desk, monkeypatch):
    search, read_names, make_soon = desk.search, finder._other_names, desk.search._make_soon
    is_made, somebody_searches = asyncio.Event(), asyncio.Event()

    async def slowly(session, chart):
        is_made.set()
        await somebody_searches.wait()
        return await read_names(session, chart)

    def told(chart):
        somebody_searches.set()
        return make_soon(chart)

    monkeypatch.setattr(finder, "_other_names", slowly)
    warming_up = asyncio.create_task(search.warm_up())
    await is_made.wait()
    await take_told(desk.store, Told(source="dbt:more", assets=[REFUNDS]))
    monkeypatch.setattr(search, "_make_soon", told)
    _, found = await search.find("refnds")

    assert [asset.name for asset in found] == ["refunds"]
    await warming_up


async def test_what_was_retired_is_offered_no_more(desk):
    await take_told(desk.store, Told(source="dbt:shop", assets=[ORDERS], complete=True))

    assert values(await suggest(desk, typed("board_pack"))) == ["board_pack"]
    assert values(await suggest(desk, typed("stg_order")))[0] != "stg_orders"


async def test_guests_and_strangers_are_offered_nothing(desk):
    assert await suggest(desk, typed("orders", by=GWEN)) == []
    assert await suggest(desk, typed("orders", by="U0NOBODY01")) == []


async def test_menus_of_other_versions_are_offered_nothing(desk):
    assert await suggest(desk, typed("orders", "assets_of_old")) == []


async def test_a_search_that_takes_too_long_offers_what_was_typed(desk, monkeypatch):
    async def slow(*_: object) -> dict[str, str]:
        await asyncio.sleep(5)
        return {}

    monkeypatch.setattr(suggestions, "PATIENCE", 0.05)
    monkeypatch.setattr(suggestions, "offer", slow)

    assert values(await suggest(desk, typed("orders"))) == ["orders"]


async def test_what_a_silence_is_about_may_hold_wildcards_or_be_no_asset(desk):
    assert values(await suggest(desk, typed("*orders", "pattern")))[0] == "*orders"
    assert values(await suggest(desk, typed("orders", "pattern", scope="rule"))) == ["orders"]
    assert "marts.orders" in values(await suggest(desk, typed("orders", "pattern", scope="asset")))


def test_a_suggestion_of_slack_s_is_read():
    body = {
        "type": "block_suggestion",
        "user": {"id": ANA, "team_id": "T1"},
        "block_id": "asset",
        "action_id": "value",
        "value": "ord",
        "view": {"id": "V1", "type": "modal", "callback_id": "declare", "state": {"values": {}}},
    }
    incoming = parse("block_suggestion", body, None, is_late=False)

    assert (incoming.name, incoming.text, incoming.user_id, incoming.inbox_id) == ("asset", "ord", ANA, None)


@pytest.mark.parametrize("words", EXTREMES, ids=lambda words: words.name)
def test_slack_takes_what_is_offered_at_every_extreme(words: Words) -> None:
    text = words.text or ""
    found = {f"{text}{number}": text for number in range(150)}
    for options in (
        asset_options(found, text),
        asset_options({}, text),
        asset_options(found, text, typed_first=True),
    ):
        assert options == [] or problems_of_options("options", options) == []


def test_a_name_too_long_for_a_menu_stays_text() -> None:
    assert asset_input(initial="x" * 151).to_dict()["element"]["type"] == "plain_text_input"
    assert asset_input(initial="x" * 150).to_dict()["element"]["initial_option"]["value"] == "x" * 150
