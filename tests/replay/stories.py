"""Stories: what was done one after another; and the shortest that still shows what one has shown."""

import re
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from random import Random
from typing import Final

from tests.replay.anybody import ACTS, Anybody
from tests.replay.watched import Watched

#: For so long a shorter story is sought: a test that is red may take no more than two minutes.
PATIENCE_SECONDS: Final = 60

#: An act, and the seed of its dice.
Step = tuple[str, int]

#: Gives an empty, migrated database.
Databases = Callable[[], AbstractContextManager[str]]


def story(seed: int, count: int) -> list[Step]:
    """So many acts, by dice; a seed always throws the same."""
    dice = Random(seed)
    chosen = dice.choices([*ACTS], weights=[*ACTS.values()], k=count)
    opening = [("declares", number) for number in range(4)]
    return [*opening, *((act, dice.randrange(1_000_000)) for act in chosen)]


def live_through(steps: Sequence[Step], databases: Databases) -> None:
    """Do it all. Raises what went wrong, with the shortest story that goes wrong in the same way."""
    done, wrong = _until_wrong(steps, databases)
    if wrong is not None:
        short = _shortest(done, lambda fewer: _same(_until_wrong(fewer, databases)[1], wrong))
        error = _until_wrong(short, databases)[1] or wrong
        error.add_note("the shortest story:\n" + "\n".join(f"    {step}," for step in short))
        raise error


def _until_wrong(steps: Sequence[Step], databases: Databases) -> tuple[Sequence[Step], Exception | None]:
    """What was done, and what was wrong with it."""
    done: list[Step] = []
    with databases() as url, Watched(url) as watched:
        try:
            for act, seed in steps:
                done.append((act, seed))
                getattr(Anybody(watched, Random(seed)), act)()
            watched.look_at_everything()
        except Exception as error:  # noqa: BLE001  # whatever it is, the shortest story of it is sought
            return done, error
    return done, None


def _shortest(steps: Sequence[Step], is_red: Callable[[Sequence[Step]], bool]) -> list[Step]:
    """Leave out half, quarters, eighths … and at last single steps, while it stays red and there is time."""
    kept, over_at = list(steps), time.monotonic() + PATIENCE_SECONDS
    size = max(len(kept) // 2, 1)
    while True:
        before = len(kept)
        for start in range(len(kept) - size, -size, -size):
            if time.monotonic() > over_at:
                return kept
            fewer = kept[: max(start, 0)] + kept[start + size :]
            if is_red(fewer):
                kept = fewer
        if size == 1 and len(kept) == before:
            return kept
        size = max(size // 2, 1)


def _same(error: Exception | None, wrong: Exception) -> bool:
    """Whether it is wrong in the same way, whoever it was and wherever."""
    return error is not None and _kind(error) == _kind(wrong)


def _kind(error: Exception) -> tuple[str, str]:
    return type(error).__name__, re.sub(r"\d+|U0[A-Z]+", "", str(error))[:60]
