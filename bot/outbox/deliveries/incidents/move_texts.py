"""What an incident's channel is told when alerts move: attached, detached, merged, split, and taken back."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.show_alert import alert_view
from bot.blocks.incidents import move_notice
from bot.blocks.kit import Message
from bot.blocks.views import IncidentView
from bot.incidents.merge_incidents import words_of
from bot.incidents.show_incident import incident_view
from bot.outbox.delivery import Skip
from models.incident import Incident

Facts = Mapping[str, Any]
Text = Callable[[IncidentView, Facts, AsyncSession, datetime], Awaitable[Message]]


async def _attached(_view: IncidentView, facts: Facts, session: AsyncSession, now: datetime) -> Message:
    shown = await alert_view(session, facts["alert_id"], now)
    return move_notice.alert_attached(shown, by_id=facts["by_id"], undo_id=facts.get("undo_id"))


async def _detached(_view: IncidentView, facts: Facts, session: AsyncSession, now: datetime) -> Message:
    shown = await alert_view(session, facts["alert_id"], now)
    return move_notice.alert_detached(
        shown,
        by_id=facts["by_id"],
        to=await _other(facts.get("to_id"), session, now),
        undo_id=facts.get("undo_id"),
    )


async def _merged_away(view: IncidentView, facts: Facts, session: AsyncSession, now: datetime) -> Message:
    into = await _other(facts["other_id"], session, now)
    return move_notice.merged_away(view, into, by_id=facts["by_id"], why=facts["why"], **_moved(facts))


async def _merged_here(view: IncidentView, facts: Facts, session: AsyncSession, now: datetime) -> Message:
    # What a private one holds is here by now, its title in the ledger: its name is no secret here.
    number = facts["other_id"]
    is_part = (await session.get_one(Incident, number)).merged_into_id == view.id
    is_known = is_part and view.is_private
    merged = await incident_view(session, number, now) if is_known else await _other(number, session, now)
    return move_notice.merged_here(view, merged, by_id=facts["by_id"], why=facts["why"], **_moved(facts))


async def _split_away(_view: IncidentView, facts: Facts, session: AsyncSession, now: datetime) -> Message:
    new = await _other(facts["other_id"], session, now)
    return move_notice.split_away(new, by_id=facts["by_id"], **_moved(facts))


async def _split_here(_view: IncidentView, facts: Facts, session: AsyncSession, now: datetime) -> Message:
    source = await _other(facts["other_id"], session, now)
    return move_notice.split_here(source, by_id=facts["by_id"], **_moved(facts))


async def _merge_undone(view: IncidentView, facts: Facts, session: AsyncSession, now: datetime) -> Message:
    other = await _other(facts["other_id"], session, now)
    return move_notice.merge_undone(view, other, by_id=facts["by_id"])


async def _split_undone(view: IncidentView, facts: Facts, session: AsyncSession, now: datetime) -> Message:
    other = await _other(facts["other_id"], session, now)
    return move_notice.split_undone(view, other, by_id=facts["by_id"])


async def _fails_further_up(
    view: IncidentView, facts: Facts, session: AsyncSession, now: datetime
) -> Message:
    upper = await _other(facts["other_id"], session, now)
    if upper is None or not (upper.is_open and view.is_open) or upper.is_drill is not view.is_drill:
        raise Skip("they are not both open any more, or not to be named")
    return move_notice.fails_further_up(view, upper, facts["path"])


def _moved(facts: Facts) -> dict[str, Any]:
    along = words_of(facts["alert_count"], has_promise=facts.get("has_promise", False))
    return {"along": along, "undo_id": facts["undo_id"]}


async def _other(incident_id: int | None, session: AsyncSession, now: datetime) -> IncidentView | None:
    """The incident at the other end, unless it is private and so not to be named."""
    if incident_id is None:
        return None
    view = await incident_view(session, incident_id, now)
    return None if view.is_private else view


MOVES: Final[Mapping[str, Text]] = {
    "alert_attached": _attached,
    "alert_detached": _detached,
    "merged_away": _merged_away,
    "merged_here": _merged_here,
    "split_away": _split_away,
    "split_here": _split_here,
    "merge_undone": _merge_undone,
    "split_undone": _split_undone,
    "fails_further_up": _fails_further_up,
}
