"""The schema goes up and down on both databases, and says what the models say."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot import migrate
from bot.migrate import (
    SchemaRefused,
    SchemaState,
    alembic_config,
    connect,
    current_and_head,
    downgrade,
    known_revisions,
    newest_revision,
    prepare_schema,
    schema_state,
    upgrade,
)
from models.tables import Base


def tables(database_url):
    with connect(database_url) as connection:
        return set(sa.inspect(connection).get_table_names()) - {"alembic_version"}


def test_the_newest_file_is_what_alembic_calls_the_head(sqlite_url):
    with connect(sqlite_url) as connection:
        scripts = ScriptDirectory.from_config(alembic_config(connection))

    assert scripts.get_heads() == [newest_revision()]
    assert sorted(script.revision for script in scripts.walk_revisions()) == list(known_revisions())


def test_an_empty_database_gets_every_table(empty_database_url):
    assert schema_state(empty_database_url) is SchemaState.EMPTY

    upgrade(empty_database_url)

    assert schema_state(empty_database_url) is SchemaState.CURRENT
    assert tables(empty_database_url) == set(Base.metadata.tables)


def test_a_second_upgrade_changes_nothing(database_url):
    upgrade(database_url)

    assert schema_state(database_url) is SchemaState.CURRENT
    assert current_and_head(database_url) == (newest_revision(), newest_revision())


def test_the_migrations_say_what_the_models_say(database_url):
    with connect(database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, Base.metadata) == []


def test_every_migration_goes_down_and_up_again(database_url):
    for revision in reversed(["base", *known_revisions()[:-1]]):
        downgrade(database_url, revision)

    assert tables(database_url) == set()

    for revision in known_revisions():
        upgrade(database_url, revision)

    assert tables(database_url) == set(Base.metadata.tables)


def test_a_database_of_a_newer_program_is_left_alone(database_url):
    with connect(database_url) as connection, connection.begin():
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))

    for change in (upgrade, prepare_schema):
        with pytest.raises(SchemaRefused, match="newer Breakwater"):
            change(database_url)


def test_a_start_migrates_a_sqlite_file_by_itself(tmp_path):
    database_url = f"sqlite:///{tmp_path / 'new.db'}"

    prepare_schema(database_url)

    assert schema_state(database_url) is SchemaState.CURRENT


def test_a_start_on_an_old_postgresql_names_the_command_that_migrates_it(postgres):
    with (
        postgres.cloned("template0") as database_url,
        pytest.raises(SchemaRefused, match="run `breakwater migrate` first"),
    ):
        prepare_schema(database_url)


def test_looking_at_a_file_that_is_not_there_does_not_make_it(tmp_path):
    path = tmp_path / "absent.db"

    assert schema_state(f"sqlite:///{path}") is SchemaState.EMPTY
    assert not path.exists()


@pytest.fixture
def family(tmp_path):
    """A parent and a child that goes with it, in a SQLite file."""
    database_url = f"sqlite:///{tmp_path / 'family.db'}"
    with connect(database_url) as connection, connection.begin():
        for statement in (
            "CREATE TABLE parent (id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE child (id INTEGER PRIMARY KEY, parent_id REFERENCES parent (id) ON DELETE CASCADE)",
            "INSERT INTO parent VALUES (1, 'orders')",
            "INSERT INTO child VALUES (1, 1), (2, 1)",
        ):
            connection.exec_driver_sql(statement)
    return database_url


def test_children_that_cascade_survive_when_their_parent_is_rebuilt(family):
    with migrate._changing(family) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("parent", recreate="always") as parent:
            parent.alter_column("name", new_column_name="title")

    with connect(family) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM child").scalar() == 2
        assert connection.exec_driver_sql("SELECT title FROM parent").scalar() == "orders"


def test_a_migration_that_would_leave_orphans_is_undone(family):
    with pytest.raises(SchemaRefused, match="2 rows of child"), migrate._changing(family) as connection:
        connection.exec_driver_sql("DELETE FROM parent")

    with connect(family) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM parent").scalar() == 1


def test_a_sqlite_file_is_copied_before_its_schema_changes(sqlite_url, tmp_path):
    with connect(sqlite_url) as connection, connection.begin():
        connection.execute(
            sa.text("INSERT INTO facts (name, value, found_at) VALUES ('kept', '1', '2026-01-01')")
        )

    downgrade(sqlite_url, "base")

    (copy,) = tmp_path.glob("breakwater.before-migration-*.db")
    with connect(f"sqlite:///{copy}") as connection:
        assert connection.execute(sa.text("SELECT name FROM facts")).scalar() == "kept"


def test_two_that_migrate_one_postgresql_at_once_wait_for_each_other(postgres):
    from concurrent.futures import ThreadPoolExecutor

    with postgres.cloned("template0") as database_url:
        with ThreadPoolExecutor(3) as pool:
            list(pool.map(upgrade, [database_url] * 3))

        assert schema_state(database_url) is SchemaState.CURRENT
