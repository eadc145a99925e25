"""Texts about the repair of data, in the incident's channel: windows, interim sources, holds, backfill."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.kit import Message
from bot.blocks.repair import repair_notice
from bot.blocks.repair.backfill import backfill_nobodys
from bot.blocks.repair.holds import hold_asked, hold_due
from bot.blocks.views import IncidentView
from bot.outbox.deliveries.ledger.texts import require_here
from bot.outbox.delivery import Skip
from bot.repair.read_holds import find_hold
from bot.repair.show_backfill import nobodys_of


def _interim_over(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    before, why = facts["before"], facts.get("why", "")
    return repair_notice.interim_over(view, by_id=facts["by_id"], before=before, why=why)


async def _hold_asked(_number: int, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    return hold_asked(await find_hold(session, facts["hold_id"]))


async def _hold_due(number: int, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await find_hold(session, facts["hold_id"])
    await require_here(view.incident_id, number, session)
    if view.released_at is not None:
        raise Skip("it is released by now")
    return hold_due(view, is_unheard=facts.get("unheard_id") == view.holder_id)


async def _backfill_nobodys(number: int, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    view = await nobodys_of(session, number)
    if not view.plan.nobodys:
        raise Skip("somebody sees to all of it by now")
    return backfill_nobodys(view, again=bool(facts.get("again")))


REPAIR: Final[Mapping[str, Callable[[IncidentView, Mapping[str, Any]], Message]]] = {
    "window": lambda view, facts: repair_notice.window_notice(view, facts["text"], by_id=facts["by_id"]),
    "window_withdrawn": lambda view, facts: repair_notice.window_over(
        view, facts["text"], by_id=facts["by_id"]
    ),
    "interim": lambda view, facts: repair_notice.interim_notice(view, by_id=facts["by_id"]),
    "interim_over": _interim_over,
}

#: What reads its rows when it is sent, by the number of the incident in whose channel.
READ_ANEW: Final[Mapping[str, Callable[[int, Mapping[str, Any], AsyncSession], Awaitable[Message]]]] = {
    "hold_asked": _hold_asked,
    "hold_due": _hold_due,
    "backfill_nobodys": _backfill_nobodys,
}
