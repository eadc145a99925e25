"""What every test may ask for: a migrated database of its own, on SQLite and on PostgreSQL."""

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from bot.migrate import upgrade
from tests.postgres import Postgres, PostgresMissing, start_postgres
from tests.terminal import Terminal

# The same examples every time, and no clock decides: a red test is red for everybody, on a busy machine too.
hypothesis_settings.register_profile(
    "house", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
hypothesis_settings.load_profile("house")

# What is imported and collected stays; to look for garbage in it again and again takes a fifth of that time.
gc.disable()
#: How many new objects make Python look for garbage, as in the program itself (`bot/serve.py`).
_GARBAGE = (20_000, 20, 20)

_OURS = ("SLACK_", "ALERT_SECRET_", "BREAKWATER_")
#: Here databases are what is tested, so `make test` takes both; the rest of PostgreSQL has its own target.
_ABOUT_DATABASES = frozenset({"house", "migrations"})
#: These stories are told on both for all the others.
_TOLD_ON_BOTH = frozenset({"test_main_road", "test_merge"})
#: Where a test takes seconds; one that came last would keep us waiting with nothing beside it.
_LONG = ("durability", "browser", "stories", "house", "sandbox", "adversary", "breach", "oncall", "replay")
_ALSO_OURS = ("DATABASE_URL", "PUBLIC_URL", "PORT", "HOST", "LOG_LEVEL", "LOG_FORMAT", "LINEAGE_SECRET")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs a second time, on PostgreSQL, for `make test-postgresql`; and put long rooms first."""
    for item in items:
        chosen = getattr(item, "callspec", None)
        on_postgres = chosen is not None and "postgresql" in chosen.params.values()
        is_in_test = item.path.parent.name in _ABOUT_DATABASES or item.path.stem in _TOLD_ON_BOTH
        if on_postgres and not is_in_test:
            item.add_marker("postgresql")
    items.sort(key=lambda item: _LONG.index(room) if (room := item.path.parent.name) in _LONG else len(_LONG))


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Keep what was collected out of each search for garbage: that would take a tenth of the time."""
    gc.freeze()
    gc.set_threshold(*_GARBAGE)
    gc.enable()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many deaths and faults were lived through; a red test says itself what was lost or doubled."""
    passed = terminalreporter.getreports("passed")
    counted = [
        (int(str(count)), report.duration)
        for report in passed
        for name, count in getattr(report, "user_properties", [])
        if name == "combinations" and report.when == "call"
    ]
    if counted:
        total, seconds = sum(count for count, _ in counted), sum(took for _, took in counted)
        terminalreporter.write_line(f"{total} combinations, 0 lost, 0 doubled, {seconds:.0f} s of tests")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that a person has set for their own workspace reaches a test."""
    for name in list(os.environ):
        if name.startswith(_OURS) or name in _ALSO_OURS:
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Start a PostgreSQL from a wheel, one for each test process."""
    try:
        server = start_postgres()
    except PostgresMissing as missing:
        if os.environ.get("CI") == "true":
            pytest.fail(f"PostgreSQL did not start, and must in CI: {missing}")
        pytest.skip(f"PostgreSQL did not start: {missing}")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """Migrate one database that the others are cloned from; this is its name."""
    upgrade(postgres.create("template_migrated"))
    return "template_migrated"


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Migrate one file that the others are copied from."""
    path = tmp_path_factory.mktemp("template") / "migrated.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_sqlite: Path, tmp_path: Path) -> str:
    """Give a migrated SQLite database of the test's own."""
    path = tmp_path / "breakwater.db"
    shutil.copyfile(migrated_sqlite, path)
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres: Postgres, migrated_postgres: str) -> Iterator[str]:
    """Give a migrated PostgreSQL database of the test's own."""
    with postgres.lent(migrated_postgres) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Run the test twice, with a migrated database of either kind."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Run the test twice, with an empty database of either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with request.getfixturevalue("postgres").cloned("template0") as url:
        yield url


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Terminal]:
    """A command line in an empty folder; what a start asks of the garbage collector is not for all tests."""
    monkeypatch.chdir(tmp_path)
    before = gc.get_threshold()
    yield Terminal(tmp_path)
    gc.set_threshold(*before)
