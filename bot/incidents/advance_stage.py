"""Advance: move to another stage. Closing and reopening are acts of their own."""

from bot.incidents.show_change import redraw, say
from bot.oncall.answer_call import acknowledged
from bot.stages.require_gates import require_gates
from bot.stages.run_clock import start_clock
from bot.uow import UnitOfWork
from bot.verification.follow_moves import follow_move
from models.incident import Incident
from models.stages import check_move, proposed
from models.vocabulary import Stage


async def advance(
    uow: UnitOfWork,
    incident_id: int,
    to: Stage | None,
    *,
    by_id: str,
    why: str = "",
    override: str = "",
    seen_version: int | None = None,
) -> Incident:
    """Move to `to`, by default the next in order; `override` goes against the gates that hold.

    Raises StageNotReachable, AlreadyClosed, StaleForm, GateHolds.
    """
    incident = await uow.incident(incident_id, seen_version=seen_version)
    before = incident.stage
    target = to or proposed(before) or Stage.CLOSED  # which is refused, with what is possible instead
    await move(uow, incident, target, by_id=by_id, why=why, override=override)
    await redraw(uow, incident, headline=True)
    await say(uow, incident, "stage", before=before, by_id=by_id, why=why)
    return incident


async def move(
    uow: UnitOfWork, incident: Incident, target: Stage, *, by_id: str, why: str = "", override: str = ""
) -> None:
    """The move alone: asked of the gates, kept in the ledger, and what the new stage brings with it."""
    incident.require_open()
    check_move(incident.stage, target)
    await require_gates(uow, incident, target, by_id=by_id, override=override)
    before = incident.stage
    uow.record(incident.advance(target, by=by_id, at=uow.now, why=why))
    await acknowledged(uow, incident, by_id=by_id)
    await start_clock(uow, incident, ended_by=by_id)
    await follow_move(uow, incident, before)
