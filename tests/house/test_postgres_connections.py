"""PostgreSQL is begun, and asked whether it is there, only where that is needed."""

from sqlalchemy import text

from bot.uow import Store
from tests.builders import open_house

MINE = text("SELECT pg_backend_pid()")
STATE = text("SELECT state FROM pg_stat_activity WHERE pid = :pid")
PATIENCE = text("SHOW idle_in_transaction_session_timeout")


async def test_what_only_reads_leaves_no_transaction_open(postgres_url: str) -> None:
    async with open_house(postgres_url) as house, house.store.reading() as session:
        pid = (await session.execute(MINE)).scalar_one()

        assert await _state(house.store, pid) == "idle"


async def test_what_writes_is_one_transaction_that_may_stand_still_for_as_long_as_a_lease(
    postgres_url: str,
) -> None:
    async with open_house(postgres_url) as house:
        async with house.store.unit() as uow:
            pid = (await uow.session.execute(MINE)).scalar_one()

            assert await _state(house.store, pid) == "idle in transaction"
            assert (await uow.session.execute(PATIENCE)).scalar_one() == "10s"
        assert await _state(house.store, pid) == "idle"


async def test_a_server_that_only_says_something_keeps_its_connection(postgres_url: str) -> None:
    async with open_house(postgres_url) as house:
        async with house.store.reading() as session:
            await session.execute(text("LISTEN news"))
            before = (await session.execute(MINE)).scalar_one()
        async with open_house(postgres_url) as other, other.store.reading() as session:
            await session.execute(text("NOTIFY news"))
        async with house.store.reading() as session:
            assert (await session.execute(MINE)).scalar_one() == before


async def _state(store: Store, pid: int) -> str:
    async with store.reading() as session:
        return str((await session.execute(STATE, {"pid": pid})).scalar_one())
