"""Which entries of a message still stand, and what they say now."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.ledger import EntryKind, LedgerEntry
from models.place import FormerChannel


@dataclass(frozen=True, slots=True)
class Standing:
    """An entry as it reads after all corrections."""

    entry: LedgerEntry
    text: str
    #: 2 after one correction.
    version: int = 1
    is_withdrawn: bool = False
    is_source_deleted: bool = False


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


async def ids_of_channel(session: AsyncSession, channel_id: str) -> list[str]:
    """The channel's id, and those that it bore before: Slack may give it another."""
    former = select(FormerChannel.former_id).where(FormerChannel.channel_id == channel_id)
    return [channel_id, *await session.scalars(former)]


async def read_standing(session: AsyncSession, *where: ColumnElement[bool]) -> list[Standing]:
    """The entries that fulfil `where`, in the order in which things happened, with corrections applied."""
    query = select(LedgerEntry).where(*where).order_by(LedgerEntry.at, LedgerEntry.id)
    entries = (await session.scalars(query)).all()
    ids = [entry.id for entry in entries]
    correcting = select(LedgerEntry).where(LedgerEntry.corrects_id.in_(ids)).order_by(LedgerEntry.id)
    corrections = (await session.scalars(correcting)).all() if ids else []
    return [
        _as_it_stands(entry, [each for each in corrections if each.corrects_id == entry.id])
        for entry in entries
    ]


def _as_it_stands(entry: LedgerEntry, corrections: Sequence[LedgerEntry]) -> Standing:
    amended = [
        each
        for each in corrections
        if each.kind is EntryKind.ENTRY_AMENDED and not each.detail.get("deleted")
    ]
    return Standing(
        entry=entry,
        text=amended[-1].text if amended else entry.text,
        version=1 + len(amended),
        is_withdrawn=any(each.kind is EntryKind.ENTRY_WITHDRAWN for each in corrections),
        is_source_deleted=any(each.detail.get("deleted") for each in corrections),
    )
