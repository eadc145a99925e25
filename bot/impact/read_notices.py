"""Who was told of an incident, and who of them has read it."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.impact.views import ReceiptsView
from bot.ledger.merged_ids import merged_ids
from models.notice import Notice


async def notices_of(session: AsyncSession, incident_id: int) -> Sequence[Notice]:
    """All that were sent, oldest first, also of the incidents that were merged into this one."""
    ids = await merged_ids(session, incident_id)
    sent = select(Notice).where(Notice.incident_id.in_(ids))
    return (await session.scalars(sent.order_by(Notice.id))).all()


def receipts_of(notices: Sequence[Notice]) -> ReceiptsView | None:
    """Counted by owner: one who was told of more later has read it when all of it is read."""
    told = list(dict.fromkeys(each.to_id for each in notices if each.refused is None))
    refused = [each.to_id for each in notices if each.refused is not None and each.to_id not in told]
    waits = {each.to_id for each in notices if each.refused is None and each.read_at is None}
    if not told and not refused:
        return None
    return ReceiptsView(
        told_count=len(told),
        read_count=len(told) - len(waits),
        unread_ids=tuple(each for each in told if each in waits),
        refused_ids=tuple(dict.fromkeys(refused)),
    )
