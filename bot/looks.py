"""What is due by now: all kinds of due times are asked about in one statement, for mostly nothing is due."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, exists, select

from bot.alerts import end_silences, look_again
from bot.desk import Desk
from bot.impact import follow_due
from bot.incidents import plan_session, weigh_due
from bot.ledger import chase_changes
from bot.oncall import call_awaited, escalate_due
from bot.oncall.hand_off_shifts import hand_off_shifts
from bot.repair import remind_backfills, remind_holds
from bot.review import draft_due
from bot.stages import look_at_boxes, resume
from bot.suspicions import remind
from bot.updates import remind_check_ins


@dataclass(frozen=True, slots=True)
class Look:
    """One kind of due time, and who sees to it. Whoever does claims the rows, so any replica may look."""

    is_due: ColumnElement[bool]
    #: Does a part of what is due; whether there was any.
    see_to: Callable[[Desk], Awaitable[object]]
    #: Whether the next part waits for the next look: there may be much of it, and nobody waits for it.
    is_paced: bool = False


LOOKS: Final[Sequence[Look]] = (
    Look(exists().where(remind_check_ins.DUE), lambda desk: remind_check_ins.remind_due(desk.store)),
    Look(exists().where(remind.DUE), lambda desk: remind.remind_suspicions(desk.store)),
    Look(exists().where(look_at_boxes.DUE), lambda desk: look_at_boxes.look_at_boxes(desk.store)),
    Look(exists().where(resume.DUE), lambda desk: resume.wake_paused(desk.store)),
    Look(exists().where(plan_session.DUE), lambda desk: plan_session.remind_sessions(desk.store)),
    Look(exists().where(chase_changes.DUE), lambda desk: chase_changes.chase_changes(desk.store)),
    Look(exists().where(remind_holds.DUE), lambda desk: remind_holds.remind_holds(desk.store)),
    Look(exists().where(remind_backfills.DUE), lambda desk: remind_backfills.remind_backfills(desk.store)),
    Look(exists().where(escalate_due.DUE), lambda desk: escalate_due.escalate_due(desk.store)),
    Look(call_awaited.DUE, lambda desk: call_awaited.call_awaited(desk.store)),
    Look(exists().where(draft_due.DUE), draft_due.draft_due),
    Look(exists().where(end_silences.DUE), lambda desk: end_silences.end_due(desk.store)),
    Look(exists().where(look_again.DUE), look_again.look_again),
    Look(exists().where(weigh_due.DUE), weigh_due.weigh_due),
    Look(follow_due.DUE, follow_due.follow_due, is_paced=True),
)

#: Built once: it is asked every second.
_WHAT_IS_DUE: Final = select(*(look.is_due for look in LOOKS))


async def look(desk: Desk) -> None:
    """See to everything that is due by now, and to what becomes due by that."""
    due = await _find_due(desk)
    while due:
        done = [each for each in due if await each.see_to(desk)]
        due = await _find_due(desk) if any(not each.is_paced for each in done) else []
    await hand_off_shifts(desk.store)


async def _find_due(desk: Desk) -> list[Look]:
    async with desk.store.reading() as session:
        row = (await session.execute(_WHAT_IS_DUE, end_silences.times_of(desk.clock()))).one()
    return [each for each, is_due in zip(LOOKS, row, strict=True) if is_due]
