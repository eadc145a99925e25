"""What the record holds of what gates ask for: read from rows, for one incident or for many at once."""

from collections.abc import Collection
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.gates import StageFacts
from models.ledger import EntryKind, LedgerEntry

#: What counts as a word on containment: that it is contained, or that something was changed.
_CONTAINS: Final = frozenset({EntryKind.CONTAINMENT_RECORDED, EntryKind.CHANGE_RECORDED})


async def gate_facts(session: AsyncSession, incident_ids: Collection[int]) -> dict[int, StageFacts]:
    """The facts of each, in as many queries as for one."""
    kinds = select(LedgerEntry.incident_id, LedgerEntry.kind).where(
        LedgerEntry.incident_id.in_(incident_ids), LedgerEntry.kind.in_(_CONTAINS)
    )
    contained = {number for number, _ in await session.execute(kinds.distinct())}
    return {number: StageFacts(is_contained=number in contained) for number in incident_ids}
