"""Who answers searches: an index of the newest chart, made in a thread, and the one before it until then."""

import asyncio
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, cast

import structlog
from sqlalchemy import Table, select, tuple_
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.atlas import Atlas
from bot.assets.chart import Chart
from bot.assets.views import AssetView
from bot.database import Sessions
from models.asset import AssetName
from models.asset_names import fold

if TYPE_CHECKING:
    from bot.assets.search.index import SearchIndex

log = structlog.get_logger("search")

_NAMES: Final = cast("Table", AssetName.__table__).c

#: Names at once, so that others get their turn in between.
_PAGE: Final = 1_000

#: Other names of one asset that are searched.
_MOST_NAMES: Final = 5

#: By the chart's id of an asset.
OtherNames = dict[int, list[str]]


class AssetSearch:
    """One for a process. It holds nothing until somebody searches, and nothing where there are no assets."""

    def __init__(self, atlas: Atlas, reading: Sessions) -> None:
        self._atlas, self._reading = atlas, reading
        self._chart: Chart | None = None
        self._index: SearchIndex | None = None
        self._making: asyncio.Task[None] | None = None

    async def find(self, words: str, limit: int = 20) -> tuple[Chart | None, Sequence[AssetView]]:
        """The assets that are meant, the likeliest first, and the chart that they are of.

        After an import the answer may be of the lineage before it for a second or two.
        """
        async with self._reading() as session:
            newest = await self._atlas.chart(session)
        await self._catch_up(newest)
        chart, index = self._chart, self._index
        if chart is None or index is None:
            return newest, []
        found = (chart.asset(asset_id) for asset_id in index.find(words, limit))
        return chart, [asset for asset in found if asset is not None]

    async def warm_up(self) -> None:
        """Make the index before the first search, which would wait for it otherwise."""
        try:
            await self.find("", 0)
        except (SQLAlchemyError, OSError) as away:
            log.warning("database_unreachable", fault=type(away).__name__)

    async def _catch_up(self, newest: Chart) -> None:
        """Have the newest one's made; whoever has another one to look in meanwhile does not wait for it."""
        waits = self._index is None
        for _ in range(2):  # what is being made already may be of the lineage before an import
            if self._chart is not None and self._chart.version == newest.version:
                return
            making = self._make_soon(newest)
            if not waits:
                return
            await asyncio.shield(making)

    def _make_soon(self, chart: Chart) -> asyncio.Task[None]:
        if self._making is None or self._making.done():
            self._making = asyncio.create_task(self._make(chart))
        return self._making

    async def _make(self, chart: Chart) -> None:
        try:
            if any(not asset.is_retired for asset in chart.assets):
                async with self._reading() as session:
                    names = await _other_names(session, chart)
                self._index = await asyncio.to_thread(_make_index, chart, names)
            else:
                self._index = None
            self._chart = chart
        except Exception:  # the loop top of one making: the next search tries again
            log.exception("search_index_failed")


async def search_once(reading: Sessions, chart: Chart, words: str, limit: int) -> list[AssetView]:
    """One search of a chart, for who asks once and goes."""
    async with reading() as session:
        names = await _other_names(session, chart)
    found = _make_index(chart, names).find(words, limit)
    return [asset for asset_id in found if (asset := chart.asset(asset_id)) is not None]


def _make_index(chart: Chart, names: OtherNames) -> "SearchIndex":
    """What compares letters is loaded when there is something to compare."""
    from bot.assets.search.make_index import make_index  # noqa: PLC0415  # most have few assets, or none

    return make_index(chart, names)


async def _other_names(session: AsyncSession, chart: Chart) -> OtherNames:
    """What is called otherwise than its key, relation and name say: labels of dashboards, jobs of tables."""
    found: OtherNames = {}
    query = select(_NAMES.digest, _NAMES.asset_id, _NAMES.source, _NAMES.name).where(~_NAMES.is_whole)
    by = (_NAMES.digest, _NAMES.asset_id, _NAMES.source)
    query = query.order_by(*by).limit(_PAGE)
    page = (await session.execute(query)).all()
    while page:
        for row in page:
            asset = chart.asset(row.asset_id)
            if asset is not None and _says_more(row.name, asset):
                names = found.setdefault(row.asset_id, [])
                if row.name not in names and len(names) < _MOST_NAMES:
                    names.append(row.name)
        after = tuple_(*by) > tuple(page[-1][:3])
        page = (await session.execute(query.where(after))).all() if len(page) == _PAGE else []
    return found


def _says_more(name: str, asset: AssetView) -> bool:
    known: Iterable[str] = (fold(asset.key), asset.relation or "", fold(asset.name))
    return not any(name in each for each in known)
