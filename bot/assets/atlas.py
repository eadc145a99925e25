"""The chart that everybody looks at: loaded when it is first needed, and again when an import changed it."""

import asyncio
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, cast

from sqlalchemy import Row, Select, Table, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.match_rules import domain_of
from bot.assets.chart import Chart
from bot.assets.charting import Rows, make_chart
from bot.assets.version import lineage_version
from bot.assets.views import AssetView
from bot.database import Sessions
from models.asset import Asset, AssetName, LineageEdge

#: Rows at once, so that others get their turn in between.
_PAGE: Final = 5_000

#: A chart that takes longer to load than this is not loaded again sooner than it took: an import of many
#: assets changes it many times in a row.
_LONG_SECONDS: Final = 0.5

#: Where there is no lineage, asking for it must cost nothing.
_EMPTY_SECONDS: Final = 1.0

_NO_META: Final[Mapping[str, Any]] = {}

_ASSETS: Final = cast("Table", Asset.__table__).c
_EDGES: Final = cast("Table", LineageEdge.__table__).c
_NAMES: Final = cast("Table", AssetName.__table__).c


class Atlas:
    """Keeps one chart for all of a process; a look-up costs one small query."""

    def __init__(self, reading: Sessions, domains: Mapping[str, Sequence[str]]) -> None:
        self._reading = reading
        self._domain_of = partial(domain_of, domains=domains)
        self._chart: Chart | None = None
        self._lock = asyncio.Lock()
        self._fresh_until = self._empty_until = 0.0

    @property
    def at_hand(self) -> Chart | None:
        """The chart that was loaded last, for those who cannot wait for the newest; none before the first."""
        return self._chart

    async def chart(self, session: AsyncSession) -> Chart:
        """The lineage as it is now; the session asks only whether it has changed."""
        version = await lineage_version(session)
        if self._chart is not None and self._will_do(self._chart, version):
            return self._chart
        async with self._lock:
            if self._chart is None or not self._will_do(self._chart, version):
                self._chart = await self._load(session)
            return self._chart

    async def latest(self) -> Chart:
        """The same, for whoever has no session at hand and asks all the time.

        Where nothing is imported, that may be seen a second late.
        """
        if self._chart is not None and time.monotonic() < self._empty_until:
            return self._chart
        async with self._reading() as session:
            chart = await self.chart(session)
        self._empty_until = 0.0 if chart.assets else time.monotonic() + _EMPTY_SECONDS
        return chart

    def _will_do(self, chart: Chart, version: str) -> bool:
        return chart.version == version or time.monotonic() < self._fresh_until

    async def _load(self, session: AsyncSession) -> Chart:
        """Read it all; what an import changes meanwhile is noticed by the version at the next look.

        By the session of whoever asked first: the others wait with theirs, and there may be no more of them.
        """
        began = time.monotonic()
        version = await lineage_version(session)
        rows = Rows()
        # Names and edges before assets: what is added meanwhile must not point at nothing.
        await _read_names(session, rows)
        await _read_edges(session, rows)
        await _read_assets(session, rows)
        chart = await asyncio.to_thread(make_chart, version, rows, self._domain_of)
        took = time.monotonic() - began
        self._fresh_until = time.monotonic() + took if took > _LONG_SECONDS else 0.0
        return chart


async def _read_assets(session: AsyncSession, rows: Rows) -> None:
    words: dict[Any, Any] = {}
    query = select(
        _ASSETS.id,
        _ASSETS.key,
        _ASSETS.name,
        _ASSETS.type,
        _ASSETS.relation,
        _ASSETS.schema,
        _ASSETS.domain,
        _ASSETS.tags,
        _ASSETS.group,
        _ASSETS.owner,
        _ASSETS.owner_email,
        _ASSETS.channel,
        _ASSETS.sources,
        _ASSETS.importance,
        _ASSETS.meta,
        _ASSETS.retired_at,
    )
    async for row in _pages(session, query, (_ASSETS.id,)):
        rows.assets.append(_view(row, words))


def _view(row: Row[Any], words: dict[Any, Any]) -> AssetView:
    """Words that many assets share (owners, tags, sources …) are kept once."""

    def shared(value: Any) -> Any:
        return words.setdefault(value, value)

    return AssetView(
        id=row.id,
        key=row.key,
        name=row.name,
        type=row.type,
        relation=row.relation,
        schema=shared(row.schema),
        domain=shared(row.domain),
        tags=shared(tuple(row.tags)),
        group=shared(row.group),
        owner=shared(row.owner),
        owner_email=shared(row.owner_email),
        channel=shared(row.channel),
        sources=shared(tuple(row.sources)),
        importance=row.importance,
        meta=row.meta or _NO_META,
        is_retired=row.retired_at is not None,
    )


async def _read_edges(session: AsyncSession, rows: Rows) -> None:
    query = select(_EDGES.upstream_id, _EDGES.downstream_id).distinct()
    async for row in _pages(session, query, (_EDGES.upstream_id, _EDGES.downstream_id)):
        rows.upstreams.append(row.upstream_id)
        rows.downstreams.append(row.downstream_id)


async def _read_names(session: AsyncSession, rows: Rows) -> None:
    """Each name of an asset once, whole if any source says so."""
    query = select(_NAMES.digest, _NAMES.asset_id, _NAMES.source, _NAMES.is_whole)
    last = None
    async for row in _pages(session, query, (_NAMES.digest, _NAMES.asset_id, _NAMES.source)):
        if last == (row.digest, row.asset_id):
            rows.are_whole[-1] |= row.is_whole
            continue
        last = (row.digest, row.asset_id)
        rows.digests.append(row.digest)
        rows.named.append(row.asset_id)
        rows.are_whole.append(row.is_whole)


async def _pages(session: AsyncSession, query: Select[Any], by: tuple[Any, ...]) -> AsyncIterator[Row[Any]]:
    """All rows in the order of a key, a page at a time; the key's columns come first in a row."""
    query = query.order_by(*by).limit(_PAGE)
    page = (await session.execute(query)).all()
    while page:
        for row in page:
            yield row
        if len(page) < _PAGE:
            return
        after = tuple_(*by) > tuple(page[-1][: len(by)])
        page = (await session.execute(query.where(after))).all()
