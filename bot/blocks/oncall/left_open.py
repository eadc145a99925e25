"""What an incident leaves to whoever comes next, in one line."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, line, moment, person, strong
from bot.blocks.repair.views import HoldView
from models.backfill import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOpenView:
    """What must not be forgotten of one incident."""

    ref: str
    title: str
    backfill: Progress = field(default_factory=Progress)
    #: Changes that are planned and not done yet, and how many of them wait for somebody's approval.
    planned_count: int = 0
    approval_count: int = 0
    #: Changes for now only that are still in place.
    temporary_count: int = 0
    #: Those that are not released.
    holds: tuple[HoldView, ...] = ()
    follow_up_count: int = 0

    @property
    def is_nothing(self) -> bool:
        """Whether all of it is settled."""
        counts = (self.planned_count, self.temporary_count, self.follow_up_count)
        return not (self.holds or any(counts)) and self.backfill.is_over


def left_open_line(view: LeftOpenView) -> Line:
    """`INC-12 Orders are late · backfill 3 of 8 done · raw.orders is held until Friday by Dia`."""
    return beside(line(strong(view.ref), f" {clip(one_line(view.title), 100)}"), *_parts(view))


def _parts(view: LeftOpenView) -> Iterator[Line]:
    if not view.backfill.is_over:
        yield line(f"backfill {view.backfill.words}")
    if view.planned_count:
        yield line(f"{_count(view.planned_count, 'planned change')} {_standing(view)}")
    if view.temporary_count:
        yield line(f"{_count(view.temporary_count, 'temporary change')} still in place")
    if view.holds:
        first = min(view.holds, key=lambda each: each.until_at)
        more = f" and {len(view.holds) - 1} more" if len(view.holds) > 1 else ""
        what = clip(one_line(first.what), 80)
        yield line(f"{what} is held until ", moment(first.until_at), " by ", person(first.holder_id), more)
    if view.follow_up_count:
        yield line(_count(view.follow_up_count, "follow-up"))


def _standing(view: LeftOpenView) -> str:
    """What the planned changes wait for."""
    waits = "waits for approval" if view.approval_count == 1 else "wait for approval"
    if view.approval_count == view.planned_count:
        return waits
    return f"to do, {view.approval_count} of them {waits}" if view.approval_count else "to do"


def _count(count: int, thing: str) -> str:
    return f"1 {thing}" if count == 1 else f"{count} {thing}s"
