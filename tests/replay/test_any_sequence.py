"""Any sequence of acts by any people leaves what the ledger tells again, and nothing that may never be.

Dice choose who does what; a seed always throws the same, so that what is red is red for everybody, and what
is red is made as short as it gets (`stories.py`). Hypothesis was tried as well: of forty lists of sixty acts
that it draws two steps in three repeat others, and they hold 670 different pairs of acts that follow each
other; those of the dice hold 1,680. What it does better, the shortening, takes thirty lines here.
"""

import itertools
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from tests.postgres import Postgres
from tests.replay.stories import Databases, live_through, story


@pytest.fixture
def files(migrated_sqlite: Path, tmp_path: Path) -> Databases:
    names = itertools.count()

    @contextmanager
    def copied() -> Iterator[str]:
        path = tmp_path / f"{next(names)}.db"
        shutil.copyfile(migrated_sqlite, path)
        yield f"sqlite:///{path}"
        path.unlink()

    return copied


@pytest.fixture
def server(postgres: Postgres, migrated_postgres: str) -> Databases:
    def lent() -> AbstractContextManager[str]:
        return postgres.lent(migrated_postgres)

    return lent


@pytest.fixture(params=["sqlite", "postgresql"])
def databases(request: pytest.FixtureRequest) -> Databases:
    found: Databases = request.getfixturevalue({"sqlite": "files", "postgresql": "server"}[request.param])
    return found


@pytest.mark.parametrize("seed", range(2))
def test_the_ledger_tells_again_what_anybody_did_in_any_order(seed: int, databases: Databases) -> None:
    live_through(story(seed, 40), databases)


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(100, 120))
def test_the_ledger_tells_again_what_anybody_did_for_long(seed: int, databases: Databases) -> None:
    live_through(story(seed, 250), databases)
