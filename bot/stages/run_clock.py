"""The time box of a stage: it starts when the stage is entered, follows the severity, and ends with it."""

from datetime import datetime
from typing import Any

from bot.incidents.post_in_channel import post_in_channel
from bot.stages.read_pause import open_pause
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import owner_hours
from models.incident import Incident
from models.outbox import OutboxItem, Priority
from models.stage_clock import StageClock


async def start_clock(uow: UnitOfWork, incident: Incident, *, ended_by: str | None = None) -> None:
    """The incident is in its stage from now on; `ended_by` is a person whose move ended the box before."""
    due_at = await _due_at(uow, incident, uow.now)
    clock = await uow.session.get(StageClock, incident.id)
    if clock is None:
        if due_at is None:
            return
        clock = StageClock(incident_id=incident.id, stage=incident.stage)
        uow.session.add(clock)
    await settle_ask(uow, incident, clock, "advanced", by_id=ended_by)
    clock.stage, clock.missed_at, clock.left_seconds = incident.stage, None, None
    clock.due_at = clock.look_at = due_at
    if due_at is not None and await open_pause(uow.session, incident.id):
        stop_counting(clock, uow.now)


async def start_first_clock(uow: UnitOfWork, incident: Incident) -> None:
    """Of an incident declared just now, of which there is nothing to look up."""
    box = uow.playbook.time_box(incident.severity, incident.stage)
    if box is not None:
        due_at = await _due_at(uow, incident, uow.now)
        uow.session.add(
            StageClock(incident_id=incident.id, stage=incident.stage, due_at=due_at, look_at=due_at)
        )


async def hurry_clock(uow: UnitOfWork, incident: Incident) -> None:
    """A worse severity brings the end forward, a milder one leaves the box as it was given."""
    due_at = await _due_at(uow, incident, incident.stage_since_at)
    clock = await uow.session.get(StageClock, incident.id)
    if due_at is None or (clock is not None and (clock.missed_at or clock.left_seconds is not None)):
        return
    if clock is None:
        clock = StageClock(incident_id=incident.id, stage=incident.stage)
        uow.session.add(clock)
    if clock.due_at is None or due_at < clock.due_at:
        clock.due_at = clock.look_at = due_at
    if await open_pause(uow.session, incident.id):
        stop_counting(clock, uow.now)


async def end_clock(uow: UnitOfWork, incident: Incident, ended_with: str, *, by_id: str | None) -> None:
    """Nothing is due any more; `ended_with`: `closed`, `merged`."""
    clock = await uow.session.get(StageClock, incident.id)
    if clock is None:
        return
    await settle_ask(uow, incident, clock, ended_with, by_id=by_id)
    clock.due_at = clock.look_at = clock.missed_at = clock.left_seconds = None


def stop_counting(clock: StageClock, now: datetime) -> None:
    """Keep what is left, for as long as somebody else is waited for."""
    if clock.due_at is None or clock.missed_at is not None:
        return
    clock.left_seconds = max((clock.due_at - now).total_seconds(), 0.0)
    clock.due_at = clock.look_at = None


async def ask_what_now(uow: UnitOfWork, incident: Incident, clock: StageClock) -> OutboxItem:
    """Post the question that an ended box asks, into the incident's channel."""
    due_at = clock.due_at.isoformat() if clock.due_at else None
    item = await post_in_channel(uow, incident, "post_time_box", stage=clock.stage, due_at=due_at)
    clock.asks_item_id = item.id
    return item


async def settle_ask(
    uow: UnitOfWork,
    incident: Incident,
    clock: StageClock,
    ended_with: str,
    *,
    by_id: str | None,
    **facts: Any,
) -> None:
    """Take the buttons off the question, and say what became of it."""
    if clock.asks_item_id is None:
        return
    await uow.announce(
        "edit_time_box",
        incident=incident,
        after=clock.asks_item_id,
        priority=Priority.NOTICE,
        ended_with=ended_with,
        by_id=by_id,
        post_item_id=clock.asks_item_id,
        **facts,
    )
    clock.asks_item_id = None


async def _due_at(uow: UnitOfWork, incident: Incident, since_at: datetime) -> datetime | None:
    box = uow.playbook.time_box(incident.severity, incident.stage)
    if box is None:
        return None
    if box.time is not None:
        return since_at + box.time
    return (await owner_hours(uow, incident)).after(since_at, box)
