"""Any sequence of acts by any people leaves what the ledger tells again, and nothing that may never be.

Dice choose who does what; a seed always throws the same, so that what is red is red for everybody. (The state
machine of hypothesis was tried: its first hundred runs are short and alike.)
"""

import shutil
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from tests.replay.anybody import ACTS, Anybody
from tests.replay.watched import Watched

#: An act, and the seed of its dice.
Step = tuple[str, int]


def _steps(seed: int, count: int) -> list[Step]:
    dice = Random(seed)
    chosen = dice.choices([*ACTS], weights=[*ACTS.values()], k=count)
    opening = [("declares", number) for number in range(4)]
    return [*opening, *((act, dice.randrange(1_000_000)) for act in chosen)]


def _live_through(steps: Sequence[Step], path: Path, template: Path) -> None:
    shutil.copyfile(template, path)
    with Watched(str(path)) as watched:
        for number, (act, seed) in enumerate(steps):
            try:
                getattr(Anybody(watched, Random(seed)), act)()
            except Exception as error:
                error.add_note(f"after {steps[: number + 1]}")
                raise
        watched.look_at_everything()


@pytest.mark.parametrize("seed", range(2))
def test_the_ledger_tells_again_what_anybody_did_in_any_order(
    seed: int, migrated_sqlite: Path, tmp_path: Path
) -> None:
    _live_through(_steps(seed, 60), tmp_path / "breakwater.db", migrated_sqlite)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 140))
def test_the_ledger_tells_again_what_anybody_did_for_long(
    seed: int, migrated_sqlite: Path, tmp_path: Path
) -> None:
    _live_through(_steps(seed, 250), tmp_path / "breakwater.db", migrated_sqlite)
