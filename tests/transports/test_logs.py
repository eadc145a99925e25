"""Logs: one form for all, in UTC, and no secrets."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot.logs import configure_logs

Written = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where logs go; the logging of the tests themselves is put back afterwards."""
    root, known = logging.getLogger(), logging.root.manager.loggerDict
    handlers, level = list(root.handlers), root.level
    levels = {name: each.level for name, each in known.items() if isinstance(each, logging.Logger)}
    yield io.StringIO()
    root.handlers[:], root.level = handlers, level
    for name, each in known.items():
        if isinstance(each, logging.Logger):
            each.setLevel(levels.get(name, logging.NOTSET))
    structlog.reset_defaults()


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_ours_and_the_libraries_come_in_one_form(stream: io.StringIO) -> None:
    configure_logs("INFO", "json", stream=stream)
    structlog.get_logger("app").info("ready", port=3000)
    logging.getLogger("apscheduler.scheduler").warning("run of job %s was missed", "due")
    ours, theirs = lines(stream)

    assert list(ours)[:4] == ["timestamp", "level", "logger", "event"]
    assert (ours["event"], ours["logger"], ours["level"], ours["port"]) == ("ready", "app", "info", 3000)
    assert ours["timestamp"].endswith("Z")
    assert (theirs["event"], theirs["level"]) == ("run of job due was missed", "warning")


def test_a_second_configuration_replaces_the_first(stream: io.StringIO) -> None:
    configure_logs("INFO", "json", stream=io.StringIO())
    configure_logs("INFO", "json", stream=stream)
    structlog.get_logger("app").info("once")

    assert len(lines(stream)) == 1


@pytest.mark.parametrize("log_format", ["json", "console"])
@pytest.mark.parametrize(
    ("said", "secret"),
    [
        ("token xoxb-12-34-AbCd used", "12-34-AbCd"),
        ("line\nxoxp-12-34-AbCd", "12-34-AbCd"),
        ("xoxe.xoxb-1-MzQ5", "1-MzQ5"),
        ("xapp-1-A111-222-abcdef", "A111-222"),
        ("https://hooks.slack.com/commands/T1/2/hush", "hush"),
        ({"response_url": "http://127.0.0.1:3000/response/hush"}, "hush"),
        (json.dumps({"response_url": "http://127.0.0.1:3000/response/hush"}), "hush"),
        ({"headers": {"Authorization": "Bearer hush-hush"}}, "hush"),
        ("Authorization: Basic aHVzaA==", "aHVzaA"),
        ("wss://wss-primary.slack.com/link/?ticket=hush-hush&app_id=1", "hush"),
        ("postgresql://breakwater:hush@db/incidents", "hush"),
        ("signing_secret='hush-hush'", "hush"),
        ({"x-slack-signature": "v0=hush"}, "hush"),
        ("the value 8f742231b10e8888abcd99yyyzzz85a5 itself", "8f742231b10e"),
    ],
)
def test_secrets_never_show(stream: io.StringIO, log_format: Any, said: Any, secret: str) -> None:
    configure_logs("INFO", log_format, stream=stream, secrets=["8f742231b10e8888abcd99yyyzzz85a5"])
    structlog.get_logger("app").info("seen", said=said)
    logging.getLogger("slack_sdk.web").warning("seen %s", said)
    try:
        raise ValueError(said)
    except ValueError:
        structlog.get_logger("app").exception("failed")
    logged = stream.getvalue()

    assert logged.count("seen") == 2
    assert "ValueError" in logged
    assert secret not in logged


def test_tracebacks_do_not_print_variables(stream: io.StringIO) -> None:
    configure_logs("INFO", "console", stream=stream)
    whispered = "payroll of March"
    try:
        int(whispered[:0])
    except ValueError:
        structlog.get_logger("app").exception("failed")

    assert "ValueError" in stream.getvalue()
    assert "payroll" not in stream.getvalue()


def test_slack_s_libraries_never_print_payloads(stream: io.StringIO) -> None:
    configure_logs("DEBUG", "json", stream=stream)
    logging.getLogger("slack_sdk.web.async_client").debug("body: a secret plan")
    logging.getLogger("slack_bolt.AsyncApp").debug("body: a secret plan")
    logging.getLogger("slack_bolt.RequestVerification").info("Invalid request (body: a secret plan)")
    logging.getLogger("sqlalchemy.engine.Engine").info("INSERT … ('a secret plan')")

    assert stream.getvalue() == ""


def test_what_strangers_write_cannot_look_like_a_line_of_ours(stream: io.StringIO) -> None:
    configure_logs("INFO", "console", stream=stream)
    logging.getLogger("uvicorn.error").warning("Invalid request\n2026-11-20 [info] all is well\x1b[31m")

    assert len(stream.getvalue().splitlines()) == 1
    assert "\x1b[31m" not in stream.getvalue()
