"""The database itself keeps the ledger: whoever changes or deletes an entry is refused, and told why."""

import pytest
import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from sqlalchemy.exc import IntegrityError

from bot.ledger.add_entry import add_entry
from bot.migrate import connect
from bot.uow import UnitOfWork
from migrations.append_only import allow_changes, forbid_changes
from models.ledger import EntryKind, LedgerEntry
from tests.builders import ANA, House

MEDDLING = (
    "UPDATE ledger_entries SET text = 'it was fine'",
    "UPDATE ledger_entries SET actor_id = NULL WHERE id = 1",
    "DELETE FROM ledger_entries",
)


@pytest.mark.parametrize("statement", MEDDLING)
async def test_an_entry_is_neither_changed_nor_deleted(house: House, statement: str) -> None:
    number = await house.declare()
    await house.act(add_entry, number, EntryKind.NOTE_ADDED, "The loader is stuck", by_id=ANA)
    before = [(each.id, each.text, each.actor_id) for each in await house.entries()]

    with pytest.raises(IntegrityError, match=r"the ledger only grows.*record what corrects it"):
        async with house.store.unit() as uow:
            await uow.session.execute(sa.text(statement))

    assert [(each.id, each.text, each.actor_id) for each in await house.entries()] == before


async def test_not_even_our_own_code_changes_one_unseen(house: House) -> None:
    await house.declare()

    async def meddle(uow: UnitOfWork) -> None:
        entry = await uow.session.get_one(LedgerEntry, 1)
        entry.text = "it was fine"

    with pytest.raises(IntegrityError, match="the ledger only grows"):
        await house.act(meddle)


def test_no_row_takes_the_place_of_another(sqlite_url: str) -> None:
    row = "(1, 1, 'note.added', '2026-11-18', '2026-11-18', '{}', '{}')"
    into = "INTO ledger_entries (id, incident_id, kind, at, recorded_at, text, detail) VALUES"
    with connect(sqlite_url) as connection, connection.begin():
        connection.exec_driver_sql(f"INSERT {into} {row}")
        with pytest.raises(IntegrityError, match="the ledger only grows"):
            connection.exec_driver_sql(f"INSERT OR REPLACE {into} {row}")


def test_the_ledger_is_not_emptied_at_one_stroke(postgres_url: str) -> None:
    with connect(postgres_url) as connection, pytest.raises(IntegrityError, match="the ledger only grows"):
        connection.execute(sa.text("TRUNCATE ledger_entries CASCADE"))


def test_a_migration_opens_the_ledger_and_closes_it_again(database_url: str) -> None:
    adding = sa.text(
        "INSERT INTO ledger_entries (id, incident_id, kind, at, recorded_at, text, detail) "
        "VALUES (1, 1, 'note.added', '2026-11-18', '2026-11-18', 'as it was', '{}')"
    )
    with connect(database_url) as connection:
        with connection.begin():
            _add_incident(connection)
            connection.execute(adding)
            with Operations.context(MigrationContext.configure(connection)) as op:
                allow_changes()
                with op.batch_alter_table("ledger_entries") as batch_op:
                    batch_op.alter_column("text", new_column_name="words", existing_type=sa.Text())
                connection.execute(sa.text("UPDATE ledger_entries SET words = 'as migrated'"))
                forbid_changes()

        assert connection.execute(sa.text("SELECT words FROM ledger_entries")).scalar() == "as migrated"
        with pytest.raises(IntegrityError, match="the ledger only grows"):
            connection.execute(sa.text("DELETE FROM ledger_entries"))


def _add_incident(connection: sa.Connection) -> None:
    connection.execute(
        sa.text(
            "INSERT INTO incidents (id, title, stage, severity, is_private, is_drill, is_storm, declared_at, "
            "stage_since_at, reopened_count, regression_count, version) VALUES (1, 'Late', 'triage', 'sev3', "
            "false, false, false, '2026-11-18', '2026-11-18', 0, 0, 1)"
        )
    )
