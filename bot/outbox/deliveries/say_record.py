"""Messages about what the ledger holds, in the incident's channel."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.kit import Message
from bot.blocks.ledger.change_card import change_chase
from bot.blocks.repair.backfill import backfill_nobodys
from bot.blocks.repair.holds import hold_asked, hold_due
from bot.ledger.changes import find_change
from bot.ledger.merged_ids import merged_ids
from bot.outbox.delivery import Skip
from bot.repair.read_holds import find_hold
from bot.repair.show_backfill import nobodys_of


async def _chase(number: int, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await find_change(session, facts["change"])
    await _require_here(view.incident_id, number, session)
    if view.is_withdrawn or not view.life.must_go:
        raise Skip("it is gone, or stays for good")
    return change_chase(view, datetime.fromisoformat(facts["next_at"]))


async def _hold_asked(_number: int, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    return hold_asked(await find_hold(session, facts["hold_id"]))


async def _hold_due(number: int, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await find_hold(session, facts["hold_id"])
    await _require_here(view.incident_id, number, session)
    if view.released_at is not None:
        raise Skip("it is released by now")
    return hold_due(view, is_unheard=facts.get("unheard_id") == view.holder_id)


async def _backfill_nobodys(number: int, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await nobodys_of(session, number)
    if not view.plan.nobodys:
        raise Skip("somebody sees to all of it by now")
    return backfill_nobodys(view, again=bool(facts.get("again")))


async def _require_here(of: int, number: int, session: AsyncSession) -> None:
    """Raise Skip for what is of a part that has come out again, or that may not be read here any more."""
    if of not in await merged_ids(session, number):
        raise Skip("it belongs to another incident by now")


RECORD: Final[Mapping[str, Callable[[int, Mapping[str, Any], AsyncSession], Awaitable[Message]]]] = {
    "change_chase": _chase,
    "hold_asked": _hold_asked,
    "hold_due": _hold_due,
    "backfill_nobodys": _backfill_nobodys,
}
