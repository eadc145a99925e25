"""View data of the repair of data: windows, the backfill plan, holds on retention."""

from dataclasses import dataclass
from datetime import datetime

from models.backfill import OPEN, BackfillState, Progress, progress_of
from models.bad_window import window_words


@dataclass(frozen=True, kw_only=True)
class WindowView:
    """From when to when an asset's data was bad."""

    #: Its full key, or the name as it was typed; and as people call it.
    asset: str
    name: str
    #: A time or a partition in plain words, and the time where it is one; both edges are bad themselves.
    first_bad: str
    first_at: datetime | None = None
    #: None: it goes on.
    last_bad: str | None = None
    last_at: datetime | None = None
    known_good: str | None = None
    note: str | None = None
    by_id: str
    at: datetime

    @property
    def words(self) -> str:
        """`from 2026-11-18 to 2026-11-20`."""
        return window_words(self.first_bad, self.last_bad)


@dataclass(frozen=True, kw_only=True)
class BackfillLine:
    """One asset of the plan."""

    id: int
    asset: str
    name: str
    depth: int | None = None
    state: BackfillState = BackfillState.TO_DO
    #: A person's id, or a channel's; the name where neither is known.
    owner_id: str | None = None
    owner_name: str | None = None
    changed_by_id: str | None = None
    changed_at: datetime | None = None
    planned_by_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class BackfillView:
    """What is to be computed anew, the nearest to what fails first."""

    incident_id: int
    lines: tuple[BackfillLine, ...] = ()
    is_open: bool = True
    is_drill: bool = False

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return progress_of(line.state for line in self.lines)

    @property
    def nobodys(self) -> tuple[BackfillLine, ...]:
        """What is still to be done, and nobody sees to."""
        return tuple(line for line in self.open_lines if line.owner_id is None)

    @property
    def open_lines(self) -> tuple[BackfillLine, ...]:
        """Of which something is still to be done."""
        return tuple(line for line in self.lines if line.state in OPEN)


@dataclass(frozen=True, kw_only=True)
class HoldView:
    """What retention must not delete, until when, and whose task that is."""

    id: int
    incident_id: int
    ref: str
    what: str
    because: str
    until_at: datetime
    holder_id: str
    asked_by_id: str
    is_drill: bool = False
    held_at: datetime | None = None
    held_by_id: str | None = None
    released_at: datetime | None = None
    released_by_id: str | None = None
    channel_id: str | None = None
