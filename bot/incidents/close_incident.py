"""Close: say how it ended. Nothing falls due any more, but the post-mortem."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select

from bot.alerts.load_facts import lock_deciding
from bot.impact.look_soon import look_soon
from bot.impact.tell_told import tell_over
from bot.incidents.declare_incident import checked_past
from bot.incidents.plan_session import drop_sessions
from bot.incidents.show_change import redraw, say
from bot.ledger.explain_changes import explain_changes
from bot.oncall.answer_call import stop_calling
from bot.register.record_issues import record_issues
from bot.review.schedule_review import schedule_review
from bot.stages.require_gates import require_gates
from bot.stages.resume import end_pause
from bot.stages.run_clock import end_clock
from bot.uow import UnitOfWork
from bot.updates.settle_check_ins import settle_check_ins
from bot.verification.follow_moves import follow_close
from models.errors import FieldRefused, StillOpen
from models.incident import HandOff, Incident
from models.promises import Review
from models.vocabulary import Outcome, Stage

#: Says what is still open, or nothing. Given: the incident, the outcome, and what it was.
Guard = Callable[[Incident, Outcome, str], str | None]


async def close(
    uow: UnitOfWork,
    incident_id: int,
    outcome: Outcome,
    *,
    cause: str,
    remedy: str,
    by_id: str,
    fixed_at: datetime | None = None,
    override: str = "",
    stays: str = "",
    effect: str = "",
    seen_version: int | None = None,
) -> Incident:
    """End it, from any open stage; `stays` says why temporary changes may, `effect` what was decided by
    wrong data.

    What was fixed passes the gates that hold, unless `override` says why not.
    Raises StillOpen, FieldRefused, AlreadyClosed, StaleForm, GateHolds.
    """
    await lock_deciding(uow.session)  # what comes at this moment is attached before, or finds it closed
    incident = await uow.incident(incident_id, seen_version=seen_version)
    incident.require_open()
    cause, remedy = cause.strip(), remedy.strip()
    in_place = await explain_changes(uow, incident, stays, by_id=by_id)
    require_nothing_open(incident, outcome, cause, also=in_place)
    fixed_at = _checked_fix(incident, fixed_at, uow.now)
    if outcome is Outcome.FIXED:
        await require_gates(uow, incident, Stage.CLOSED, by_id=by_id, override=override)
    await _stop_the_clocks(uow, incident, by_id=by_id)
    uow.record(
        incident.close(
            outcome,
            cause=cause,
            remedy=remedy,
            by=by_id,
            at=uow.now,
            fixed_at=fixed_at,
            effect=effect.strip(),
        )
    )
    await settle_check_ins(uow, incident.id, "the close", by_id=by_id)
    await cancel_hand_offs(uow, incident.id)
    await stop_calling(uow, incident)
    review = await schedule_review(uow, incident)
    await follow_close(uow, incident)
    await record_issues(uow, incident)
    await _tell(uow, incident, review, by_id=by_id)
    return incident


async def _stop_the_clocks(uow: UnitOfWork, incident: Incident, *, by_id: str) -> None:
    await end_clock(uow, incident, "closed", by_id=by_id)
    await end_pause(uow, incident, by_id=by_id)
    await drop_sessions(uow, incident.id)


async def _tell(uow: UnitOfWork, incident: Incident, review: Review | None, *, by_id: str) -> None:
    """Those who were told of it, and the channel."""
    await tell_over(uow, incident)
    await redraw(uow, incident, headline=True)
    await look_soon(uow, incident)
    due_at = review.due_at.isoformat() if review else None
    await say(uow, incident, "closed", by_id=by_id, outcome=incident.outcome, review_due_at=due_at)


def require_nothing_open(
    incident: Incident, outcome: Outcome, cause: str, *, also: Sequence[str] = ()
) -> None:
    """Raise StillOpen, which lists all that is mandatory and still open."""
    things = [thing for guard in MANDATORY if (thing := guard(incident, outcome, cause))]
    things += also
    if things:
        raise StillOpen(incident.ref, things)


def cause_is_missing(incident: Incident, outcome: Outcome, cause: str) -> str | None:
    """Whoever meets the same trouble again will look for what it was; a false alarm was nothing."""
    if cause or outcome is Outcome.FALSE_ALARM:
        return None
    return "a sentence on what it was is missing"


#: What must be settled before a close, each a small function; policies add theirs here.
MANDATORY: Final[tuple[Guard, ...]] = (cause_is_missing,)


def _checked_fix(incident: Incident, fixed_at: datetime | None, now: datetime) -> datetime | None:
    checked_past("fixed_at", fixed_at, now)
    began_at = incident.began_at or incident.noticed_at
    if fixed_at is not None and began_at is not None and fixed_at < began_at:
        raise FieldRefused("fixed_at", "It would have been fixed before it began.", "Choose a later time.")
    return fixed_at


async def cancel_hand_offs(uow: UnitOfWork, incident_id: int) -> list[int]:
    """What was offered and not answered is off; the role stays with who held it at the close. Which ones."""
    pending = select(HandOff).where(HandOff.incident_id == incident_id, HandOff.answered_at.is_(None))
    offers = (await uow.session.scalars(pending.order_by(HandOff.id))).all()
    for hand_off in offers:
        hand_off.answered_at, hand_off.accepted = uow.now, False
    return [hand_off.id for hand_off in offers]
