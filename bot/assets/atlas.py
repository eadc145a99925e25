"""The chart that everybody looks at: loaded when it is first needed, and again when an import changed it."""

import asyncio
import gc
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import Integer, Row, Select, Text, cast, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.match_rules import domain_of
from bot.assets.chart import Chart
from bot.assets.charting import Rows, make_chart
from bot.assets.version import lineage_version
from bot.assets.views import AssetView
from bot.database import Sessions
from models.asset import Asset, AssetName, LineageEdge

#: Rows at once, so that others get their turn in between.
_PAGE: Final = 1_000

#: With more assets a chart takes a second and more to load, and nobody who asks for it waits for it twice.
_MANY: Final = 20_000

#: Where there is no lineage, asking for it must cost nothing.
_EMPTY_SECONDS: Final = 1.0

_NO_META: Final[Mapping[str, Any]] = {}

_ASSETS: Final = Asset.__table__.c
_EDGES: Final = LineageEdge.__table__.c
_NAMES: Final = AssetName.__table__.c
_WORDS: Final = ("schema", "domain", "group", "owner", "owner_email", "channel")
_LISTS: Final = ("tags", "sources", "meta")


class Atlas:
    """Keeps one chart for all of a process; a look-up costs one small query."""

    def __init__(self, reading: Sessions, domains: Mapping[str, Sequence[str]]) -> None:
        self._reading = reading
        self._domain_of = partial(domain_of, domains=domains)
        self._chart: Chart | None = None
        self._lock = asyncio.Lock()
        self._empty_until = 0.0

    @property
    def at_hand(self) -> Chart | None:
        """The chart that was loaded last, for those who cannot wait for the newest; none before the first."""
        return self._chart

    async def chart(self, session: AsyncSession) -> Chart:
        """The lineage as it is now; the session asks only whether it has changed.

        A large one is renewed by `refresh` alone: until then the last one has to do.
        """
        version = await lineage_version(session)
        chart = self._chart
        if chart is not None and (chart.version == version or len(chart.assets) > _MANY):
            return chart
        return await self._renewed(session, version)

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

    async def refresh(self) -> None:
        """Load what has changed before anybody asks; a tick does this. Nothing is loaded before an import."""
        async with self._reading() as session:
            version = await lineage_version(session)
            if version and (self._chart is None or self._chart.version != version):
                await self._renewed(session, version)

    async def _renewed(self, session: AsyncSession, version: str) -> Chart:
        async with self._lock:
            if self._chart is None or self._chart.version != version:
                self._chart = await self._load(session)
            return self._chart

    async def _load(self, session: AsyncSession) -> Chart:
        """Read it all; what an import changes meanwhile is noticed by the version at the next look.

        By the session of whoever asked first: the others wait with theirs, and there may be no more of them.
        """
        version = await lineage_version(session)
        rows = Rows()
        # Names and edges before assets: what is added meanwhile must not point at nothing.
        await _read_names(session, rows)
        await _read_edges(session, rows)
        await _read_assets(session, rows)
        chart = await asyncio.to_thread(make_chart, version, rows, self._domain_of)
        if len(chart.assets) > _MANY:
            _keep_for_good()
        return chart


def _keep_for_good() -> None:
    """Python need not look through so many objects again each time that it looks for garbage."""
    gc.collect(1)
    gc.freeze()


async def _read_assets(session: AsyncSession, rows: Rows) -> None:
    kept = _Kept()
    columns = (
        *(_ASSETS[name] for name in ("id", "key", "name", "type", "relation", "importance", "retired_at")),
        *(_ASSETS[name] for name in _WORDS),
        *(cast(_ASSETS[name], Text).label(name) for name in _LISTS),
    )
    async for page in _pages(session, select(*columns), (_ASSETS.id,)):
        rows.assets += [_view(row, kept) for row in page]


class _Kept:
    """Words that many assets share (owners, tags, sources …), each kept and read only once."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}
        self._read: dict[str, Any] = {"": (), "null": (), "{}": _NO_META}

    def word(self, word: str | None) -> str | None:
        """The same words as one object."""
        return None if word is None else self._words.setdefault(word, word)

    def read(self, written: str | None) -> Any:
        """Of JSON what it says; lists become tuples."""
        written = written or ""
        if written not in self._read:
            said = json.loads(written)
            self._read[written] = tuple(said) if isinstance(said, list) else said
        return self._read[written]


def _view(row: Row[Any], kept: _Kept) -> AssetView:
    return AssetView(
        id=row.id,
        key=row.key,
        name=row.name,
        type=row.type,
        relation=row.relation,
        importance=row.importance,
        is_retired=row.retired_at is not None,
        schema=kept.word(row.schema),
        domain=kept.word(row.domain),
        group=kept.word(row.group),
        owner=kept.word(row.owner),
        owner_email=kept.word(row.owner_email),
        channel=kept.word(row.channel),
        tags=kept.read(row.tags),
        sources=kept.read(row.sources),
        meta=kept.read(row.meta) or _NO_META,
    )


async def _read_edges(session: AsyncSession, rows: Rows) -> None:
    ends = (_EDGES.upstream_id, _EDGES.downstream_id)
    async for page in _pages(session, select(*ends).distinct(), ends):
        upstream_ids, downstream_ids = zip(*page, strict=True)
        rows.upstreams.extend(upstream_ids)
        rows.downstreams.extend(downstream_ids)


async def _read_names(session: AsyncSession, rows: Rows) -> None:
    """Each name of an asset once, whole if any source says so."""
    columns = (_NAMES.digest, _NAMES.asset_id, func.max(cast(_NAMES.is_whole, Integer)))
    query = select(*columns).group_by(_NAMES.digest, _NAMES.asset_id)
    async for page in _pages(session, query, (_NAMES.digest, _NAMES.asset_id)):
        digests, asset_ids, are_whole = zip(*page, strict=True)
        rows.digests.extend(digests)
        rows.named.extend(asset_ids)
        rows.are_whole.extend(are_whole)


async def _pages(
    session: AsyncSession, query: Select[Any], by: tuple[Any, ...]
) -> AsyncIterator[Sequence[Row[Any]]]:
    """All rows in the order of a key, a page at a time; the key's columns come first in a row."""
    query = query.order_by(*by).limit(_PAGE)
    page = (await session.execute(query)).all()
    while page:
        yield page
        if len(page) < _PAGE:
            return
        after = tuple_(*by) > tuple(page[-1][: len(by)])
        page = (await session.execute(query.where(after))).all()
