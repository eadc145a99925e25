"""The database server restarts: whoever asks afterwards is served."""

import asyncio

from sqlalchemy import text

from bot.incidents.assign_role import assign
from models.incident import Incident
from models.vocabulary import Role
from tests.builders import BEN, House, open_house


async def test_nobody_is_refused_for_connections_that_ended_with_the_server(postgres_url: str) -> None:
    async with open_house(postgres_url) as house, open_house(postgres_url) as operator:
        number = await house.declare()
        await asyncio.gather(*(house.all_of(Incident) for _ in range(5)))
        await _ends_all_connections(operator)

        await house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)


async def _ends_all_connections(operator: House) -> None:
    others = "pid <> pg_backend_pid() AND datname = current_database()"
    ended = f"SELECT bool_and(pg_terminate_backend(pid, 30000)) FROM pg_stat_activity WHERE {others}"
    async with operator.store.reading() as session:
        assert (await session.execute(text(ended))).scalar_one()
