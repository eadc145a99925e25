"""Another process holds the database while alerts come in: they wait, or are refused; none is lost."""

import asyncio
import itertools
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import psycopg
import pytest
from sqlalchemy import create_engine

from bot.database import is_sqlite, with_driver
from sandbox.server import Sandbox
from tests.durability.patience import until
from tests.durability.program import Program
from tests.durability.test_webhooks_killed import SETTLING, Inbox, Senders, body
from tests.transports.senders import BEARER, SECRET

#: Seconds between requests: with three alerts in each that is five hundred a second.
EVERY = 0.006


class Hail(Senders):
    """Requests come in without waiting for each other; what is refused is sent again, as tools do it."""

    def __init__(self, http: aiohttp.ClientSession, program: Program) -> None:
        super().__init__(http, program)
        self.statuses: Counter[int] = Counter()
        self._sent: set[asyncio.Task[None]] = set()

    async def send(self) -> None:
        """Until told to stop; and then until all of it was acknowledged."""
        for number in itertools.count():
            if self.stopping:
                break
            self._sent.add(asyncio.create_task(self._deliver(number)))
            await asyncio.sleep(EVERY)
        await asyncio.gather(*self._sent)

    async def _deliver(self, number: int) -> None:
        while not await self._acknowledged(number):
            await asyncio.sleep(1.0)

    async def _acknowledged(self, number: int) -> bool:
        url = f"http://127.0.0.1:{self._program.port}/alerts/alertmanager"
        async with self._http.post(url, json=body(number), headers=BEARER) as response:
            self.statuses[response.status] += 1
            if response.status == 202:
                self.acknowledged[number] = (await response.json())["receipt"]
            return response.status == 202


@pytest.mark.parametrize(
    "seconds", [pytest.param(3.0, marks=pytest.mark.slow), pytest.param(20.0, marks=pytest.mark.soak)]
)
async def test_stalled_while_alerts_come_in_it_loses_none_and_recovers_by_itself(
    database_url: str, tmp_path: Path, seconds: float, record_property: Callable[[str, object], None]
) -> None:
    connector = aiohttp.TCPConnector(
        limit=0, force_close=True
    )  # none that the server is closing is used again
    async with Sandbox.serve(port=0) as sandbox, aiohttp.ClientSession(connector=connector) as http:
        environ = {
            "DATABASE_URL": database_url,
            "SLACK_BOT_TOKEN": sandbox.bot_token,
            "SLACK_APP_TOKEN": sandbox.app_token,
            "SLACK_API_URL": sandbox.api_url,
            "ALERT_SECRET_ALERTMANAGER": SECRET,
        }
        program = Program(tmp_path, environ, warm=True)
        await program.start()
        hail = Hail(http, program)
        sending = asyncio.create_task(hail.send())
        await hail.heard(20)
        async with _stalled(database_url):
            await asyncio.sleep(seconds)
            assert await _is_alive(http, program)
        await hail.heard(20)
        hail.stopping = True
        await sending
        record = Inbox(database_url)
        try:
            await until(record.is_settled, "all to be decided", within=SETTLING)
            program.terminate()
            await program.ended()
            assert record.complaints(hail) == []
        finally:
            record.close()
    assert set(hail.statuses) <= {202, 503}
    record_property("combinations", 1)


@asynccontextmanager
async def _stalled(database_url: str) -> AsyncIterator[None]:
    """Somebody else's transaction is in everybody's way."""
    if is_sqlite(database_url):
        engine = create_engine(with_driver(database_url, sync=True))
        with engine.connect() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield
            connection.rollback()
        engine.dispose()
        return
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        await connection.execute("LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE")
        yield
        await connection.rollback()


async def _is_alive(http: aiohttp.ClientSession, program: Program) -> bool:
    async with http.get(f"http://127.0.0.1:{program.port}/healthz") as answer:
        return answer.status == 200
