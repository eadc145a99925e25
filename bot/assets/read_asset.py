"""Read all that is kept of one asset, whatever name it is asked for by."""

from typing import Any

from sqlalchemy import select

from bot.assets.chart import Chart
from bot.assets.show_asset import asset_document, find_asset
from bot.uow import Store
from models.asset import Asset, AssetName


async def read_asset(store: Store, chart: Chart, name: str) -> dict[str, Any]:
    """As a document. Raises NotFound."""
    view = find_asset(chart, name)
    names = select(AssetName.name).where(AssetName.asset_id == view.id).distinct().order_by(AssetName.name)
    async with store.reading() as session:
        row = await session.get_one(Asset, view.id)
        return asset_document(chart, view, row, list(await session.scalars(names)))
