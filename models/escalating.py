"""The rules of escalation: who is called next, how long is waited, and what has become due. No database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from models.durations import Span
from models.vocabulary import WaitClock
from models.working_hours import WorkingHours


@dataclass(frozen=True, slots=True)
class Rung:
    """A level of a policy, counted from 1, in one of its rounds."""

    level: int
    round: int


def next_rung(before: Rung | None, *, levels: int, repeat: int) -> Rung | None:
    """Which level is called after this one; none when all of them were, and were again, so often."""
    if before is None:
        return Rung(1, 1)
    if before.level < levels:
        return Rung(before.level + 1, before.round)
    if before.round <= repeat:
        return Rung(1, before.round + 1)
    return None


def waits_until(at: datetime, span: Span, hours: Sequence[WorkingHours], clock: WaitClock) -> datetime:
    """Until when an answer is waited for; on the working clock until someone has had so much working time."""
    if clock is WaitClock.ALWAYS and span.time is not None:
        return at + span.time
    if span.time is not None:
        return min(each.after_open(at, span.time) for each in hours)
    return min(each.after(at, span) for each in hours)


def may_call_at(at: datetime, hours: Sequence[WorkingHours], clock: WaitClock) -> datetime:
    """When they may be called: at once, but on the working clock when the first of them works."""
    return at if clock is WaitClock.ALWAYS else min(each.next_open(at) for each in hours)


def step_due_at(
    *,
    declared_at: datetime,
    unanswered_since: datetime | None,
    open_for: Span | None,
    unacknowledged_for: Span | None,
    hours: WorkingHours,
) -> datetime | None:
    """When a step falls due by its times: the last of those it names; at once where it names none.

    None while somebody has acknowledged and the step is for the opposite.
    """
    due_at = declared_at
    if open_for is not None:
        due_at = max(due_at, hours.after(declared_at, open_for))
    if unacknowledged_for is not None:
        if unanswered_since is None:
            return None
        due_at = max(due_at, hours.after(unanswered_since, unacknowledged_for))
    return due_at
