"""The forms of the ledger, and the pages to a root cause, are taken by Slack at every extreme."""

from typing import Any

import pytest

from bot.blocks.closing.close_form import close_form
from sandbox.blockkit import problems_of_view
from tests.blocks import ledger_gallery, repair_gallery
from tests.blocks.ledger_gallery import CARDS
from tests.blocks.samples import EXTREMES, Words, incident
from tests.blocks.test_every_card import _assert_inert

OTHER_FORMS = {**ledger_gallery.OTHER_FORMS, **repair_gallery.OTHER_FORMS}

extremes = pytest.mark.parametrize("words", EXTREMES, ids=lambda words: words.name)


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_slack_takes_it(name: str) -> None:
    for words in EXTREMES:
        view = OTHER_FORMS[name](words)

        assert problems_of_view(view) == [], words.name
        _assert_inert(view, words)


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_no_form_demands_more_than_three_answers(name: str) -> None:
    inputs = [block for block in OTHER_FORMS[name](EXTREMES[1])["blocks"] if block["type"] == "input"]

    assert len([block["block_id"] for block in inputs if not block["optional"]]) <= 3


@extremes
def test_the_form_of_closing_names_what_is_in_place_for_now(words: Words) -> None:
    view = close_form(incident(words), in_place=[words.text or "Paused it"] * 9)

    assert problems_of_view(view) == []
    assert "stays" in {block.get("block_id") for block in view["blocks"]}


@extremes
def test_who_comes_late_reads_it_all_on_one_screen(words: Words) -> None:
    said = CARDS["catchup"](words).as_payload()

    lines = sum(1 for block in said["blocks"] for each in _lines(block))
    assert lines <= 45


def _lines(block: dict[str, Any]) -> list[Any]:
    """Lines and list items of a block."""
    found = []
    for element in block.get("elements", []):
        items = element.get("elements", []) if element.get("type") == "rich_text_list" else [element]
        found += items
    return found
