"""Databases by the dozen, and a count of what was lived through."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.postgres import Postgres


@pytest.fixture
def new_sqlite(migrated_sqlite: Path, tmp_path: Path) -> Callable[[], str]:
    """Give as many migrated SQLite databases as are asked for."""
    count = 0

    def give() -> str:
        nonlocal count
        count += 1
        path = tmp_path / f"database-{count}" / "breakwater.db"
        path.parent.mkdir()
        shutil.copyfile(migrated_sqlite, path)
        return f"sqlite:///{path}"

    return give


@pytest.fixture
def new_postgres(postgres: Postgres, migrated_postgres: str) -> Iterator[Callable[[], str]]:
    """Give as many migrated PostgreSQL databases as are asked for."""
    with ExitStack() as databases:
        yield lambda: databases.enter_context(postgres.lent(migrated_postgres))
