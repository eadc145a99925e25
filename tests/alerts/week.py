"""A week of a data team's alerts, from a seed: what fails each hour, and a storm on Wednesday."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bench.alert_mix import CAUSES, firing
from tests.alerts.posts import airflow, elementary, great_expectations

#: A Monday at midnight.
MONDAY = datetime.fromisoformat("2026-11-16T00:00:00+00:00")
HOURS = 7 * 24

#: Things that can fail, and how likely that is in an hour of a working day; weekends have a third of it.
THINGS, CHANCE, WEEKEND = 60, 0.02, 1 / 3

#: How likely it is that what failed fails still an hour later.
GOES_ON = 0.85

#: The storm: when, and how many bodies of how many alerts.
STORM_AT, STORM_BODIES, STORM_EACH = MONDAY + timedelta(days=2, hours=10), 50, 20

#: What flaps every two minutes on Thursday morning.
FLAPS_FROM, FLAPS_UNTIL = MONDAY + timedelta(days=3, hours=9), MONDAY + timedelta(days=3, hours=13)


@dataclass(frozen=True)
class Said:
    """Something that a tool says: a message in the watched channel, or the body of a webhook."""

    at: datetime
    #: How many alerts it tells of, and whether they are of the storm.
    count: int = 1
    in_storm: bool = False
    message: dict[str, Any] | None = None
    body: str | None = None


@dataclass
class Week:
    """Everything that is said, in its order."""

    seed: int = 1
    _failing: set[int] = field(default_factory=set)
    _number: int = 0

    def said(self) -> Iterator[Said]:
        chance = random.Random(self.seed)
        for hour in range(HOURS):
            at = MONDAY + timedelta(hours=hour)
            if at == STORM_AT:
                yield from self._storm(at)
            yield from self._hour(at + timedelta(minutes=15), chance)
            if FLAPS_FROM <= at < FLAPS_UNTIL:
                yield from self._flaps(at)

    def _hour(self, at: datetime, chance: random.Random) -> Iterator[Said]:
        """Runs end within twenty minutes."""
        likely = CHANCE * (WEEKEND if at.weekday() >= 5 else 1)
        for thing in range(THINGS):
            failed = thing in self._failing
            fails = chance.random() < (GOES_ON if failed else likely)
            when = at + timedelta(seconds=thing * 20)
            if fails:
                self._failing.add(thing)
                yield self._of(thing, when, fails=True)
            elif failed:
                self._failing.discard(thing)
                if thing % 4 == 3:  # only monitors say that it is fine again
                    yield self._of(thing, when, fails=False)

    def _of(self, thing: int, at: datetime, *, fails: bool) -> Said:
        match thing % 4:
            case 0:
                word = "Error" if thing % 8 else "Warning"
                return Said(at, message=elementary(word, f"unique_{thing}", f"fct_{thing}"))
            case 1:
                return Said(at, message=airflow(f"load_{thing}", f"ingest_{thing}", f"{at:%d}"))
            case 2:
                return Said(at, message=great_expectations(**{f"table_{thing}": "11 of 14"}))
        return self._webhook(at, [(thing, 0)], status="firing" if fails else "resolved")

    def _storm(self, at: datetime) -> Iterator[Said]:
        for number in range(STORM_BODIES):
            cause = 100 + number % CAUSES
            places = [(cause, place) for place in range(STORM_EACH)]
            yield self._webhook(at + timedelta(seconds=2 * number), places)

    def _flaps(self, at: datetime) -> Iterator[Said]:
        for turn in range(10):
            word = "resolved" if turn % 2 else "firing"
            yield self._webhook(at + timedelta(minutes=36, seconds=120 * turn), [(99, 0)], status=word)

    def _webhook(self, at: datetime, places: list[tuple[int, int]], *, status: str = "firing") -> Said:
        self._number += 1
        # Causes of a storm are critical; of what fails each hour every other one is.
        severity = "critical" if places[0][0] >= 100 else ""
        body = firing(places, status=status, severity=severity, group=self._number)
        return Said(at, count=len(places), in_storm=places[0][0] >= 100, body=body)
