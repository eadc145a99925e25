"""Entries that name another incident: what became private since is named in no ledger but its own.

The ledger only grows, so the words stay; whoever reads them gets others instead.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry

#: Of these the text names both ends; the detail says which the other one is.
_BOTH: Final = frozenset({EntryKind.MERGED, EntryKind.SPLIT, EntryKind.MERGE_UNDONE, EntryKind.SPLIT_UNDONE})

#: Where an alert went, as the entry of its leaving says it.
_WENT: Final = re.compile(r" \(to INC-(\d{1,9})\)")


async def said_instead(session: AsyncSession, entries: Iterable[LedgerEntry]) -> dict[int, str]:
    """By its id what an entry says to whoever may not know of the other incident; the rest is left out."""
    others = {entry.id: (entry, number) for entry in entries if (number := _other_of(entry)) is not None}
    numbers = {each for entry, number in others.values() for each in (number, entry.incident_id)}
    if not numbers:
        return {}
    rows = select(Incident.id, Incident.merged_into_id).where(Incident.id.in_(numbers), Incident.is_private)
    private = {row.id: row.merged_into_id for row in await session.execute(rows)}
    return {
        entry_id: _discreet(entry)
        for entry_id, (entry, number) in others.items()
        if number in private and not _is_part(number, entry.incident_id, private)
    }


def _is_part(number: int, of: int, private: Mapping[int, int | None]) -> bool:
    """A private part of a private one is read there in any case."""
    return of in private and private[number] == of


def _other_of(entry: LedgerEntry) -> int | None:
    if entry.kind in _BOTH:
        return entry.detail.get("other")
    went = _WENT.search(entry.text) if entry.kind is EntryKind.ALERT_DETACHED else None
    return int(went[1]) if went else None


def _discreet(entry: LedgerEntry) -> str:
    """The words that are chosen from the start where the other one is private already."""
    if entry.kind in _BOTH:
        return f"INC-{entry.incident_id} and another incident"
    return _WENT.sub("", entry.text)
