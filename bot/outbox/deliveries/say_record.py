"""Messages about what the ledger holds, in the incident's channel."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.change_card import change_chase
from bot.blocks.kit import Message
from bot.ledger.changes import find_change
from bot.outbox.delivery import Skip


async def _chase(facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await find_change(session, facts["change"])
    if view.is_withdrawn or not view.life.must_go:
        raise Skip("it is gone, or stays for good")
    return change_chase(view, datetime.fromisoformat(facts["next_at"]))


RECORD: Final[Mapping[str, Callable[[Mapping[str, Any], AsyncSession], Awaitable[Message]]]] = {
    "change_chase": _chase,
}
