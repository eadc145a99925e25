"""A hail of webhooks on programs that are killed in it, and what must be true when it is over.

Who sends is as stubborn as a tool: what was not acknowledged is sent again, the same.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path

import aiohttp

from bench.alert_mix import firing
from bot.inbox.entering import WEBHOOK
from models.alert import Alert
from models.concern import Concern
from models.inbox import InboxItem
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.outbox import OutboxItem, Standing
from models.place import Place
from sandbox.control.dump import dump
from tests.durability.patience import until
from tests.durability.siege import PLAYBOOK, Siege, besieged
from tests.durability.verdict import about_marks, about_parked

SECRET = "a secret of the tests"

#: Alerts in a body, causes, and the channels that a playbook without a word about it allows.
EACH, CAUSES, CAP = 5, 12, 5

#: Senders at once, and how long the last things may take when it is over: two leases on a busy machine.
SENDERS, SETTLING = 8, 120.0


@dataclass
class Hail:
    """So many bodies, and which of them were acknowledged."""

    siege: Siege
    bodies: int
    acknowledged: set[int] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=count)

    async def fall(self) -> None:
        """Send all of them, each until it is acknowledged."""
        headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
        async with aiohttp.ClientSession(headers=headers) as http:
            await asyncio.gather(*(self._send(http, first) for first in range(SENDERS)))

    async def _send(self, http: aiohttp.ClientSession, first: int) -> None:
        programs = cycle(self.siege.programs)
        for _ in range(first):
            next(programs)
        for number in self._numbers:
            if number >= self.bodies:
                return
            while not await self._is_taken(http, next(programs).port, number):
                await asyncio.sleep(0.05)
            self.acknowledged.add(number)

    async def _is_taken(self, http: aiohttp.ClientSession, port: int, number: int) -> bool:
        with suppress(aiohttp.ClientError, OSError):
            async with http.post(
                f"http://127.0.0.1:{port}/alerts/alertmanager", data=_body(number)
            ) as answer:
                assert answer.status in {202, 503}, await answer.text()
                return answer.status == 202
        return False

    async def has_brought(self, bodies: int) -> None:
        """Wait until so many were acknowledged."""

        async def is_so() -> bool:
            return len(self.acknowledged) >= bodies

        await until(is_so, f"{bodies} receipts", within=SETTLING)


async def die_in_a_storm(
    database_url: str, folder: Path, *, bodies: int, deaths: int, replicas: int = 1
) -> list[str]:
    """Kill one after the other while it hails, start each again, and look at what is left."""
    async with besieged(database_url, folder, playbook=PLAYBOOK, programs=0) as siege:
        siege.environ["ALERT_SECRET_ALERTMANAGER"] = SECRET
        await siege.start(replicas)
        siege.sandbox.faults.set_latency(60)
        hail = Hail(siege, bodies)
        falling = asyncio.create_task(hail.fall())
        for death in range(deaths):
            await hail.has_brought(bodies * (death + 1) // (deaths + 1))
            program = siege.programs[death % replicas]
            program.kill()
            await program.start()
        await falling

        async def is_over() -> bool:
            return _is_calm(siege)

        await until(is_over, "calm", within=SETTLING, shown=siege.record.what_waits)
        return [*_about_bodies(siege, bodies), *_about_incidents(siege), *_about_slack(siege)]


def _body(number: int) -> str:
    """A few tables that one cause broke; sooner or later they come again."""
    cause, round_ = number % CAUSES, number // CAUSES
    places = [(cause, (round_ * EACH + place) % 20) for place in range(EACH)]
    return firing(places, severity="critical", group=number)


def _is_calm(siege: Siege) -> bool:
    """All is decided and said; what is only drawn anew or pinned may go on waiting for its turn."""
    if siege.record.rows(InboxItem.id, InboxItem.kind == WEBHOOK, InboxItem.done_at.is_(None)):
        return False
    waiting = siege.record.items(Standing.WAITING)
    return all(item.kind.startswith(("edit_", "pin_")) for item in waiting)


def _about_bodies(siege: Siege, bodies: int) -> Iterator[str]:
    """Each is there once, and each of its alerts was decided once."""
    rows = siege.record.rows(InboxItem, InboxItem.kind == WEBHOOK)
    if len(rows) != bodies:
        yield f"{len(rows)} of {bodies} bodies are there"
    alerts = siege.record.rows(Alert)
    decided = Counter(alert.inbox_id for alert in alerts)
    if wrong := {row.id: decided[row.id] for row in rows if decided[row.id] != EACH}:
        yield f"bodies of {EACH} alerts led to {wrong}"
    heard = Counter(alert.fingerprint for alert in alerts)
    for concern in siege.record.rows(Concern):
        if concern.firing_count != heard[concern.fingerprint]:
            yield f"{concern.title} fired {heard[concern.fingerprint]} times, counted {concern.firing_count}"
    if loose := [alert.id for alert in alerts if alert.incident_id is None or not alert.reason]:
        yield f"alerts without an incident or a reason: {loose[:5]}"


def _about_incidents(siege: Siege) -> Iterator[str]:
    """One for each cause up to the cap, and one that gathers the rest."""
    incidents = siege.record.rows(Incident)
    if (found := Counter(each.is_storm for each in incidents)) != {False: CAP, True: 1}:
        yield f"incidents, by whether they gather a storm: {dict(found)}"
    where = {(concern.rule, concern.incident_id) for concern in siege.record.rows(Concern)}
    if len(where) != CAUSES:
        yield f"causes lie in several incidents: {sorted(where, key=str)}"
    for kind in (EntryKind.DECLARED, EntryKind.CHANNEL_OPENED):
        entries = siege.record.rows(LedgerEntry, LedgerEntry.kind == kind)
        if len(entries) != len(incidents) or len({each.incident_id for each in entries}) != len(entries):
            yield f"{kind} is in {len(entries)} ledger entries of {len(incidents)} incidents"


def _about_slack(siege: Siege) -> Iterator[str]:
    """Each channel was opened once, and nothing was said twice."""
    channels = dump(siege.sandbox.board)["channels"]
    rooms = {channel["id"] for channel in channels if channel["name"].startswith("inc-")}
    places = {place.channel_id for place in siege.record.rows(Place)}
    if rooms != places:
        yield f"channels {sorted(rooms)}, on record {sorted(map(str, places))}"
    yield from about_marks(channels, siege.record)
    yield from about_parked(siege.record.items(Standing.PARKED))
    if moot := [item for item in _opened_twice(siege) if item]:
        yield f"channels that were to be opened twice: {moot}"


def _opened_twice(siege: Siege) -> list[int]:
    opened = Counter(
        item.incident_id for item in siege.record.rows(OutboxItem, OutboxItem.kind == "open_channel")
    )
    return [number for number, times in opened.items() if times > 1 and number is not None]
