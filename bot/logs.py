"""Logs: one event a line on stderr, ours and the libraries', in UTC, and never with a secret in it."""

import logging
import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, Final, Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor

#: Below these levels the libraries say things that are noise, or hold message texts (slack_sdk and
#: slack_bolt print whole payloads at DEBUG, sqlalchemy its parameters at INFO).
_AT_LEAST: Final = {
    "slack_bolt": logging.INFO,
    "slack_sdk": logging.INFO,
    "aiohttp": logging.INFO,
    "asyncio": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "psycopg": logging.WARNING,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "uvicorn": logging.WARNING,
}

#: Bolt logs the whole body of a request whose signature is wrong: whatever a stranger sends.
_SILENCED: Final = ("slack_bolt.RequestVerification", "uvicorn.access")

# No `\b` before a pattern: in JSON a line break stands before it as the letter n of an escape.
_TOKEN: Final = re.compile(r"(xox[a-z](?:\.xox[a-z])?-|xapp-)[A-Za-z0-9-]+")
_HOOK: Final = re.compile(r"(https://hooks\.slack(?:-gov)?\.com/)[^\s\"'\\,<>]+")
_IN_QUERY: Final = re.compile(r"([?&](?:ticket|token|secret|code|signature)=)[^&\s\"'\\]+")
_IN_URL: Final = re.compile(r"(://[^:/@\s]+:)[^@/\s]+(@)")
_NAMED: Final = re.compile(
    r"((?:response_url|authorization|x-slack-signature|(?:[a-z]+_)?(?:secret|token|password))"
    r"[\\'\"]*\s*[:=]\s*(?:b?[\\'\"])*)(?:(?:bearer|basic)\s+)?[^\s\\'\",}\])]+",
    re.IGNORECASE,
)

_HIDDEN: Final = "…"
_OURS: Final = "_breakwater"


def configure_logs(
    level: str,
    log_format: Literal["json", "console"],
    *,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
) -> None:
    """Send everything that anybody logs to stderr, in one form; called once, when a command starts.

    `secrets` are values that must not show even where nothing gives them away.
    """
    shared = _shared()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, _one_line],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendering(log_format, secrets),
            ],
        )
    )
    handler.addFilter(lambda record: record.name not in _SILENCED)
    _install(handler, level)


def redacting(secrets: Iterable[str] = ()) -> Callable[[str], str]:
    """Make the function that takes secrets out of a text."""
    # Short ones would blank out ordinary words; the longest first, so that none leaves a rest.
    exact = sorted((secret for secret in secrets if len(secret) >= 6), key=len, reverse=True)

    def redact(text: str) -> str:
        for secret in exact:
            text = text.replace(secret, _HIDDEN)
        text = _IN_URL.sub(rf"\1{_HIDDEN}\2", text)
        for pattern in (_HOOK, _IN_QUERY, _NAMED, _TOKEN):
            text = pattern.sub(rf"\1{_HIDDEN}", text)
        return text

    return redact


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]


def _rendering(log_format: str, secrets: Iterable[str]) -> list[Any]:
    """Render to a line, and look that line over for secrets, tracebacks included."""
    redact = redacting(secrets)

    def look_over(_logger: object, _name: str, line: str) -> str:
        return redact(line)

    if log_format == "json":
        # Plain tracebacks: the detailed kinds print local variables, which hold people's messages.
        return [
            structlog.processors.format_exc_info,
            _in_order,
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            look_over,
        ]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=_colourful(), exception_formatter=plain), look_over]


def _one_line(_logger: object, _name: str, event_dict: EventDict) -> EventDict:
    """Keep what others put into a library's message from looking like lines of ours."""
    event = event_dict.get("event")
    if isinstance(event, str) and not event.isprintable():
        event_dict["event"] = "".join(char if char.isprintable() else repr(char)[1:-1] for char in event)
    return event_dict


def _in_order(_logger: object, _name: str, event_dict: EventDict) -> EventDict:
    """Put what every line has before what only some have."""
    first = ("timestamp", "level", "logger", "event")
    return {name: event_dict[name] for name in first if name in event_dict} | dict(event_dict)


def _colourful() -> bool:
    return sys.stderr.isatty()


def _install(handler: logging.Handler, level: str) -> None:
    """Be the one handler of ours, and set the libraries' levels."""
    handler.set_name(_OURS)
    root = logging.getLogger()
    for earlier in [each for each in root.handlers if each.get_name() == _OURS]:
        root.removeHandler(earlier)
    root.addHandler(handler)
    root.setLevel(level)
    for name, least in _AT_LEAST.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelNamesMapping()[level]))
