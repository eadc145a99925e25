"""The asset field finds what people mean, and keeps what it does not know until an import brings it."""

from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset, ToldEdge
from models.vocabulary import AssetType
from tests.stories.town import Town, spoken, town

MARTS = Told(
    source="dbt:shop",
    assets=[
        ToldAsset(key="model.shop.fct_orders", type=AssetType.MODEL, relation="db.marts.fct_orders"),
        ToldAsset(key="exposure.shop.board_pack", type=AssetType.DASHBOARD),
    ],
    edges=[ToldEdge("model.shop.fct_orders", "exposure.shop.board_pack")],
)


async def test_an_asset_is_found_by_a_slip_and_an_unknown_one_is_linked_by_a_later_import(
    database_url: str,
) -> None:
    async with town(database_url) as here:
        await take_told(here.program.desk.store, MARTS)
        await here.ana.runs("/incident declare")
        form = await here.ana.form("declare")
        offered = await here.ana.offered(form, "asset", "fct ordres")
        assert [option["text"]["text"] for option in offered] == ["fct_orders", "Use “fct ordres” as written"]
        await here.ana.submits("declare", title="Orders are late", asset="fct_orders")
        room = await here.room("orders-are-late")
        await room.expect_card("fct_orders")

        await here.ana.declares("Refunds are late", asset="prod.marts.refunds")
        other = await here.room("refunds-are-late")
        await other.expect_card("prod.marts.refunds")
        await _imports_refunds(here)

        await other.expect_message("board_pack")
        await here.ana.runs("/incident edit", other.name)
        edit = await here.ana.form("edit")
        assert "prod.marts.refunds" in spoken(edit)


async def _imports_refunds(here: Town) -> None:
    refunds = ToldAsset(
        key="model.shop.refunds",
        type=AssetType.MODEL,
        relation="db.marts.refunds",
        other_names=("marts.refunds",),
    )
    edges = [ToldEdge("model.shop.refunds", "exposure.shop.board_pack")]
    await take_told(here.program.desk.store, Told(source="dbt:refunds", assets=[refunds], edges=edges))
    await here.program.look()
