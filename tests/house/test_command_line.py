"""The command line, as people and platforms call it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.filelock import FileLock
from bot.migrate import SchemaState, schema_state

PROJECT = Path(__file__).resolve().parents[2]
#: Nothing of the person's environment, but where Python and the project are.
BARE = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT)}

LOADS_LITTLE = """
import sys
from bot import cli
try:
    cli.app(["manifest"])
except SystemExit:
    pass
loaded = {"sqlalchemy", "alembic", "slack_bolt", "slack_sdk", "aiohttp"} & set(sys.modules)
sys.exit(",".join(loaded) or None)
"""

HOLDS_THE_LOCK = """
import pathlib, signal, sys
from bot.filelock import FileLock
lock = FileLock(pathlib.Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
signal.pause()
"""


def python(*arguments, folder):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=BARE,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_the_manifest_is_alone_on_stdout(tmp_path):
    words = ("manifest", "--http", "https://b.example.com", "--name", "Data Rescue")
    done = python("-m", "bot.cli", *words, folder=tmp_path)

    assert done.returncode == 0
    assert yaml.safe_load(done.stdout)["display_information"]["name"] == "Data Rescue"
    assert done.stderr == ""


def test_a_name_that_slack_would_not_take_is_refused_in_a_line(terminal):
    done = terminal("manifest", "--name", "x" * 40)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "✗ Slack takes an app name of 1 to 35 characters\n"


def test_printing_the_manifest_loads_no_database_and_no_slack(tmp_path):
    done = python("-c", LOADS_LITTLE, folder=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


def test_a_check_names_the_mistakes_and_fails(terminal):
    done = terminal("check", "--json")

    assert done.returncode == 1
    assert json.loads(done.stdout)["ok"] is False


def test_a_run_without_tokens_says_what_is_missing(terminal):
    done = terminal("run")

    assert done.returncode == 1
    assert "✗ SLACK_BOT_TOKEN is not set" in done.stderr
    assert done.stdout == ""


def test_a_run_with_a_bad_playbook_says_what_is_wrong_with_it(terminal, tmp_path):
    (tmp_path / "breakwater.yaml").write_text("anounce: x\n")

    done = terminal("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1")

    assert done.returncode == 1
    assert done.stderr.startswith("✗ breakwater.yaml: anounce (line 1): is not a key of the playbook")


def test_migrating_says_from_where_to_where(terminal, empty_database_url):
    first = terminal("migrate", DATABASE_URL=empty_database_url)
    second = terminal("migrate", DATABASE_URL=empty_database_url)

    assert first.stdout.startswith("the database went from nothing to 0")
    assert second.stdout.startswith("the database is already at 0")
    assert schema_state(empty_database_url) is SchemaState.CURRENT


@pytest.mark.parametrize("command", ["migrate", "run"])
def test_a_second_process_on_one_file_is_refused_with_a_clear_word(terminal, tmp_path, command):
    path = tmp_path / "breakwater.db"
    lock = FileLock(path)
    lock.acquire()

    done = terminal(
        command,
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1",
        DATABASE_URL=f"sqlite:///{path}",
    )
    lock.close()

    assert done.returncode == 1
    assert "is in use by another breakwater process; stop that one first" in done.stderr


def test_an_old_postgresql_is_not_run_on(terminal, postgres):
    with postgres.cloned("template0") as url:
        done = terminal("run", SLACK_BOT_TOKEN="xoxb-1", SLACK_APP_TOKEN="xapp-1", DATABASE_URL=url)

    assert done.returncode == 1
    assert done.stderr == "✗ the database's schema is empty; run `breakwater migrate` first\n"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("sqlite:///absent/x.db", "cannot be opened: No such file or directory"),
        ("postgresql://ana:hunter2@127.0.0.1:1/x", "the database does not answer: connection failed"),
        ("oracle://x", "DATABASE_URL has the scheme 'oracle'"),
    ],
)
def test_a_database_that_cannot_be_had_is_named_in_a_line(terminal, url, said):
    done = terminal("migrate", DATABASE_URL=url)

    assert done.returncode == 1
    assert done.stderr.startswith("✗ ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert "hunter2" not in done.stderr


def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path):
    path = tmp_path / "breakwater.db"
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDS_THE_LOCK, path], stdout=subprocess.PIPE, text=True, env=BARE
    )
    with holder:
        assert holder.stdout.readline() == "held\n"
        holder.send_signal(signal.SIGKILL)
        holder.wait()

    lock = FileLock(path)
    lock.acquire()
    lock.close()
