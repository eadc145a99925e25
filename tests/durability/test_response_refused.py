"""Slack refuses calls of a response for good: that is told with its code, and comes when tried again."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from bot.doctor import retry_item
from bot.outbox import queue, runner
from models.outbox import OutboxItem, Standing
from tests.durability.patience import until
from tests.durability.response import Response
from tests.durability.response_voyage import in_this_process
from tests.durability.siege import SETTLING, Siege

Lived = Callable[[str, object], None]

CODES: Final = ("channel_not_found", "not_in_channel", "is_archived")

#: From here on nobody presses a button of a message that may have been refused.
ACTS: Final = Response.acts[Response.acts.index("changes") :]

#: No act leads to more calls than these, and each of the first is refused in some voyage.
_CALLS: Final = 9


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queue, "FIRST_PAUSE", 0.2)
    monkeypatch.setattr(runner, "LOOK_EVERY", 0.1)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(_CALLS))
async def test_what_slack_refuses_for_good_is_told_and_comes_when_it_is_tried_again(
    number: int, database_url: str, tmp_path: Path, record_property: Lived
) -> None:
    codes = [CODES[(number + turn) % len(CODES)] for turn in range(len(ACTS))]
    async with in_this_process(database_url, tmp_path / "here") as siege:
        response, told = Response(siege), []
        for act in Response.acts:
            if act in ACTS:
                code = codes[ACTS.index(act)]
                siege.sandbox.faults.add("*", "error", skip=number, error=code)
            await response.act(act)
            told += await _settle(siege, response, act)
        unsent = {f"nothing was sent of the kind {item.kind}" for item in _refused(siege)}

        assert [each for each in told if not any(code in each for code in CODES)] == []
        wrong = [each for each in response.complaints() if each not in unsent]
        assert [each for each in wrong if "out of order" not in each] == []  # what is tried again comes late
        record_property("combinations", len(told) + len(unsent))


async def _settle(siege: Siege, response: Response, act: str) -> list[str]:
    """Wait until nothing is left but what was refused, and have that tried again; why it was refused."""
    before, program = len(_refused(siege)), siege.here
    assert program is not None

    async def is_quiet() -> bool:
        has_come = _has_come_or_was_refused(siege, response, act, before)
        return has_come and program.is_idle and await program.nothing_to_send()

    await until(is_quiet, f"quiet after “{act}”", within=SETTLING, shown=siege.record.what_waits)
    siege.sandbox.faults.clear()
    parked = siege.record.items(Standing.PARKED)
    for item in parked:
        async with program.desk.store.unit() as uow:
            await retry_item(uow, item.id)
    await siege.reached(f"{act} again", lambda: _has_come_or_was_refused(siege, response, act, before))
    return [item.fault or "" for item in parked]


def _has_come_or_was_refused(siege: Siege, response: Response, act: str, before: int) -> bool:
    refused = len(_refused(siege)) > before or bool(siege.record.items(Standing.PARKED))
    return refused or response.has_come(act)


def _refused(siege: Siege) -> Sequence[OutboxItem]:
    """What its kind takes for settled though it was refused: nobody has to mend that."""
    skipped = siege.record.items(Standing.SKIPPED)
    return [item for item in skipped if (item.fault or "").startswith("refused")]
