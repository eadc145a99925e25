"""A whole response, or a breach, with the program killed, or lied to, in whatever call an act leads to."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.faults import Fault
from tests.durability.patience import until
from tests.durability.response import PLAYBOOK, Response, prepare
from tests.durability.siege import FOR_EVER_MS, SETTLING, Siege, besieged, besieged_here
from tests.stories.town import PATIENT


@dataclass(frozen=True)
class Blow:
    """What befalls one of the calls that follow an act: which, counted from nought, and what."""

    number: int
    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)
    #: The program is killed while that call hangs.
    kills: bool = False

    @classmethod
    def death(cls, number: int, *, after_effect: bool) -> "Blow":
        kind = "hang_after" if after_effect else "hang"
        return cls(number, kind, {"ms": FOR_EVER_MS}, kills=True)

    def arm(self, siege: Siege) -> Fault:
        return siege.sandbox.faults.add("*", self.kind, skip=self.number, **self.options)


#: By the act that they follow.
Blows = Mapping[str, Sequence[Blow]]


async def live_through_deaths(
    blows: Blows,
    database_url: str,
    folder: Path,
    caught: list[Blow],
    road: type[Response] = Response,
    *,
    replicas: int = 1,
) -> list[str]:
    """The program as another process, with its clock moved; what is wrong in the end, and what was caught.

    Alone it is started again. Of several replicas one is dead for good, and the others finish.
    """
    async with besieged(database_url, folder, playbook=PLAYBOOK, programs=0) as siege:
        siege.ahead = _clock(folder)
        await prepare(siege)
        await siege.start(replicas)
        if replicas > 1:  # the one that lives on asks no call that is to befall the other
            await asyncio.gather(*(program.knows_its_way() for program in siege.programs))
        return await _live(blows, siege, caught, road)


async def live_through_troubles(
    blows: Blows,
    database_url: str,
    folder: Path,
    caught: list[Blow],
    road: type[Response] = Response,
    *,
    doubled: bool = False,
) -> list[str]:
    """The program in this process; `doubled`: and each delivery comes twice."""
    async with in_this_process(database_url, folder) as siege:
        if doubled:
            siege.sandbox.faults.add("deliver:*", "double", times=10_000)
        return await _live(blows, siege, caught, road)


def in_this_process(database_url: str, folder: Path) -> AbstractAsyncContextManager[Siege]:
    """The town of the response, in which nobody is killed."""
    folder.mkdir(exist_ok=True)
    playbook = PLAYBOOK.replace("{folder: register}", f"{{folder: {folder / 'register'}}}")
    return besieged_here(
        database_url,
        call_seconds=2.0,
        playbook=playbook,
        ahead=_clock(folder),
        prepare=prepare,
        **PATIENT,
    )


async def _live(blows: Blows, siege: Siege, caught: list[Blow], road: type[Response]) -> list[str]:
    response, faults = road(siege), siege.sandbox.faults
    for act in road.acts:
        armed = [(blow, blow.arm(siege)) for blow in blows.get(act, ())]
        await response.act(act)
        await _caught_or_over(siege, [fault for _, fault in armed], response, act)
        hit = [blow for blow, fault in armed if fault not in faults.waiting]
        for fault in [fault for _, fault in armed if fault in faults.waiting]:
            faults.waiting.remove(fault)
        caught += hit
        if any(blow.kills for blow in hit):
            await _die(siege)
        await siege.reached(act, lambda act=act: response.has_come(act))  # type: ignore[misc]  # a default binds it
    return [f"{wrong}; blows: {blows}" for wrong in response.complaints()]


async def _die(siege: Siege) -> None:
    """Of several the last one dies, whichever has the call that hangs: if it is another's, that ends late."""
    *others, last = [program for program in siege.programs if program.is_running]
    if others:
        last.kill()
    else:
        await siege.restart()


async def _caught_or_over(siege: Siege, armed: Sequence[Fault], response: Response, act: str) -> None:
    """Wait until a call is hit by each; or until all is done, for there were fewer calls than that."""
    waiting = siege.sandbox.faults.waiting

    async def is_so() -> bool:
        is_over = response.has_come(act) and siege.record.is_settled()
        return is_over or not any(fault in waiting for fault in armed)

    what = f"calls after “{act}” to run into {armed}"
    await until(is_so, what, within=SETTLING, shown=siege.record.what_waits)


def _clock(folder: Path) -> Path:
    ahead = folder / "ahead"
    ahead.write_text("0")
    return ahead
