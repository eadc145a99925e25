"""Every card and form, at every extreme, is taken by Slack and lets no outside text do anything."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from bot.blocks.kit import Message
from bot.blocks.limits import FALLBACK_TEXT, SECTION_TEXT
from sandbox.blockkit import problems_of_message, problems_of_view
from tests.blocks.gallery import CARDS, FORMS, draw_home
from tests.blocks.samples import EXTREMES, Words

cards = pytest.mark.parametrize("name", CARDS)
forms = pytest.mark.parametrize("name", FORMS)

_OURS = re.compile(
    r"<@U0(ANA00001|BEN00001|CHEN0001)>|<#C0INC00012>"
    r"|<!date\^\d+\^\{date_short_pretty\} \{time\}\|[-0-9: UTC]+>"
    r"|<https://(northwind\.slack\.com|meet\.example\.com)/[^|>]*\|[^>]*>"
)
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@cards
def test_slack_takes_every_card_and_no_outside_text_can_ping_or_link(name: str) -> None:
    for words in EXTREMES:
        payload = CARDS[name](words).as_payload()

        assert problems_of_message(payload["blocks"]) == [], words.name
        assert 1 <= len(payload["text"]) <= FALLBACK_TEXT, words.name
        assert payload["text"].strip(), words.name
        json.dumps(payload).encode()
        _assert_inert(payload, words, is_refusal=name == "refusal")
        _assert_no_part_is_too_long(payload, words)
        _assert_plain_labels(payload, words)


@forms
def test_slack_takes_every_form_and_no_outside_text_can_ping_or_link(name: str) -> None:
    for words in EXTREMES:
        view = FORMS[name](words)

        assert problems_of_view(view) == [], words.name
        assert view["callback_id"] == name
        _assert_inert(view, words)


@forms
def test_every_input_is_found_by_its_field_name(name: str) -> None:
    for block in FORMS[name](EXTREMES[1])["blocks"]:
        if block["type"] == "input":
            assert re.fullmatch(r"[a-z_]+", block["block_id"])
            assert block["element"]["action_id"] == "value"


def test_slack_takes_every_home() -> None:
    for words in EXTREMES:
        view = draw_home(words)

        assert problems_of_view(view) == [], words.name
        _assert_inert(view, words)


@cards
def test_our_own_words_do_not_shout(name: str) -> None:
    assert "!" not in CARDS[name](EXTREMES[0]).text.replace("<!date", "")


def test_a_message_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="screen reader"):
        Message(text=" ").as_payload()


def _assert_no_part_is_too_long(payload: dict[str, Any], words: Words) -> None:
    for block in payload["blocks"]:
        if block["type"] == "rich_text":
            length = sum(len(each["text"]) for each in _nodes(block) if each.get("type") == "text")
            assert length <= SECTION_TEXT + 100, words.name


def _assert_plain_labels(payload: dict[str, Any], words: Words) -> None:
    for element in _nodes(payload):
        if element.get("type") == "button":
            assert re.fullmatch(r"[A-Za-z0-9' ]+…?", element["text"]["text"]), words.name


def _assert_inert(payload: dict[str, Any], words: Words, *, is_refusal: bool = False) -> None:
    for node in _nodes(payload):
        kind, text = node.get("type"), node.get("text")
        if kind == "mrkdwn":
            _assert_only_ours(str(text), words)
        if kind == "user" and not is_refusal:
            assert node["user_id"] in ("U0ANA00001", "U0BEN00001", "U0CHEN0001"), words.name
        if kind == "link":
            ours = ("https://northwind.slack.com/", "https://meet.example.com/")
            assert node["url"].startswith(ours), words.name
        assert kind not in ("broadcast", "usergroup"), words.name
        if isinstance(text, str):
            assert not _UNSEEN.search(text), words.name
    if isinstance(payload.get("text"), str):
        # A refusal's own words name people, and only the person refused reads them.
        said = re.sub("<@UEVIL00001>", "", payload["text"]) if is_refusal else payload["text"]
        _assert_only_ours(said, words)
        assert not _UNSEEN.search(said), words.name


def _assert_only_ours(markup: str, words: Words) -> None:
    assert "<" not in _OURS.sub("", markup), words.name


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)
