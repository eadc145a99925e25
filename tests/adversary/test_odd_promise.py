"""One promise, or one loop, that breaks for a reason that nobody thought of."""

import asyncio
import os
import signal
from typing import Any

import pytest

from bot import serve
from bot.app import Breakwater
from bot.updates import remind_check_ins
from bot.updates.remind_check_ins import remind_due
from models.vocabulary import Severity
from tests.builders import House
from tests.stories.town import eventually, town


async def test_one_odd_promise_keeps_no_other_from_being_kept(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = await house.declare("Odd", severity=Severity.SEV1)
    await house.declare("Good", severity=Severity.SEV1)
    house.clock.advance(hours=1)
    look = remind_check_ins._look_at

    async def breaks(uow: Any, check_in: Any, promised: Any) -> None:
        if check_in.incident_id == odd:
            raise ZeroDivisionError
        await look(uow, check_in, promised)

    monkeypatch.setattr(remind_check_ins, "_look_at", breaks)
    assert await remind_due(house.store) == 2
    assert await remind_due(house.store) == 0
    assert len(await house.waiting("post_overdue")) == 1

    monkeypatch.undo()
    house.clock.advance(minutes=5)
    await remind_due(house.store)
    assert len(await house.waiting("post_overdue")) == 2


async def test_a_program_that_has_lost_a_loop_ends_instead_of_living_on_deaf(sqlite_url: str) -> None:
    async with town(sqlite_url) as here:

        async def breaks() -> None:
            raise ZeroDivisionError

        here.program._spawn(breaks())

        async def died() -> bool:
            return here.program.died.is_set()

        await eventually(died, "the program to notice")


@pytest.mark.parametrize("fault", [True, False])
async def test_such_an_end_is_told_by_the_exit_code(fault: bool) -> None:
    program = _Idle()
    serving = asyncio.create_task(serve._serve(program))
    await asyncio.sleep(0)
    if fault:
        program.died.set()
    else:
        os.kill(os.getpid(), signal.SIGTERM)

    assert await asyncio.wait_for(serving, 20) == (1 if fault else 0)


class _Idle(Breakwater):
    """A program that does nothing."""

    def __init__(self) -> None:
        self.died = asyncio.Event()

    async def start(self) -> None:
        return

    async def stop(self) -> None:
        return
