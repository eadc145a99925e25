"""Bring the database to the schema that this program needs, and know whether it has it.

Alembic is imported only when it has work to do, because it is slow to load and a start is not.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, NullPool, create_engine, event, inspect, text
from sqlalchemy.exc import SQLAlchemyError

from bot.database import is_sqlite, with_driver
from bot.filelock import database_file

if TYPE_CHECKING:
    from alembic.config import Config

FOLDER: Final = Path(__file__).resolve().parent.parent / "migrations" / "versions"

# Any number will do as long as nobody else in the database uses it: these are the letters “brkw”.
_ADVISORY_LOCK: Final = 0x62726B77
_CONNECT_SECONDS: Final = 10


class SchemaState(StrEnum):
    """How a database's schema stands to this program."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"
    #: its revision is none that this program knows: a newer Breakwater was here
    NEWER = "newer"


class SchemaRefused(Exception):
    """The database's schema cannot be used or changed; the message says what to do."""


def known_revisions() -> tuple[str, ...]:
    """List the revisions from the names of their files (`0001_first.py`), oldest first."""
    return tuple(sorted(path.name.partition("_")[0] for path in FOLDER.glob("[0-9]*_*.py")))


def newest_revision() -> str:
    """Name the revision that this program needs."""
    return known_revisions()[-1]


def stored_revision(connection: Connection) -> str | None:
    """Read the revision of a database, None where nothing was ever migrated.

    From async code: `await connection.run_sync(stored_revision)`.
    """
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def state_of(revision: str | None) -> SchemaState:
    """Place a database's revision among the known ones."""
    if revision is None:
        return SchemaState.EMPTY
    if revision == newest_revision():
        return SchemaState.CURRENT
    return SchemaState.OLDER if revision in known_revisions() else SchemaState.NEWER


def schema_state(database_url: str) -> SchemaState:
    """Look at a database's schema; a SQLite file that is not there is empty, and is not made."""
    file = database_file(database_url)
    if file is not None and not file.exists():
        return SchemaState.EMPTY
    with connect(database_url) as connection:
        return state_of(stored_revision(connection))


def current_and_head(database_url: str) -> tuple[str | None, str]:
    """Give the revision of a database, and the one that this program needs."""
    with connect(database_url) as connection:
        return stored_revision(connection), newest_revision()


def prepare_schema(database_url: str) -> None:
    """Make the schema ready for `breakwater run`, or raise `SchemaRefused`.

    A SQLite file is migrated here and now: its one process is starting. A PostgreSQL may serve others
    at this moment, so it is migrated only by the command that says so.
    """
    state = schema_state(database_url)
    _refuse_newer(state)
    if state is SchemaState.CURRENT:
        return
    if not is_sqlite(database_url):
        raise SchemaRefused(f"the database's schema is {state}; run `breakwater migrate` first")
    upgrade(database_url)


def require_schema(database_url: str, *, made_by: str = "run") -> None:
    """For commands that migrate nothing: the schema has to be that of this program. Raises SchemaRefused."""
    state = schema_state(database_url)
    if state is SchemaState.NEWER:
        raise SchemaRefused("a newer Breakwater has migrated the database; use that version here, too")
    if state is SchemaState.EMPTY and (file := database_file(database_url)) and not file.exists():
        raise SchemaRefused(f"there is no database {file} yet; `breakwater {made_by}` makes it")
    if state is not SchemaState.CURRENT:
        raise SchemaRefused(f"the database's schema is {state}; run `breakwater migrate` first")


def upgrade(database_url: str, revision: str = "head") -> None:
    """Migrate a database upwards, all or nothing; several at once on PostgreSQL wait for each other."""
    from alembic import command  # noqa: PLC0415 - slow to load, see above

    state = schema_state(database_url)
    _refuse_newer(state)
    if state is SchemaState.OLDER:
        _back_up(database_url)
    with _changing(database_url) as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(database_url: str, revision: str) -> None:
    """Migrate a database down to a revision, `base` for nothing at all."""
    from alembic import command  # noqa: PLC0415 - slow to load, see above

    _back_up(database_url)
    with _changing(database_url) as connection:
        command.downgrade(alembic_config(connection), revision)


def alembic_config(connection: Connection) -> "Config":
    """Point Alembic at our migrations and at this connection."""
    from alembic.config import Config  # noqa: PLC0415 - slow to load, see above

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(FOLDER.parent).replace("%", "%%"))
    return config


def driver_words(error: SQLAlchemyError) -> str:
    """Say in one line what the driver said; SQLAlchemy's own text may repeat the address and its password."""
    return " ".join(str(getattr(error, "orig", None) or type(error).__name__).split())


@contextmanager
def connect(database_url: str) -> Iterator[Connection]:
    """Open one plain connection, for looking and for migrating."""
    patience = {} if is_sqlite(database_url) else {"connect_timeout": _CONNECT_SECONDS}
    engine = create_engine(with_driver(database_url, sync=True), poolclass=NullPool, connect_args=patience)
    if is_sqlite(database_url):
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _changing(database_url: str) -> Iterator[Connection]:
    """Open the one transaction of a migration."""
    with connect(database_url) as connection, connection.begin():
        if not is_sqlite(database_url):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ADVISORY_LOCK})
        yield connection
        if is_sqlite(database_url):
            _refuse_orphans(connection)


def _configure_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Batch mode rebuilds a table by dropping the old one; with foreign keys on, every child that cascades
    # would go with it. They are checked before the commit instead. The transaction is begun by us,
    # because the driver would commit before each change of the schema.
    connection.isolation_level = None
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("PRAGMA busy_timeout=10000")


def _refuse_orphans(connection: Connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        tables = ", ".join(sorted({row[0] for row in orphans}))
        raise SchemaRefused(
            f"{len(orphans)} rows of {tables} would point at nothing after the migration; nothing was changed"
        )


def _refuse_newer(state: SchemaState) -> None:
    if state is SchemaState.NEWER:
        raise SchemaRefused(
            "a newer Breakwater has migrated the database; run that version, or restore an older backup"
        )


def _back_up(database_url: str) -> None:
    """Copy a SQLite file beside itself before its schema changes."""
    file = database_file(database_url)
    if file is None or not file.exists():
        return
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
    copy = file.with_name(f"{file.stem}.before-migration-{stamp}{file.suffix or '.db'}")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
