"""What came over HTTP is read and written, from its rows: events together, files one by one, in their order.

A row is marked done after what it tells was written; were we killed in between, it would be told again, which
changes nothing.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot.assets.import_files import Found, Imported, import_found, sort_in
from bot.assets.reading.files import FileRefused, parse_text
from bot.assets.reading.openlineage import gather, read_all, recognises
from bot.assets.reading.openlineage_events import Event
from bot.assets.reading.read_text import NoJson, bodies_in
from bot.assets.show_import import lines_of
from bot.assets.take_events import take_events
from bot.inbox.dead_letters import bury
from bot.inbox.entering import EVENTS
from bot.inbox.keep_leased import keep_leased
from bot.inbox.packed import unpacked
from bot.uow import Store
from models.inbox import InboxItem

_NO_EVENTS: Final = "it holds no OpenLineage event"
_LONGEST_OUTCOME: Final = 2_000


@dataclass(frozen=True, slots=True)
class _Fate:
    """What became of a row."""

    said: str
    is_dead: bool = False


async def take_bodies(store: Store, rows: Sequence[InboxItem], *, alone: bool = True) -> None:
    """Take in what these rows tell, oldest first: each is done then, or dead. Raises: it is tried again.

    A large import takes longer than a lease; unless we are alone with the database, it is renewed meanwhile.
    """
    async with nullcontext() if alone else keep_leased(store, [row.id for row in rows]):
        for are_events, some in groupby(rows, key=lambda row: row.source == EVENTS):
            if are_events:
                await _take_events(store, list(some))
            else:
                for row in some:
                    await _take_file(store, row)


async def _take_events(store: Store, rows: Sequence[InboxItem]) -> None:
    events: list[Event] = []
    fates: dict[int, _Fate] = {}
    for row in rows:
        read, refused = await asyncio.to_thread(_read_events, row.payload)
        events += read
        fates[row.id] = _Fate(said="; ".join(refused), is_dead=not read)
    if events:
        await take_events(store, gather(events, []))
    await _settle(store, fates)


def _read_events(payload: str) -> tuple[list[Event], list[str]]:
    try:
        body = bodies_in(unpacked(payload))
    except NoJson as error:
        return [], [f"it is no JSON: {error}"]
    bodies = body if isinstance(body, list) else [body]
    if not recognises(bodies):
        return [], [_NO_EVENTS]
    return read_all(bodies)


async def _take_file(store: Store, row: InboxItem) -> None:
    source = (row.source or "").partition(":")[2] or None
    try:
        found = await asyncio.to_thread(_read_file, row.payload, source)
    except FileRefused as refused:
        await _settle(store, {row.id: _Fate(said=str(refused), is_dead=True)})
        return
    imported = await import_found(store, found, source)
    await _settle(store, {row.id: _Fate(said=_said(imported))})


def _read_file(payload: str, source: str | None) -> Found:
    """Raises FileRefused."""
    found = Found()
    file = Path(source or "request")
    sort_in(parse_text(unpacked(payload)), file, source, found)
    if found.passed_over:
        raise FileRefused("nothing in it tells of assets or lineage")
    return found


def _said(imported: Imported) -> str:
    skipped = [line for _, taken in imported.taken for line in taken.skipped]
    lines = [*lines_of(imported), *(f"skipped: {line}" for line in skipped[:20])]
    return "; ".join(line.strip() for line in lines)


async def _settle(store: Store, fates: Mapping[int, _Fate]) -> None:
    async with store.unit() as uow:
        waiting = select(InboxItem).where(InboxItem.id.in_(fates), InboxItem.done_at.is_(None))
        for row in await uow.session.scalars(waiting.order_by(InboxItem.id).with_for_update()):
            fate = fates[row.id]
            if fate.is_dead:
                bury(row, fate.said[:_LONGEST_OUTCOME])
            else:
                row.done_at, row.fault, row.outcome = uow.now, None, fate.said[:_LONGEST_OUTCOME] or None
