"""`breakwater oncall`: by the playbook alone, or with what the database knows; JSON alone on stdout."""

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.oncall.override import override
from tests.builders import ANA, BEN, House
from tests.oncall.conftest import PLAYBOOK
from tests.terminal import Done, Terminal

ROOT = Path(__file__).parents[2]
Run = Callable[..., Done]
BARE = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(ROOT)}


@pytest.fixture
def oncall(terminal: Terminal) -> Run:
    (terminal.folder / "breakwater.yaml").write_text(PLAYBOOK, encoding="utf-8")
    return partial(terminal, "oncall")


def _started(folder: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    """As a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", "oncall", *words],
        cwd=folder,
        env=BARE | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_without_a_database_the_playbook_answers_and_says_what_is_unknown(oncall: Run) -> None:
    done = oncall("finance", "--at", "2026-11-18T10:00", "--json")

    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert "overrides and outside schedules are unknown: there is no database" in done.stderr
    # Without an offset it is on the rotation's clock, an hour ahead of UTC.
    assert found["at"] == "2026-11-18T09:00:00+00:00"
    assert (found["team"], found["on_call"], found["is_fallback"]) == ("finance", ["@ana"], False)
    assert found["until"] == "2026-11-23T08:00:00+00:00"
    assert found["next"][0] == {
        "from": "2026-11-23T08:00:00+00:00",
        "until": "2026-11-30T08:00:00+00:00",
        "on_call": ["@ben"],
    }
    assert found["overrides_known"] is False


def test_without_a_team_all_are_shown(oncall: Run) -> None:
    found = json.loads(oncall("--at", "2026-11-18T10:00Z", "--json").stdout)

    assert [each["team"] for each in found] == ["finance", "growth", "platform"]
    lines = oncall("--at", "2026-11-18T10:00Z").stdout.splitlines()
    assert lines[0] == "finance: @ana until Mon 2026-11-23 09:00 CET"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["finanse"], "✗ “finanse” is no team. Did you mean `finance`?\n"),
        (["finance", "--at", "soon"], "✗ “soon” is no time; write a time such as 2026-11-02T09:00"),
        (["finance", "--at", "9999-12-31"], "✗ “9999-12-31” is too far away"),
    ],
)
def test_nonsense_is_refused_with_a_remedy(oncall: Run, words: list[str], said: str) -> None:
    done = oncall(*words, "--json")

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(said)


def test_a_playbook_without_rotations_names_the_responders(oncall: Run, tmp_path: Path) -> None:
    (tmp_path / "breakwater.yaml").write_text("responders: ['@ana']\n", encoding="utf-8")

    [found] = json.loads(oncall("--json").stdout)
    assert (found["team"], found["on_call"], found["is_fallback"]) == (None, ["@ana"], True)
    assert json.loads(oncall("finance", "--json").stdout)["on_call"] == ["@ana"]


async def test_with_the_database_overrides_count_and_ids_are_known(
    tmp_path: Path, house: House, database_url: str
) -> None:
    (tmp_path / "breakwater.yaml").write_text(PLAYBOOK, encoding="utf-8")
    at = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
    span = {"from_at": at, "until_at": at + timedelta(hours=2)}
    await house.act(override, "finance", BEN, by_id=ANA, **span)

    done = _started(tmp_path, "finance", "--at", "2026-11-18T12:30Z", "--json", DATABASE_URL=database_url)
    found = json.loads(done.stdout)
    assert done.stderr == ""
    assert (found["on_call"], found["ids"], found["because"]) == (["@ben"], [BEN], "@ana put them on")
    assert found["until"] == "2026-11-18T14:00:00+00:00"
    assert found["overrides_known"] is True
