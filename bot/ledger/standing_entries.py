"""Which entries of a message still stand, and what they say now."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.ledger.names_another import said_instead
from models.errors import NotFound
from models.ledger import EntryKind, LedgerEntry
from models.place import FormerChannel
from models.typed_entry import TYPED_KEYS


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as it reads after all corrections."""

    entry: LedgerEntry
    text: str
    at: datetime
    detail: Mapping[str, Any]
    #: 2 after one correction.
    version: int = 1
    is_withdrawn: bool = False
    is_source_deleted: bool = False
    #: The corrections, oldest first.
    corrections: Sequence[LedgerEntry] = ()


async def entries_of_message(
    session: AsyncSession, channel_id: str, ts: str, kind: EntryKind | None = None
) -> list[Standing]:
    """What was recorded from a message and not withdrawn, oldest first."""
    recorded = (
        LedgerEntry.message_channel_id.in_(await ids_of_channel(session, channel_id)),
        LedgerEntry.message_ts == ts,
        LedgerEntry.corrects_id.is_(None),
    )
    of_kind = () if kind is None else (LedgerEntry.kind == kind,)
    return [each for each in await read_standing(session, *recorded, *of_kind) if not each.is_withdrawn]


async def find_standing(session: AsyncSession, entry_id: int) -> Standing:
    """One entry, as it reads now; a correction is none. Raises NotFound."""
    found = await read_standing(session, LedgerEntry.id == entry_id, LedgerEntry.corrects_id.is_(None))
    if not found:
        raise NotFound("There is no such entry.", "`/incident timeline` shows the ledger.")
    return found[0]


async def ids_of_channel(session: AsyncSession, channel_id: str) -> list[str]:
    """The channel's id, and those that it bore before: Slack may give it another."""
    former = select(FormerChannel.former_id).where(FormerChannel.channel_id == channel_id)
    return [channel_id, *await session.scalars(former)]


async def read_standing(session: AsyncSession, *where: ColumnElement[bool]) -> list[Standing]:
    """The entries that fulfil `where`, in the order in which things happened, with corrections applied.

    Another incident that is private by now is not named.
    """
    entries = (await session.scalars(select(LedgerEntry).where(*where).order_by(LedgerEntry.id))).all()
    if not entries:
        return []
    correction = aliased(LedgerEntry)
    correcting = select(correction).where(
        correction.corrects_id.in_(select(LedgerEntry.id).where(*where).scalar_subquery())
    )
    corrections: dict[int | None, list[LedgerEntry]] = defaultdict(list)
    for each in await session.scalars(correcting.order_by(correction.id)):
        corrections[each.corrects_id].append(each)
    instead = await said_instead(session, entries)
    standing = [
        _as_it_stands(entry, corrections.get(entry.id, ()), instead.get(entry.id, entry.text))
        for entry in entries
    ]
    return sorted(standing, key=lambda each: (each.at, each.entry.id))


def _as_it_stands(entry: LedgerEntry, corrections: Sequence[LedgerEntry], text: str) -> Standing:
    amended = [
        each
        for each in corrections
        if each.kind is EntryKind.ENTRY_AMENDED and not each.detail.get("deleted")
    ]
    return Standing(
        entry=entry,
        text=amended[-1].text if amended else text,
        at=_newest(amended, "happened_at", entry.at),
        detail=_amended_detail(entry, amended),
        version=1 + len(amended),
        is_withdrawn=any(each.kind is EntryKind.ENTRY_WITHDRAWN for each in corrections),
        is_source_deleted=any(each.detail.get("deleted") for each in corrections),
        corrections=corrections,
    )


def _newest(amended: Sequence[LedgerEntry], key: str, at: datetime) -> datetime:
    said = [each.detail[key] for each in amended if key in each.detail]
    return datetime.fromisoformat(said[-1]) if said else at


def _amended_detail(entry: LedgerEntry, amended: Sequence[LedgerEntry]) -> Mapping[str, Any]:
    """What the entry says beside its text: all that a correction says of it anew takes the place of that."""
    detail = entry.detail
    for each in amended:
        if "instead" in each.detail:
            kept = {key: value for key, value in detail.items() if key not in TYPED_KEYS}
            detail = {**kept, **each.detail["instead"]}
    return detail
