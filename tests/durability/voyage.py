"""One incident from the alarm to the post-mortem, with the program killed, or lied to, on the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sandbox.faults import Fault
from tests.durability.patience import until
from tests.durability.siege import FOR_EVER_MS, Siege, besieged, besieged_here
from tests.durability.steps import PHASES, Step
from tests.durability.story import Story
from tests.durability.verdict import complaints
from tests.stories.town import PATIENT


@dataclass(frozen=True)
class Death:
    """A kill inside a call: before it took effect at Slack's, or after, before the answer."""

    step: Step
    after_effect: bool

    def __str__(self) -> str:
        return f"killed {'after' if self.after_effect else 'before'} “{self.step.name}” took effect"

    def arm(self, siege: Siege) -> Fault:
        return siege.arm(self.step, "hang_after" if self.after_effect else "hang", ms=FOR_EVER_MS)


@dataclass(frozen=True)
class Trouble:
    """A fault of Slack's in one call."""

    step: Step
    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.kind} {dict(self.options) or ''} in “{self.step.name}”"

    def arm(self, siege: Siege) -> Fault:
        return siege.arm(self.step, self.kind, **self.options)


@dataclass(frozen=True)
class Moment:
    """A kill between calls: as soon as Slack has been called so many times since the person was answered."""

    phase: str
    calls: int

    def __str__(self) -> str:
        return f"killed in {self.phase} {self.calls} calls after the ack"

    async def come(self, siege: Siege, since: int) -> None:
        async def has_come() -> bool:
            return len(siege.sandbox.calls) - since >= self.calls or siege.record.is_settled()

        await until(has_come, str(self))


Peril = Death | Trouble | Moment


async def sail(siege: Siege, perils: Sequence[Peril]) -> list[str]:
    """Live through every phase and its perils, and look at the world after each; what is wrong with it."""
    story = Story(siege.people)
    armed: list[tuple[Death | Trouble, Fault]] = []
    for phase in PHASES:
        # The review comes by itself, at any moment after the close: its perils must lie in wait by then.
        waiting = ("closing", "reviewing") if phase == "closing" else (phase,)
        if phase != "reviewing":
            in_calls = [peril for peril in perils if not isinstance(peril, Moment)]
            armed = [(peril, peril.arm(siege)) for peril in in_calls if peril.step.phase in waiting]
        await story.act(phase)
        since = len(siege.sandbox.calls)
        for peril, fault in armed:
            if peril.step.phase == phase:
                await siege.caught(fault)
                if isinstance(peril, Death):
                    await siege.restart()
        for moment in perils:
            if isinstance(moment, Moment) and moment.phase == phase:
                await moment.come(siege, since)
                await siege.restart()
        await siege.settled(phase)
        if phase != "closing" and (wrong := complaints(siege.sandbox, siege.record, phase)):
            return [f"{phase}: {each}; perils: {'; '.join(map(str, perils))}" for each in wrong]
    return []


async def sail_through_deaths(database_url: str, folder: Path, deaths: Sequence[Death | Moment]) -> list[str]:
    """The program as another process, killed once in every phase."""
    async with besieged(database_url, folder) as siege:
        return await sail(siege, deaths)


async def sail_through_troubles(
    database_url: str, troubles: Sequence[Trouble], *, doubled: bool = False
) -> list[str]:
    """The program in this process, with a fault in every call; `doubled`: and each delivery comes twice."""
    async with besieged_here(database_url, call_seconds=0.8, **PATIENT) as siege:
        if doubled:
            siege.sandbox.faults.add("deliver:*", "double", times=10_000)
        return await sail(siege, troubles)
