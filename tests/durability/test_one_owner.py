"""Who may use the database, and how the program leaves: with a clear word, and in time."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.migrate import known_revisions, upgrade
from models.outbox import Standing
from tests.durability.program import Program
from tests.durability.siege import FOR_EVER_MS, besieged
from tests.durability.story import Story
from tests.postgres import Postgres

#: SIGTERM drains and exits 0 within 10 s.
LEAVING = 10.0


@pytest.fixture
def empty_postgres(postgres: Postgres) -> Iterator[str]:
    with postgres.cloned("template0") as url:
        yield url


async def test_a_sqlite_file_has_one_owner_and_a_second_is_told_so(sqlite_url: str, tmp_path: Path) -> None:
    async with besieged(sqlite_url, tmp_path / "first", warm=False) as siege:
        second = Program(siege.folder, siege.environ, "second")
        for command in ("run", "migrate"):
            second.launch(command)

            assert await second.ended() == 1
            assert "is in use by another breakwater process" in second.words
            assert "stop that one first" in second.words
        assert siege.program.is_running

        siege.program.kill()
        second.launch("migrate")
        assert await second.ended() == 0


async def test_on_postgresql_an_old_schema_is_refused_and_the_remedy_named(
    empty_postgres: str, tmp_path: Path
) -> None:
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-nobody",
        "SLACK_APP_TOKEN": "xapp-nobody",
        "SLACK_API_URL": "http://127.0.0.1:9/api/",
        "DATABASE_URL": empty_postgres,
    }
    program = Program(tmp_path, environ)
    for revision in ("", *known_revisions()[:-1][-1:]):
        if revision:
            upgrade(empty_postgres, revision)
        program.launch()

        assert await program.ended() == 1
        assert "breakwater migrate" in program.words


@pytest.mark.slow
async def test_told_to_stop_while_calls_hang_it_leaves_in_time_and_the_next_start_goes_on(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with besieged(sqlite_url, tmp_path / "program") as siege:
        story = Story(siege.people)
        hanging = [
            siege.sandbox.faults.add("conversations.create", "hang", ms=FOR_EVER_MS),
            siege.sandbox.faults.add("views.open", "hang", ms=FOR_EVER_MS, skip=1),
        ]
        await story.act("opening")
        await siege.people["dia"].runs("/incident declare")
        for fault in hanging:
            await siege.caught(fault)

        told_at = time.monotonic()
        siege.program.terminate()
        assert await siege.program.ended(within=LEAVING) == 0
        assert time.monotonic() - told_at <= LEAVING
        [waiting] = [item for item in siege.record.items(Standing.WAITING) if item.kind == "open_channel"]
        assert waiting.unsure_since is not None

        await siege.program.start()
        await siege.settled("opening")


async def test_with_a_slack_that_never_answers_it_starts_and_leaves_all_the_same(
    sqlite_url: str, tmp_path: Path
) -> None:
    async with besieged(sqlite_url, tmp_path / "program", programs=0) as siege:
        siege.sandbox.faults.add("*", "hang", ms=FOR_EVER_MS, times=10_000)
        program = Program(siege.folder, siege.environ, warm=True)
        siege.programs.append(program)
        await program.start()

        program.terminate()
        assert await program.ended(within=LEAVING) == 0
