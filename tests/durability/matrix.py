"""Which perils are tried: all of them by `make soak`, a seeded sample by `make test`."""

import random
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tests.durability.siege import FOR_EVER_MS
from tests.durability.steps import PHASES, STEPS, steps_of
from tests.durability.voyage import Death, Moment, Trouble

#: A red sample is red for everybody.
SEED: Final = 20_261_120

#: All that Slack, or the net before it, may do to a call.
KINDS: Final[Sequence[tuple[str, Mapping[str, Any]]]] = (
    ("error", {"error": "service_unavailable"}),
    ("error_after", {"error": "fatal_error"}),
    ("error_after", {"error": "internal_error"}),
    ("http_500", {}),
    ("http_500_after", {}),
    ("ratelimited", {"retry_after": 1}),
    ("reset_before", {}),
    ("reset_after", {}),
    ("garbage_after", {}),
    ("hang", {"ms": FOR_EVER_MS}),
    ("hang_after", {"ms": FOR_EVER_MS}),
)


def deaths_of(phase: str) -> list[Death]:
    return [Death(step, after_effect) for step in steps_of(phase) for after_effect in (False, True)]


def every_death() -> list[tuple[Death, ...]]:
    """Voyages with one death in every phase, in which every death there is comes at least once."""
    longest = max(len(deaths_of(phase)) for phase in PHASES)
    return [
        tuple(deaths_of(phase)[number % len(deaths_of(phase))] for phase in PHASES)
        for number in range(longest)
    ]


def some_deaths(count: int) -> list[tuple[Death, ...]]:
    """As many seeded voyages, in which no death comes twice."""
    dice = random.Random(SEED)
    chosen = [dice.sample(deaths_of(phase), count) for phase in PHASES]
    return list(zip(*chosen, strict=True))


def some_moments(seed: int) -> tuple[Moment, ...]:
    """One voyage with a death in every phase, each between two calls or before any."""
    dice = random.Random(SEED + seed)
    return tuple(Moment(phase, dice.randrange(6)) for phase in PHASES)


def every_trouble() -> list[tuple[Trouble, ...]]:
    """One voyage for each kind of fault, which comes once in every call."""
    return [tuple(Trouble(step, kind, options) for step in STEPS) for kind, options in KINDS]


def some_troubles() -> tuple[tuple[Trouble, ...], tuple[Trouble, ...]]:
    """Two voyages which together have a fault of any kind in every call."""
    dice = random.Random(SEED)
    every = [Trouble(step, *dice.choice(KINDS)) for step in STEPS]
    return tuple(every[::2]), tuple(every[1::2])
