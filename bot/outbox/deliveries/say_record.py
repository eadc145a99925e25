"""Messages about what the ledger holds, in the incident's channel."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.change_card import change_chase
from bot.blocks.holds import hold_asked, hold_due
from bot.blocks.kit import Message
from bot.ledger.changes import find_change
from bot.outbox.delivery import Skip
from bot.repair.read_holds import find_hold


async def _chase(facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await find_change(session, facts["change"])
    if view.is_withdrawn or not view.life.must_go:
        raise Skip("it is gone, or stays for good")
    return change_chase(view, datetime.fromisoformat(facts["next_at"]))


async def _hold_asked(facts: Mapping[str, Any], session: AsyncSession) -> Message:
    return hold_asked(await find_hold(session, facts["hold_id"]))


async def _hold_due(facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await find_hold(session, facts["hold_id"])
    if view.released_at is not None:
        raise Skip("it is released by now")
    return hold_due(view, is_unheard=bool(facts.get("is_unheard")))


RECORD: Final[Mapping[str, Callable[[Mapping[str, Any], AsyncSession], Awaitable[Message]]]] = {
    "change_chase": _chase,
    "hold_asked": _hold_asked,
    "hold_due": _hold_due,
}
