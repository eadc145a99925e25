"""`breakwater sandbox` starts a local Slack and the bot, and ends both."""

import signal
import socket
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.sandbox_run import bot_environment
from tests.house.launched import launched
from tests.ports import free_port

COMMAND = (sys.executable, "-m", "bot.cli")
PROJECT = {"PYTHONPATH": str(Path(__file__).resolve().parents[2])}


def test_it_starts_both_says_where_and_ends_both_when_told(tmp_path):
    with launched(COMMAND, tmp_path, PROJECT) as running:
        assert running.says(f"sandbox is at http://127.0.0.1:{running.port}/"), running.words
        assert running.says("Ctrl-C ends it")
        assert running.get("/") == 200
        assert running.get("/readyz", port=running.port + 1) == 200
        assert _edges(tmp_path) > 10

        assert running.stop(signal.SIGINT) == 0

        for port in (running.port, running.port + 1):
            with pytest.raises(ConnectionRefusedError):
                running.get("/", port=port)


def test_a_taken_port_gets_a_clear_word_and_a_remedy(tmp_path):
    port = free_port(in_a_row=2)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port + 1))
        taken.listen()
        with launched(COMMAND, tmp_path, PROJECT, port=port) as running:
            assert running.ended() == 1

    assert running.words.startswith(f"✗ port {port + 1} is taken; choose another with PORT=")


def test_when_one_dies_the_other_is_ended_and_it_says_so(tmp_path):
    with launched(COMMAND, tmp_path, PROJECT | {"LOG_LEVEL": "loud"}) as running:
        assert running.ended() == 1

        assert "✗ the bot ended by itself (status 1); ending the rest with it" in running.words
        with pytest.raises(ConnectionRefusedError):
            running.get("/")


def test_the_bot_gets_the_sandboxs_tokens_whatever_the_person_has_set(tmp_path):
    environ = bot_environment(
        {
            "PATH": "/bin",
            "SLACK_BOT_TOKEN": "xoxb-real",
            "SLACK_SIGNING_SECRET": "real",
            "ALERT_SECRET_GRAFANA": "real",
            "DATABASE_URL": "postgresql://real",
            "PUBLIC_URL": "https://real",
            "HOST": "0.0.0.0",
            "LOG_LEVEL": "DEBUG",
        },
        4000,
        tmp_path,
    )

    assert environ == {
        "PATH": "/bin",
        "LOG_LEVEL": "DEBUG",
        "SLACK_BOT_TOKEN": "xoxb-sandbox",
        "SLACK_APP_TOKEN": "xapp-sandbox",
        "SLACK_API_URL": "http://127.0.0.1:4000/api/",
        "DATABASE_URL": f"sqlite:///{tmp_path}/breakwater.db",
        "ALERT_SECRET_GENERIC": "sandbox",
        "LINEAGE_SECRET": "sandbox",
        "PORT": "4001",
    }


def _edges(folder):
    """How much lineage the bot was given before it started."""
    [database] = folder.glob(".breakwater-sandbox/*/breakwater.db")
    with closing(sqlite3.connect(database)) as connection:
        [(count,)] = connection.execute("SELECT count(*) FROM lineage_edges")
    return count
