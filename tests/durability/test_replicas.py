"""Equal replicas on one PostgreSQL: they share the work, nothing is done twice, and one may die in it."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import aiohttp
import pytest

from bot.outbox.queue import LEASE_SECONDS
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.outbox import OutboxItem, Standing
from models.place import Place
from sandbox.control.dump import dump
from tests.durability.patience import until
from tests.durability.program import Program
from tests.durability.siege import Siege, besieged
from tests.durability.verdict import about_marks, about_parked
from tests.stories.town import Actor

Lived = Callable[[str, object], None]

#: Each update is due at once, so that its reminders are, too.
PLAYBOOK = """
working_hours: {zone: UTC, days: mon-sun, from: "00:00", to: "23:59"}
severities:
  sev2: {update_every: 3s}
"""

DECLARERS = ("ana", "ben", "chen", "dia", "emil")

#: Seconds beyond a lease that the others may take: looking, sending, a machine with too much to do.
GRACE = 20.0


@pytest.mark.soak
@pytest.mark.parametrize("count", [2, 4])
async def test_replicas_share_the_work_and_do_nothing_twice(
    count: int, postgres_url: str, tmp_path: Path, record_property: Lived
) -> None:
    async with besieged(postgres_url, tmp_path / "town", playbook=PLAYBOOK, programs=count) as siege:
        siege.sandbox.faults.set_latency(100)
        await _all_declare(siege)
        await _all_done(siege)

        assert _wrong(siege) == []
        shares = [await _sent_by(program) for program in siege.programs]
        assert all(shares), f"somebody did nothing: {shares}"
        record_property("combinations", 1)


@pytest.mark.soak
@pytest.mark.parametrize("count", [2, 4])
async def test_a_replica_dies_in_the_middle_and_the_others_finish_within_its_lease(
    count: int, postgres_url: str, tmp_path: Path, record_property: Lived
) -> None:
    assert await a_replica_dies(count, postgres_url, tmp_path / "town") == []

    record_property("combinations", 1)


async def a_replica_dies(count: int, database_url: str, folder: Path) -> list[str]:
    """All work, and one is killed in the middle; what is wrong when the others have finished it."""
    async with besieged(database_url, folder, playbook=PLAYBOOK, programs=count) as siege:
        siege.sandbox.faults.set_latency(200)
        before = len(siege.sandbox.calls)
        await _all_declare(siege)

        async def in_the_middle() -> bool:
            shares = [await _sent_by(program) for program in siege.programs]
            return len(siege.sandbox.calls) - before >= 15 and all(shares)

        await until(in_the_middle, "everybody's part of the opening")
        siege.programs[-1].kill()
        died_at = time.monotonic()
        await _all_done(siege)
        took = time.monotonic() - died_at
        late = [f"the others took {took:.0f} s"] if took > LEASE_SECONDS + GRACE else []
        return late + _wrong(siege)


async def _all_declare(siege: Siege) -> None:
    await asyncio.gather(*(_declare(siege.people[name]) for name in DECLARERS))


async def _declare(person: Actor) -> None:
    """Ask for the form, again when it did not open in time, and send it off."""

    async def is_open() -> bool:
        return bool((await person.does("boot"))["views"])

    for _ in range(3):
        await person.page.act(
            person.user_id,
            "command",
            channel=await person.channel_id("data-incidents"),
            command="/incident",
            text="declare",
        )
        try:
            await until(is_open, "the form", within=4)
            break
        except AssertionError:
            continue
    sent = await person.submits("declare", title=f"Orders of {person.name} are late", severity="sev2")
    assert sent["outcome"] == "closed", sent


async def _all_done(siege: Siege) -> None:
    """Everything declared, opened and said to be overdue, and nothing left to do."""

    async def is_done() -> bool:
        overdue = siege.record.rows(LedgerEntry, LedgerEntry.kind == EntryKind.CHECKIN_MISSED)
        return len(overdue) >= len(DECLARERS) and siege.record.is_settled()

    await until(is_done, "the end", within=60, shown=siege.record.what_waits)


def _wrong(siege: Siege) -> list[str]:
    """All that is missing or there twice."""
    channels = dump(siege.sandbox.board)["channels"]
    rooms = [channel for channel in channels if channel["name"].startswith("inc-")]
    wrong = [*about_marks(channels, siege.record), *about_parked(siege.record.items(Standing.PARKED))]
    if not len(rooms) == len(siege.record.rows(Incident)) == len(DECLARERS):
        wrong.append(f"{len(rooms)} channels of {len(siege.record.rows(Incident))} incidents")
    pinned = {room["id"]: room["pins"] for room in rooms}
    on_record = {place.channel_id: [place.card_ts] for place in siege.record.rows(Place)}
    if pinned != on_record:
        wrong.append(f"pinned are {pinned}, on record {on_record}")
    return wrong + _doubled(siege)


def _doubled(siege: Siege) -> list[str]:
    """What has to be there once for each incident."""
    kinds = ("open_channel", "post_card", "post_announcement", "post_overdue", "post_reminder")
    sent = Counter(
        (item.kind, item.incident_id)
        for item in siege.record.rows(OutboxItem)
        if item.kind in kinds and item.standing is Standing.SENT
    )
    missed = Counter(
        entry.incident_id
        for entry in siege.record.rows(LedgerEntry, LedgerEntry.kind == EntryKind.CHECKIN_MISSED)
    )
    wrong = [f"{what} came {count} times" for what, count in sent.items() if count != 1]
    wrong += [f"INC-{each} missed its update {count} times" for each, count in missed.items() if count != 1]
    lacking = [
        kind for kind in kinds[:4] if len([each for each in sent if each[0] == kind]) != len(DECLARERS)
    ]
    return wrong + [f"not every incident has its {kind}" for kind in lacking]


async def _sent_by(program: Program) -> float:
    """How many items this replica delivered."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{program.port}/metrics") as answer,
    ):
        lines = (await answer.text()).splitlines()
    counted = [line for line in lines if line.startswith("breakwater_outbox_sent_total{")]
    return sum(float(line.rpartition(" ")[2]) for line in counted)
