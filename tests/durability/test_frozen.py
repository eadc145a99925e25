"""A replica that stands still for longer than its lease, and then goes on as if nothing had been."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.durability.patience import until
from tests.durability.siege import besieged
from tests.durability.story import Story
from tests.durability.verdict import complaints


@pytest.mark.soak
@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("conversations.create", "hang"),
        ("conversations.create", "hang_after"),
        ("chat.postMessage", "hang"),
        ("chat.postMessage", "hang_after"),
    ],
)
async def test_a_replica_that_froze_in_a_call_doubles_nothing_when_it_thaws(
    method: str, kind: str, postgres_url: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    async with besieged(postgres_url, tmp_path / "town") as siege:
        frozen = siege.program
        fault = siege.sandbox.faults.add(method, kind, ms=2_000)
        await Story(siege.people).act("opening")
        await siege.caught(fault)
        frozen.freeze()
        await siege.start()
        await siege.settled("opening")
        frozen.thaw()

        async def has_noticed() -> bool:
            return bool(frozen.told("lease_lost"))

        await until(has_noticed, "the thawed one to see that it was overtaken", shown=lambda: frozen.words)
        assert complaints(siege.sandbox, siege.record, "opening") == []
        record_property("combinations", 1)
