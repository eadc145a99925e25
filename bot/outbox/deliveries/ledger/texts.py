"""Texts about what the ledger holds, in the incident's channel."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.kit import Message
from bot.blocks.ledger.change_card import change_chase
from bot.ledger.changes import find_change
from bot.ledger.merged_ids import merged_ids
from bot.outbox.delivery import Skip


async def _chase(number: int, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await find_change(session, facts["change"])
    await require_here(view.incident_id, number, session)
    if view.is_withdrawn or not view.life.must_go:
        raise Skip("it is gone, or stays for good")
    return change_chase(view, datetime.fromisoformat(facts["next_at"]))


async def require_here(of: int, number: int, session: AsyncSession) -> None:
    """Raise Skip for what is of a part that has come out again, or that may not be read here any more."""
    if of not in await merged_ids(session, number):
        raise Skip("it belongs to another incident by now")


#: What reads its rows when it is sent, by the number of the incident in whose channel.
READ_ANEW: Final[Mapping[str, Callable[[int, Mapping[str, Any], AsyncSession], Awaitable[Message]]]] = {
    "change_chase": _chase,
}
