"""Every message and file of ours about an incident, wherever it is: the outbox has sent all of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models.change_card import ChangeCard
from models.outbox import OutboxItem, Standing
from models.retention_hold import RetentionHold
from models.suspicion import Suspicion

#: What is said of a suspicion belongs to no incident before it becomes one.
_OF_SUSPICIONS: Final = ("post_suspicion", "reply_suspicion", "tell")

#: Messages that name another incident, and bear its title.
NAME_ANOTHER: Final = frozenset(
    {
        *("merged_away", "merged_here", "merge_undone"),
        *("split_away", "split_here", "split_undone", "alert_detached"),
    }
)


@dataclass(frozen=True, slots=True)
class Said:
    """One message, or one file."""

    channel_id: str = ""
    ts: str = ""
    file_id: str = ""


async def what_was_said(session: AsyncSession, incident_ids: Collection[int]) -> list[Said]:
    """All that was sent of these, oldest first."""
    sent = select(OutboxItem).where(
        OutboxItem.incident_id.in_(incident_ids), OutboxItem.standing == Standing.SENT
    )
    items = list(await session.scalars(sent.order_by(OutboxItem.id)))
    items += await _of_suspicions(session, incident_ids)
    items += await _of_moves(session, incident_ids)
    items += await _of_what_is_theirs(session, incident_ids)
    return list(dict.fromkeys(said for item in items for said in said_by(item.result or {})))


def said_by(result: dict[str, Any]) -> Iterator[Said]:
    """What came of an item that was sent, if it left anything to be seen."""
    if result.get("channel_id") and result.get("ts"):
        yield Said(channel_id=result["channel_id"], ts=result["ts"])
    if result.get("file_id"):
        yield Said(file_id=result["file_id"])


async def _of_suspicions(session: AsyncSession, incident_ids: Collection[int]) -> list[OutboxItem]:
    """What was asked before it was declared, where the team reads, and to those who asked."""
    became = select(Suspicion).where(Suspicion.incident_id.in_(incident_ids))
    suspicions = {each.id: each for each in await session.scalars(became)}
    if not suspicions:
        return []
    since_at = min(each.asked_at for each in suspicions.values())
    sent = select(OutboxItem).where(
        OutboxItem.kind.in_(_OF_SUSPICIONS),
        OutboxItem.standing == Standing.SENT,
        OutboxItem.incident_id.is_(None),
        OutboxItem.created_at >= since_at,
    )
    return [item for item in await session.scalars(sent) if item.intent.get("suspicion_id") in suspicions]


async def _of_moves(session: AsyncSession, incident_ids: Collection[int]) -> list[OutboxItem]:
    """What the channels of others were told when alerts went from or to these, or they merged, or split."""
    sent = select(OutboxItem).where(
        OutboxItem.kind == "say",
        OutboxItem.standing == Standing.SENT,
        OutboxItem.intent["what"].as_string().in_(NAME_ANOTHER),
    )
    return [item for item in await session.scalars(sent) if another_in(item) in incident_ids]


def another_in(item: OutboxItem) -> int | None:
    """The other incident that a message in an incident's channel names."""
    if item.kind != "say" or item.intent.get("what") not in NAME_ANOTHER:
        return None
    number: int | None = item.intent.get("other_id") or item.intent.get("to_id")
    return number


async def _of_what_is_theirs(session: AsyncSession, incident_ids: Collection[int]) -> list[OutboxItem]:
    """What was said of their holds and changes where they went on for a while, as parts of another one."""
    holds = await session.scalars(select(RetentionHold.id).where(RetentionHold.incident_id.in_(incident_ids)))
    changes = await session.scalars(
        select(ChangeCard.entry_id).where(ChangeCard.incident_id.in_(incident_ids))
    )
    theirs = {("hold_id", each) for each in holds} | {("change", each) for each in changes}
    sent = select(OutboxItem).where(
        OutboxItem.kind == "say",
        OutboxItem.standing == Standing.SENT,
        OutboxItem.intent["what"].as_string().in_(["hold_due", "change_chase"]),
    )
    return [item for item in await session.scalars(sent) if theirs & {*item.intent.items()}]
