"""What an incident with a very long ledger costs whoever works in it, beside one with a short one."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from bench.figure import Figure, median, spread
from bench.ledger_mix import write_entries
from bench.programs import database
from bot.blocks.incidents.card import card
from bot.blocks.ledger.catchup import catchup
from bot.blocks.ledger.hypotheses import hypotheses_board
from bot.incidents.advance_stage import advance
from bot.incidents.change_severity import change_severity
from bot.incidents.show_incident import incident_view
from bot.ledger.add_entry import add_entry
from bot.ledger.catch_up import catch_up
from bot.ledger.hypotheses import board_of
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.read_ledger import read_latest
from bot.ledger.step_change import step_change
from bot.playbook import parse_playbook
from models.change import ChangeStep
from models.errors import StageNotReachable
from models.hypothesis import Verdict
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import Severity, Stage
from tests.builders import ANA, House, open_house

SHORT: Final = 100

_PLAYBOOK: Final = parse_playbook(
    "severities: {sev2: {gates: [containment, analysis, remediation, verification]}}", "bench"
)

Do = Callable[[House, int], Awaitable[Any]]


async def _nothing(house: House, number: int) -> None:
    """Most need nothing beforehand."""


@dataclass(frozen=True, slots=True)
class Act:
    """What is measured, and what has to be so before, which is not."""

    do: Do
    before: Do = _nothing


async def measure(*, entries: int, repeat: int, postgresql: bool) -> list[Figure]:
    """The same acts in both incidents, in turns."""
    with database(postgresql=postgresql) as database_url:
        async with open_house(database_url, playbook=_PLAYBOOK) as house:
            short, long = [await _incident(house, count) for count in (SHORT, entries)]
            return [
                await _figure(house, what, act, short, long, entries, repeat) for what, act in ACTS.items()
            ]


async def _figure(
    house: House, what: str, act: Act, short: int, long: int, entries: int, repeat: int
) -> Figure:
    took: dict[int, list[float]] = {short: [], long: []}
    for number in (short, long) * (12 * repeat):
        await act.before(house, number)
        began = time.perf_counter()
        await act.do(house, number)
        took[number].append((time.perf_counter() - began) * 1000)
    warm = {number: each[2:] for number, each in took.items()}
    ratio = median(warm[long]) / median(warm[short])
    how = (
        f"{entries:,} entries : {SHORT}; median {median(warm[long]):.1f} ms ({spread(warm[long], 1)}) "
        f"beside {median(warm[short]):.1f}"
    )
    goal = None if what.startswith("·") else 1.5
    return Figure(what=what, value=ratio, unit="×", goal=goal, how=how)


async def _incident(house: House, count: int) -> int:
    number = await house.declare(severity=Severity.SEV2)
    await house.opened(number, f"C0LONG{count:05}")
    await house.act(write_entries, number, count)
    return number


async def _declares(house: House, _number: int) -> None:
    await house.declare()


async def _notes(house: House, number: int) -> None:
    await house.act(add_entry, number, EntryKind.NOTE_ADDED, "We looked again", by_id=ANA)


def _draws_card_in(stage: Stage) -> Act:
    """The card names what its stage still wants, which the ledger says."""

    async def draw(house: House, number: int) -> None:
        async with house.store.reading() as session:
            card(await incident_view(session, number, house.clock())).as_payload()

    async def go_there(house: House, number: int) -> None:
        with suppress(StageNotReachable):
            await house.act(advance, number, stage, by_id=ANA, override="We know")

    return Act(draw, go_there)


async def _moves_on(house: House, number: int) -> None:
    """Past every gate, and back."""
    await house.act(advance, number, Stage.VERIFICATION, by_id=ANA, override="We know")
    await house.act(advance, number, Stage.TRIAGE, by_id=ANA)


async def _changes_severity(house: House, number: int) -> None:
    await house.act(change_severity, number, Severity.SEV1, by_id=ANA)
    await house.act(change_severity, number, Severity.SEV2, by_id=ANA)


async def _judges(house: House, number: int) -> None:
    entry = await house.act(add_entry, number, EntryKind.HYPOTHESIS_ADDED, "It was late", by_id=ANA)
    await house.act(judge_hypothesis, entry.id, Verdict.RULED_OUT, "It was not", by_id=ANA)


async def _steps_on(house: House, number: int) -> None:
    entry = await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "Ran it again", by_id=ANA)
    await house.act(step_change, entry.id, ChangeStep.HELD, "It is there", by_id=ANA)


async def _draws_board(house: House, number: int) -> None:
    async with house.store.reading() as session:
        board = await board_of(session, await session.get_one(Incident, number))
    hypotheses_board(board).as_payload()


async def _catches_up(house: House, number: int) -> None:
    async with house.store.reading() as session:
        catchup(await catch_up(session, number, house.clock())).as_payload()


async def _reads_latest(house: House, number: int) -> Sequence[Any]:
    async with house.store.reading() as session:
        return await read_latest(session, number)  # type: ignore[no-any-return]


#: What people wait for must not grow with the ledger; what shows much of it may.
ACTS: Final[Mapping[str, Act]] = {
    "declare, beside": Act(_declares),
    "a note": Act(_notes),
    "severity": Act(_changes_severity),
    "the card in triage": _draws_card_in(Stage.TRIAGE),
    "the card in containment": _draws_card_in(Stage.CONTAINMENT),
    "the card in analysis": _draws_card_in(Stage.ANALYSIS),
    "the card in remediation": _draws_card_in(Stage.REMEDIATION),
    "the card in verification": _draws_card_in(Stage.VERIFICATION),
    "past every gate and back": Act(_moves_on, _draws_card_in(Stage.TRIAGE).before),
    "a hypothesis, judged": Act(_judges),
    "a change, seen to hold": Act(_steps_on),
    "· the board of hypotheses": Act(_draws_board),
    "· catchup": Act(_catches_up),
    "· timeline": Act(_reads_latest),
}
