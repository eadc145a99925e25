"""What an outside schedule must be able to say, whatever keeps it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from models.rotation import Stretch


class OutsideKind(StrEnum):
    """What keeps it."""

    PAGERDUTY = "pagerduty"
    ICAL = "ical"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which schedule, and which part of it."""

    #: Ids of schedules, the address of a calendar, a user group.
    where: tuple[str, ...]
    since_at: datetime
    until_at: datetime
    #: Whose midnight is meant where only days are written.
    zone: ZoneInfo


class OutsideSchedule(ABC):
    """Reads who is on. It asks, and changes nothing."""

    @abstractmethod
    async def read(self, wanted: Wanted) -> Sequence[Stretch]:
        """Everyone who is on at some time in between, by address, handle, id or name. Raises NotReached."""
