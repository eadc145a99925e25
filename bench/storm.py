"""A storm: a hundred thousand alerts of fifty causes through the real endpoint, while people type commands.

Slack's limits are in force. What became of it all is read from the database and from Slack's logs afterwards.
"""

import asyncio
import random
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bench.alert_mix import CAUSES, firing
from bench.crowd import Crowd, Row, crowd_at, eventually, of_type
from bench.figure import Figure, median, percentile
from bench.ledger_mix import lengthen
from bench.local_slack import CROWD, MEETING_ID
from bench.programs import Program, breakwater, database, local_slack
from bench.storm_record import Found, StormRecord

SECRET = "a secret of the bench"

#: Alerts in a request, alerts in a second, tables that each cause breaks, connections.
EACH, PACE, TABLES, CONNECTIONS = 20, 1_000, 200, 16

#: Seconds after which a sender comes back that was asked to.
COMES_BACK = 1.0

#: Seconds between two commands, and what people type.
TYPING = 0.25
COMMANDS = ("", "list", "mine", "help", "sevrity")

#: Seconds in which the rest is decided after the last alert, and in which Slack hears of it.
DECIDING, SETTLING = 120.0, 8.0


@dataclass
class Storm:
    """What was seen while it lasted."""

    accepted: int = 0
    refused: int = 0
    began_at: float = 0.0
    #: Seconds: until the last receipt, and from then until all was decided.
    lasted: float = 0.0
    decided_after: float = 0.0
    receipts: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    calls: Sequence[Row] = ()
    deliveries: Sequence[Row] = ()


async def measure(*, alerts: int, entries: int, postgresql: bool) -> list[Figure]:
    """Let it break, wait until it is over, and look at what is left.

    With `entries` the first cause has an incident with so long a ledger, in whose channel people type.
    """
    with (
        database(postgresql=postgresql) as database_url,
        local_slack() as slack,
        breakwater(slack, database_url, ALERT_SECRET_ALERTMANAGER=SECRET) as program,
    ):
        async with crowd_at(slack) as crowd, StormRecord.of(database_url) as record:
            await crowd.enforce_limits()
            storm, channel_id = Storm(), MEETING_ID
            if entries:
                channel_id = await _begin_early(storm, program, crowd)
                await lengthen(database_url, 1, entries)
            async with _watching(storm, program, record), _typing(crowd, channel_id):
                await _break_out(storm, program, alerts // EACH)
                await _settle(storm, record)
            await asyncio.sleep(SETTLING)
            storm.calls, storm.deliveries = await crowd.read("calls"), await crowd.read("deliveries")
            return _figures(storm, await record.found(EACH))


async def _begin_early(storm: Storm, program: Program, crowd: Crowd) -> str:
    """The first cause has broken before, and is worked on; gives the channel, in which everybody is."""
    async with _senders_http() as http:
        await _is_taken(http, program, _body(0))
    storm.accepted = 1

    async def opened() -> str:
        channels = (await crowd.read("workspace"))["channels"]
        return next((channel["id"] for channel in channels if channel["name"].startswith("inc-")), "")

    channel_id = str(await eventually(opened, "the channel of the first cause"))
    for user_id in CROWD:
        await crowd.act(user_id, "join", channel=channel_id)
    return channel_id


def _senders_http() -> aiohttp.ClientSession:
    """Connections of senders that know the secret."""
    headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
    return aiohttp.ClientSession(headers=headers)


async def _break_out(storm: Storm, program: Program, requests: int) -> None:
    numbers = iter(range(storm.accepted, requests))
    storm.began_at = time.time()
    began = time.perf_counter()

    async def send(http: aiohttp.ClientSession) -> None:
        for number in numbers:
            await asyncio.sleep(max(0.0, began + number * EACH / PACE - time.perf_counter()))
            sent = time.perf_counter()
            while not await _is_taken(http, program, _body(number)):
                storm.refused += 1
                await asyncio.sleep(COMES_BACK)
            storm.accepted += 1
            storm.receipts.append((time.perf_counter() - sent) * 1000)

    async with _senders_http() as http:
        await asyncio.gather(*(send(http) for _ in range(CONNECTIONS)))
    storm.lasted = time.perf_counter() - began


async def _is_taken(http: aiohttp.ClientSession, program: Program, body: str) -> bool:
    async with http.post(f"{program.url}/alerts/alertmanager", data=body) as answer:
        return answer.status == 202


def _body(number: int) -> str:
    """Twenty tables that one cause broke, as Alertmanager groups them; sooner or later they come again."""
    cause, round_ = number % CAUSES, number // CAUSES
    first = round_ * EACH % TABLES
    return firing([(cause, first + place) for place in range(EACH)], severity="critical", group=number)


async def _settle(storm: Storm, record: "StormRecord") -> None:
    began = time.perf_counter()

    async def is_over() -> bool:
        return not await record.waiting()

    try:
        await eventually(is_over, "the storm to be decided", every=0.2, within=DECIDING)
    except TimeoutError:
        print(f"  not decided within {DECIDING:.0f} s: {await record.waiting():,} bodies", file=sys.stderr)
    storm.decided_after = time.perf_counter() - began


@asynccontextmanager
async def _typing(crowd: Crowd, channel_id: str) -> AsyncIterator[None]:
    """People go on with their work."""
    chance = random.Random(1)

    async def type_on() -> None:
        while True:
            await asyncio.sleep(TYPING)
            word = {"channel": channel_id, "command": "/incident", "text": chance.choice(COMMANDS)}
            await crowd.act(chance.choice(CROWD), "command", **word)

    typing = asyncio.create_task(type_on())
    yield
    typing.cancel()


@asynccontextmanager
async def _watching(storm: Storm, program: Program, record: "StormRecord") -> AsyncIterator[None]:
    """Weigh the program once a second, and say how far it is."""

    async def watch() -> None:
        while True:
            storm.memory.append(_weight(program))
            if len(storm.memory) % 10 == 0:
                told = f"{storm.accepted * EACH:,} alerts stored, {await record.waiting():,} bodies wait"
                print(f"  {told}, {storm.memory[-1]:.0f} MB", file=sys.stderr, flush=True)
            await asyncio.sleep(1)

    watching = asyncio.create_task(watch())
    yield
    watching.cancel()


def _weight(program: Program) -> float:
    """RSS in MB (10⁶ bytes)."""
    resident = int(Path(f"/proc/{program.pid}/statm").read_text().split()[1])
    return resident * 4096 / 1e6


def _figures(storm: Storm, found: Found) -> list[Figure]:
    return [_lost(storm, found), *_opened(storm, found), _refused(storm), _acks(storm), _memory(storm)]


def _lost(storm: Storm, found: Found) -> Figure:
    pace = storm.accepted * EACH / storm.lasted
    return Figure(
        what=f"storm of {storm.accepted * EACH:,} alerts: lost",
        value=(storm.accepted - found.waiting) * EACH - found.alerts + found.wrong_bodies,
        unit="alerts",
        goal=0,
        how=f"acknowledged, and not there and decided once; {storm.refused} times asked to come back; "
        f"{pace:,.0f} alerts/s for {storm.lasted:.0f} s, receipt p99 "
        f"{percentile(storm.receipts, 99):.0f} ms; "
        f"{found.alerts:,} decided by {storm.decided_after:.0f} s after the last",
    )


def _opened(storm: Storm, found: Found) -> list[Figure]:
    opened = [call["effect"] for call in storm.calls if call["method"] == "conversations.create"]
    first = min((each for each in opened if each > storm.began_at), default=float("inf")) - storm.began_at
    return [
        Figure(
            what="· channels opened",
            value=len(opened),
            unit="channels",
            goal=found.cap + 1,
            how=f"{found.incidents} incidents for one cause each, {found.storms} for the storm, which has "
            f"{found.causes_in_storm} of {CAUSES} causes; {found.causes_elsewhere} causes are nowhere",
        ),
        Figure(
            what="· first channel", value=first, unit="s", goal=2, how="first request → its effect at Slack"
        ),
    ]


def _refused(storm: Storm) -> Figure:
    refused = [
        f"{call['method']} {call['args'].get('channel', '')}".strip()
        for call in storm.calls
        if call["status"] == 429
    ]
    return Figure(
        what="· refused by Slack's limits",
        value=len(refused),
        unit="calls",
        goal=0,
        how=f"429 among {len(storm.calls)} calls {sorted(set(refused)) or ''}".strip(),
    )


def _acks(storm: Storm) -> Figure:
    rows = [row for row in of_type(storm.deliveries, "/incident") if row["acked"]]
    acks = [(row["acked"] - row["sent"]) * 1000 for row in rows]
    return Figure(
        what="· ack of commands meanwhile",
        value=percentile(acks, 99),
        unit="ms",
        goal=100,
        how=f"p99 of {len(acks)}; median {median(acks):.0f}, slowest {max(acks):.0f}",
    )


def _memory(storm: Storm) -> Figure:
    third = max(1, len(storm.memory) // 3)
    before, after = median(storm.memory[:third]), median(storm.memory[-third:])
    return Figure(
        what="· memory, last third to first",
        value=after / before,
        unit="×",
        goal=1.2,
        how=f"RSS {before:.0f} → {after:.0f} MB, at most {max(storm.memory):.0f}",
    )
