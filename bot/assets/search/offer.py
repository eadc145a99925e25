"""Assets as a menu or a list offers them: by a name that means nothing else, with what they are."""

from collections.abc import Iterator
from typing import Final

from bot.assets.chart import Chart
from bot.assets.views import AssetView
from bot.desk import Desk
from models.vocabulary import label

#: docs.slack.dev/reference/block-kit/composition-objects/option-object: longer ones cannot be chosen.
LONGEST: Final = 150


async def offer(desk: Desk, words: str, limit: int) -> dict[str, str]:
    """Names to what is said of each, the likeliest first."""
    chart, found = await desk.search.find(words, limit)
    return {name: said_of(asset) for asset in found if chart and (name := own_name(chart, asset))}


def own_name(chart: Chart, asset: AssetView) -> str | None:
    """The shortest of its names that means nothing else; None where each is too long to be chosen."""
    for name in _names(asset):
        if len(name) <= LONGEST and (meant := chart.find(name)) is not None and meant.id == asset.id:
            return name
    return None


def said_of(asset: AssetView) -> str:
    """`model · finance · ana`."""
    parts = (label(asset.type), asset.domain or asset.schema, asset.owner or asset.owner_email)
    return " · ".join(part for part in parts if part)


def _names(asset: AssetView) -> Iterator[str]:
    yield asset.name
    if asset.relation:
        yield asset.relation.partition(".")[2]
        yield asset.relation
    yield asset.key
