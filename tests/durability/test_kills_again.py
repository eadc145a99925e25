"""Killed once more while it looks up what became of the first call, and while it makes its database."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.program import Program
from tests.durability.siege import FOR_EVER_MS, besieged
from tests.durability.steps import PHASES, STEPS, Step
from tests.durability.story import Story
from tests.durability.verdict import complaints

Lived = Callable[[str, object], None]

#: The call, and the method by which its outcome is looked up.
LOOKED_UP = [
    ("channel", "users.conversations"),
    ("card", "conversations.history"),
    ("brief by direct message", "conversations.history"),
    ("closing message", "conversations.history"),
    ("file", "conversations.history"),
]


def _step(name: str) -> Step:
    return next(step for step in STEPS if step.name == name)


@pytest.mark.soak
@pytest.mark.parametrize(("name", "look_up"), LOOKED_UP)
async def test_killed_in_the_look_up_too_it_doubles_nothing(
    name: str, look_up: str, sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    step = _step(name)
    async with besieged(sqlite_url, tmp_path / "town") as siege:
        story = Story(siege.people)
        for phase in PHASES[: PHASES.index(step.phase) + 1]:
            # The review comes by itself: its fault must lie in wait from the close on.
            if phase == ("closing" if step.phase == "reviewing" else step.phase):
                fault = siege.arm(step, "hang_after", ms=FOR_EVER_MS)
            await story.act(phase)
            if phase == step.phase:
                await siege.caught(fault)
                second = siege.sandbox.faults.add(look_up, "hang", ms=FOR_EVER_MS)
                siege.program.kill()
                await siege.program.start()
                await siege.caught(second)
                await siege.restart()
            await siege.settled(phase)

        assert complaints(siege.sandbox, siege.record, step.phase) == []
        record_property("combinations", 2)


@pytest.mark.soak
async def test_killed_while_it_makes_its_database_the_next_start_makes_it(
    tmp_path: Path, record_property: Lived
) -> None:
    kills = 8
    async with besieged(f"sqlite:///{tmp_path / 'new.db'}", tmp_path / "town", programs=0) as siege:
        file = tmp_path / "new.db"
        program = Program(siege.folder, siege.environ, warm=True)
        for size in range(kills):
            program.launch()
            while program.is_running and _grown(file) < size * 4096:
                pass  # as close to the write as can be: there is nothing else to wait for
            program.kill()
        siege.programs.append(program)
        await program.start()
        await siege.heard()
        await Story(siege.people).act("opening")
        await siege.settled("opening")

        assert complaints(siege.sandbox, siege.record, "opening") == []
        record_property("combinations", kills)


def _grown(file: Path) -> int:
    """What the database and its journals hold by now."""
    return sum(each.stat().st_size for each in file.parent.glob(f"{file.name}*") if each.is_file())
