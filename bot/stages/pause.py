"""Pause: somebody else is waited for. The clocks stand still until a date, because; it wakes by itself."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from bot.incidents.show_change import redraw, say
from bot.oncall.answer_call import acknowledged
from bot.stages.read_pause import open_pause
from bot.stages.run_clock import settle_ask, stop_counting
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import promise
from bot.updates.settle_check_ins import settle_check_ins
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind
from models.stage_clock import Pause, StageClock

#: Longer than that nobody remembers what was waited for.
LONGEST: Final = timedelta(days=90)


async def pause(
    uow: UnitOfWork, incident_id: int, until_at: datetime, because: str, *, by_id: str
) -> Incident:
    """Stop the clocks, or change until when they stand. Raises AlreadyClosed, FieldRefused."""
    incident = await uow.incident(incident_id)
    incident.require_open()
    because = because.strip()
    _require_sound(until_at, because, uow.now)
    held = await open_pause(uow.session, incident.id)
    if held is None:
        held = Pause(
            incident_id=incident.id,
            paused_at=uow.now,
            paused_by_id=by_id,
            because=because,
            until_at=until_at,
        )
        uow.session.add(held)
        await _stop(uow, incident, by_id)
        await acknowledged(uow, incident, by_id=by_id)
    held.because, held.until_at = because, until_at
    until = until_at.isoformat()
    uow.record(
        incident.entry(
            EntryKind.STAGE_PAUSED, at=uow.now, by=by_id, text=because, before=incident.stage, until=until
        )
    )
    await say(uow, incident, "paused", by_id=by_id, until=until, why=because)
    await redraw(uow, incident, headline=True)
    return incident


async def pause_again(uow: UnitOfWork, incident: Incident, *, ended_at: datetime, by_id: str) -> None:
    """What ended a pause is undone: it goes on, or an update is owed again where its date has come."""
    ended = select(Pause).where(Pause.incident_id == incident.id, Pause.ended_at == ended_at)
    before = (await uow.session.scalars(ended.limit(1))).one_or_none()
    if before is None:
        return
    if before.until_at > uow.now:
        await pause(uow, incident.id, before.until_at, before.because, by_id=by_id)
    else:
        await promise(uow, incident)


def _require_sound(until_at: datetime, because: str, now: datetime) -> None:
    if until_at <= now:
        raise FieldRefused("until", "That time is over already.", "Choose one that is still to come.")
    if until_at - now > LONGEST:
        raise FieldRefused(
            "until", "That is more than 90 days away.", "Choose an earlier day; pause again then."
        )
    if not because:
        raise FieldRefused(
            "because", "Nobody would know what is waited for.", "Say whom or what you wait for."
        )


async def _stop(uow: UnitOfWork, incident: Incident, by_id: str) -> None:
    clock = await uow.session.get(StageClock, incident.id)
    if clock is not None:
        await settle_ask(uow, incident, clock, "paused", by_id=by_id)
        stop_counting(clock, uow.now)
    await settle_check_ins(uow, incident.id, "the pause", by_id=by_id)
