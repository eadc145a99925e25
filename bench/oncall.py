"""How long it takes to say who is on call: 500 people in 40 rotations, at any moment of a year."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from bench.deciding import decider
from bench.figure import Figure, median, percentile
from bench.programs import database
from bot.desk import Desk
from bot.oncall.on_duty import duty_by_the_playbook, find_duty
from bot.oncall.preview import coming_shifts
from bot.oncall.team_schedule import layered
from bot.playbook import Playbook, parse_playbook
from models.on_call import Override
from models.place import Person

PEOPLE, ROTATIONS = 500, 40
BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
#: Microseconds: a millisecond.
GOAL = 1_000

_ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata")


async def measure(*, looks: int, postgresql: bool) -> list[Figure]:
    """By the rules alone, then with what the database knows, and the preview of four weeks."""
    playbook, chance = parse_playbook(written(), "bench"), random.Random(4)
    asked = [
        (f"team{chance.randrange(ROTATIONS)}", BEGIN + timedelta(minutes=chance.randrange(525_600)))
        for _ in range(looks)
    ]
    rules = _by_rules(playbook, asked)
    previews = _previews(playbook, asked[: looks // 20])
    with database(postgresql=postgresql) as database_url:
        async with decider(database_url) as desk:
            whole = await _with_database(desk, playbook, asked[: looks // 10])
    how = f"{PEOPLE} people in {ROTATIONS} rotations of two layers with hours and holidays, {looks:,} moments"
    return [
        Figure(
            what="who is on call", value=median(rules), unit="µs", goal=GOAL, how=f"{how} of a year; median"
        ),
        Figure(what="· p99", value=percentile(rules, 99), unit="µs", goal=GOAL, how="the rules: no database"),
        Figure(what="· with the database", value=median(whole), unit="µs", how=_whole_how(whole)),
        Figure(what="· the coming four weeks", value=median(previews), unit="µs", how="up to 30 shifts"),
    ]


def written() -> str:
    """A playbook of so many rotations, each of a base of weeks and a layer of office hours."""
    lines = ["holidays: {all: [2027-01-01, 2027-04-02, 2027-12-25, 2027-12-26]}", "on_call:"]
    each = PEOPLE // ROTATIONS
    for number in range(ROTATIONS):
        people = [f"U0P{person:07d}" for person in range(number * each, (number + 1) * each)]
        half = len(people) // 2
        lines += [
            f"  team{number}:",
            f"    zone: {_ZONES[number % len(_ZONES)]}",
            "    layers:",
            f"      - {{people: {people[:half]}, every: 1w, hand_off: mon 09:00}}",
            f"      - people: {people[half:]}",
            "        every: 12h",
            "        only: {days: mon-fri, from: 09:00, to: 18:00}",
            "        rests_on: all",
        ]
    return "\n".join(lines)


def _by_rules(playbook: Playbook, asked: Sequence[tuple[str, datetime]]) -> list[float]:
    return [_took(lambda team=team, at=at: duty_by_the_playbook(playbook, team, at)) for team, at in asked]


def _previews(playbook: Playbook, asked: Sequence[tuple[str, datetime]]) -> list[float]:
    return [
        _took(lambda team=team, at=at: coming_shifts(layered(playbook, team, now=at), at))
        for team, at in asked
    ]


def _took(look: Callable[[], object]) -> float:
    """The shortest of three, in microseconds: what others do on the machine is not ours to count."""
    times = []
    for _ in range(3):
        began = time.perf_counter()
        look()
        times.append((time.perf_counter() - began) * 1e6)
    return min(times)


async def _with_database(
    desk: Desk, playbook: Playbook, asked: Sequence[tuple[str, datetime]]
) -> list[float]:
    async with desk.store.unit() as uow:
        for number in range(PEOPLE):
            who = f"U0P{number:07d}"
            uow.session.add(
                Person(user_id=who, handle=f"person{number}", name=f"Person {number}", read_at=uow.now)
            )
        for number in range(ROTATIONS):
            uow.session.add(
                Override(
                    team=f"team{number}",
                    person_id="U0P0000000",
                    from_at=BEGIN,
                    until_at=BEGIN + timedelta(days=90),
                    by_id="U0P0000001",
                    made_at=uow.now,
                )
            )
    took = []
    async with desk.store.reading() as session:
        for team, at in asked:
            began = time.perf_counter()
            await find_duty(session, playbook, team, at, now=at)
            took.append((time.perf_counter() - began) * 1e6)
    return took


def _whole_how(took: Sequence[float]) -> str:
    return f"overrides, what was read elsewhere, and who the people are; p99 {percentile(took, 99):,.0f} µs"
