"""SIGKILL while webhooks come in: every acknowledged alert is there once afterwards, and decided once."""

import asyncio
import itertools
import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import create_engine, select

from bot.database import with_driver
from models.alert import Alert
from models.inbox import InboxItem
from sandbox.server import Sandbox
from tests.durability.patience import until
from tests.durability.program import Program
from tests.transports.senders import BEARER, SECRET

Lived = Callable[[str, object], None]

SENDERS = 8

#: Alerts in one request.
EACH = 3

#: Seconds for a lease of the dead to end, and for all to be decided by a busy machine.
SETTLING = 110.0


async def test_killed_while_webhooks_come_in_it_loses_and_doubles_none(
    sqlite_url: str, tmp_path: Path, record_property: Lived
) -> None:
    kills = 2  # on PostgreSQL the lease of each of the dead has to end: that takes its time, in the soak
    assert await storm(sqlite_url, tmp_path, kills, acks=25) == []

    record_property("combinations", kills)


@pytest.mark.soak
@pytest.mark.parametrize("acks", [1, 7, 40, 150, 400])
async def test_killed_at_any_moment_of_a_storm_it_loses_and_doubles_none(
    database_url: str, tmp_path: Path, acks: int, record_property: Lived
) -> None:
    kills = 6
    assert await storm(database_url, tmp_path, kills, acks=acks) == []

    record_property("combinations", kills)


async def storm(database_url: str, folder: Path, kills: int, *, acks: int) -> list[str]:
    """Senders send, and send again what was not acknowledged, while the program dies now and then."""
    async with Sandbox.serve(port=0) as sandbox, aiohttp.ClientSession() as http:
        environ = {
            "DATABASE_URL": database_url,
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "ALERT_SECRET_ALERTMANAGER": SECRET,
        }
        program = Program(folder, environ, warm=True)
        await program.start()
        senders = Senders(http, program)
        work = [asyncio.create_task(senders.send()) for _ in range(SENDERS)]
        for _ in range(kills):
            await senders.heard(acks)
            program.kill()
            await program.start()
        await senders.heard(acks)
        senders.stopping = True
        await asyncio.gather(*work)
        record = Inbox(database_url)
        try:
            await until(record.is_settled, "all to be decided", within=SETTLING)
            program.terminate()
            await program.ended()
            return record.complaints(senders)
        finally:
            record.close()


class Senders:
    """Each sends its next request when the last one was acknowledged, however often that takes."""

    def __init__(self, http: aiohttp.ClientSession, program: Program) -> None:
        self._http = http
        self._program = program
        self._numbers = itertools.count()
        self.stopping = False
        #: Receipts by the number of the request, each as often as it was given.
        self.acknowledged: dict[int, str] = {}

    async def heard(self, acks: int) -> None:
        """Wait for so many more acks."""
        wanted = len(self.acknowledged) + acks

        async def are_there() -> bool:
            return len(self.acknowledged) >= wanted

        await until(are_there, f"{acks} acks", within=SETTLING)

    async def send(self) -> None:
        """Send until told to stop, but never before the last one is acknowledged."""
        while not self.stopping:
            number = next(self._numbers)
            while not await self._acknowledged(number):
                await asyncio.sleep(0.02)  # it is dead, or not yet alive

    async def _acknowledged(self, number: int) -> bool:
        url = f"http://127.0.0.1:{self._program.port}/alerts/alertmanager"
        try:
            async with self._http.post(url, json=body(number), headers=BEARER) as response:
                if response.status != 202:
                    return False
                self.acknowledged[number] = (await response.json())["receipt"]
                return True
        except (aiohttp.ClientError, ConnectionError, ValueError):
            return False


def body(number: int) -> dict[str, Any]:
    """A request like no other, with alerts like no others."""
    alerts = [
        {
            "status": "firing",
            "labels": {"alertname": "TableIsLate", "severity": "warning", "table": f"t{number}_{place}"},
            "annotations": {"summary": f"request {number}"},
            "startsAt": "2026-11-20T11:58:00Z",
            "fingerprint": f"{number:08x}{place:08x}",
        }
        for place in range(EACH)
    ]
    return {"version": "4", "groupKey": "{}", "status": "firing", "receiver": "b", "alerts": alerts}


class Inbox:
    """What the database says, read beside the program."""

    def __init__(self, database_url: str) -> None:
        self._engine = create_engine(with_driver(database_url, sync=True))

    async def is_settled(self) -> bool:
        """Whether every webhook was decided."""
        return all(row.done_at for row in self._webhooks())

    def complaints(self, senders: Senders) -> list[str]:
        """What is lost, and what is there twice."""
        rows = {f"r{row.id}": _number(row.payload) for row in self._webhooks()}
        stored = Counter(rows.values())
        found = [
            f"request {number} has the receipt {receipt}, which is {rows.get(receipt)}"
            for number, receipt in senders.acknowledged.items()
            if rows.get(receipt) != number
        ]
        found += [f"request {number} is there {count} times" for number, count in stored.items() if count > 1]
        with self._engine.connect() as connection:
            alerts = Counter(connection.scalars(select(Alert.inbox_id)))
        wrong = {name: alerts[int(name[1:])] for name in rows if alerts[int(name[1:])] != EACH}
        return found + [f"{name} led to {count} alerts, not {EACH}" for name, count in wrong.items()]

    def close(self) -> None:
        """Give back the connections."""
        self._engine.dispose()

    def _webhooks(self) -> list[Any]:
        columns = (InboxItem.id, InboxItem.payload, InboxItem.done_at)
        with self._engine.connect() as connection:
            return list(connection.execute(select(*columns).where(InboxItem.kind == "webhook")))


def _number(payload: str) -> int:
    return int(json.loads(payload)["alerts"][0]["fingerprint"][:8], 16)
