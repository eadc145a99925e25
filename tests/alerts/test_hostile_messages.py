"""Whatever a message holds, reading it never fails, never takes long, and gives plain, bounded words."""

import time
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.alerts.reading.read_message import read_event, read_message
from tests.alerts.posts import airflow, alertmanager, changed, elementary, great_expectations, posted

REAL = [airflow(), alertmanager(), elementary(), great_expectations()]
KEYS = [
    "type", "text", "blocks", "attachments", "elements", "fields", "title", "value", "url",
    "rows", "fallback", "color", "title_link", "footer", "pretext", "bot_profile", "username", "name",
    "thread_ts", "subtype", "message", "bot_id",
]  # fmt: skip
WORDS = [
    "failed",
    "[FIRING:1] x",
    "*Table:* a.b",
    "<http://a|b>",
    "rich_text",
    "header",
    "section",
    "table",
    "[]",
    "\x00",
    "\ud800",
]

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(WORDS)
anything = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(), inner, max_size=6)
    ),
    max_leaves=30,
)
messages = st.dictionaries(st.sampled_from(KEYS), anything, max_size=12)


def _check(message: dict[str, Any]) -> None:
    for signal in read_message(message):
        said = [signal.title, signal.source, signal.excerpt or "", signal.severity_hint or "", *signal.assets]
        assert signal.title.strip()
        assert len(signal.title) <= 300
        assert len(signal.excerpt or "") <= 2000
        assert len(signal.severity_hint or "") <= 40
        assert len(signal.fingerprint) <= 80
        assert signal.link is None or signal.link.startswith(("http://", "https://"))
        for each in said:
            assert not any(unicodedata.category(char) in {"Cs", "Cc"} and char != "\n" for char in each)


@given(messages)
def test_any_message_is_read_or_passed_by(message):
    _check({"bot_id": "B1", **message})
    read_event({"bot_id": "B1", "channel": "C0ALERTS01", "ts": "1.1", **message})


def _damage(value: Any, at: list[int], by: Any) -> Any:
    """Replace one thing somewhere inside."""
    if not at:
        return by
    turn, *rest = at
    if isinstance(value, dict) and value:
        key = sorted(value)[turn % len(value)]
        return {**value, key: _damage(value[key], rest, by)}
    if isinstance(value, list) and value:
        place = turn % len(value)
        return [*value[:place], _damage(value[place], rest, by), *value[place + 1 :]]
    return value[: turn % (len(value) + 1)] if isinstance(value, str) else by


@given(st.sampled_from(REAL), st.lists(st.integers(0, 30), max_size=6), anything)
def test_a_real_message_damaged_anywhere_is_read_or_passed_by(message, at, by):
    damaged = _damage(message, at, by)
    if isinstance(damaged, dict):
        _check(damaged)
        read_event(damaged)
        read_event(changed({**message, "attachments": by}))


def _nested(depth: int) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "section", "text": {"type": "mrkdwn", "text": "failed"}}
    for _ in range(depth):
        block = {"type": "container", "elements": [block], "blocks": [block]}
    return block


def test_blocks_without_end_are_followed_only_so_far():
    started = time.process_time()
    _check(posted(text="Load failed", blocks=[_nested(200)]))
    _check(posted(text="Load failed", blocks="[" * 100_000))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "piece",
    [
        "* ", "*a", "*: ", "a: ", " ", "\n", "<", "<http://x|",
        "a-", "a.b", "a__", "1.", "1:2:", "[FIRING:1] ", ":a:", "✅ ",
        "failed ", "Asset: ", "Flow run a/", "Job \"", "dag ", "no error ", "0 ", "(",
        "schema ", "@here ", "```", "!", "❌ ",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tail", ["", "x", "\nfailed"])
def test_long_repetitive_text_is_read_quickly(piece, tail):
    text = piece * (39_000 // len(piece)) + tail
    started = time.process_time()
    _check(posted("airflow grafana dbt", text=text))
    _check(posted("Monte Carlo", attachments=[{"title": text, "text": text}]))
    assert time.process_time() - started < 2
