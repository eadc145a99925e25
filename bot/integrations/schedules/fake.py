"""A schedule that lies in memory: it says what it was given, and fails as it is told to."""

from collections.abc import Mapping, Sequence

from bot.integrations.guarded import NotReached
from bot.integrations.schedules.port import OutsideSchedule, Wanted
from models.rotation import Stretch


class FakeSchedule(OutsideSchedule):
    """For tests; by the places that it knows."""

    def __init__(self, known: Mapping[str, Sequence[Stretch]]) -> None:
        self.known = dict(known)
        #: Raised instead, the first one first.
        self.faults: list[NotReached] = []
        self.asked: list[Wanted] = []

    async def read(self, wanted: Wanted) -> Sequence[Stretch]:
        """Say what lies between, like the real ones."""
        self.asked.append(wanted)
        if self.faults:
            raise self.faults.pop(0)
        found: list[Stretch] = []
        for place in wanted.where:
            if place not in self.known:
                raise NotReached(f"there is no schedule {place}", permanent=True)
            found += [each for each in self.known[place] if _touches(each, wanted)]
        return found


def _touches(stretch: Stretch, wanted: Wanted) -> bool:
    begun = stretch.since_at is None or stretch.since_at < wanted.until_at
    return begun and (stretch.until_at is None or stretch.until_at > wanted.since_at)
