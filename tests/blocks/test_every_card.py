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

extremes = pytest.mark.parametrize("words", EXTREMES, ids=lambda words: words.name)
cards = pytest.mark.parametrize("name", CARDS)
forms = pytest.mark.parametrize("name", FORMS)

_LIVE = re.compile(r"<[^>]*>")
_OURS = re.compile(
    r"<@U0(ANA00001|BEN00001|CHEN0001)>|<#C0INC00012>"
    r"|<!date\^\d+\^\{date_short_pretty\} \{time\}\|[-0-9: UTC]+>"
    r"|<https://(northwind\.slack\.com|meet\.example\.com)/[^|>]*\|[^>]*>"
)
_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@extremes
@cards
def test_slack_takes_every_card(name: str, words: Words) -> None:
    payload = CARDS[name](words).as_payload()

    assert problems_of_message(payload["blocks"]) == []
    assert 1 <= len(payload["text"]) <= FALLBACK_TEXT
    assert payload["text"].strip()
    json.dumps(payload).encode()


@extremes
@cards
def test_no_outside_text_can_ping_or_link(name: str, words: Words) -> None:
    payload = CARDS[name](words).as_payload()

    _assert_inert(payload, is_refusal=name == "refusal")


@extremes
@cards
def test_no_part_is_longer_than_a_section_may_be(name: str, words: Words) -> None:
    for block in CARDS[name](words).as_payload()["blocks"]:
        if block["type"] == "rich_text":
            assert sum(len(each["text"]) for each in _nodes(block) if each.get("type") == "text") <= (
                SECTION_TEXT + 100
            )


@extremes
@forms
def test_slack_takes_every_form(name: str, words: Words) -> None:
    view = FORMS[name](words)

    assert problems_of_view(view) == []
    assert view["callback_id"] == name
    _assert_inert(view)


@forms
def test_every_input_is_found_by_its_field_name(name: str) -> None:
    for block in FORMS[name](EXTREMES[1])["blocks"]:
        if block["type"] == "input":
            assert re.fullmatch(r"[a-z_]+", block["block_id"])
            assert block["element"]["action_id"] == "value"


@extremes
def test_slack_takes_every_home(words: Words) -> None:
    view = draw_home(words)

    assert problems_of_view(view) == []
    _assert_inert(view)


@cards
def test_button_labels_are_plain_words(name: str) -> None:
    for words in EXTREMES:
        for element in _nodes(CARDS[name](words).as_payload()):
            if element.get("type") == "button":
                assert re.fullmatch(r"[A-Za-z0-9' ]+…?", element["text"]["text"])


@cards
def test_our_own_words_do_not_shout(name: str) -> None:
    assert "!" not in CARDS[name](EXTREMES[0]).text.replace("<!date", "")


def test_a_message_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="screen reader"):
        Message(text=" ").as_payload()


def _assert_inert(payload: dict[str, Any], *, is_refusal: bool = False) -> None:
    for node in _nodes(payload):
        kind, text = node.get("type"), node.get("text")
        if kind == "mrkdwn":
            _assert_only_ours(str(text))
        if kind == "user" and not is_refusal:
            assert node["user_id"] in ("U0ANA00001", "U0BEN00001", "U0CHEN0001")
        if kind == "link":
            assert node["url"].startswith(("https://northwind.slack.com/", "https://meet.example.com/"))
        assert kind not in ("broadcast", "usergroup")
        if isinstance(text, str):
            assert not _UNSEEN.search(text)
    if isinstance(payload.get("text"), str):
        # A refusal's own words name people, and only the person refused reads them.
        said = re.sub("<@UEVIL00001>", "", payload["text"]) if is_refusal else payload["text"]
        _assert_only_ours(said)
        assert not _UNSEEN.search(said)


def _assert_only_ours(markup: str) -> None:
    assert _LIVE.findall(_OURS.sub("", markup)) == []
    assert "<" not in _OURS.sub("", markup)


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _nodes(inner)
