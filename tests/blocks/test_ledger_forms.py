"""The forms of the ledger, kind by kind, are taken by Slack at every extreme, and ask for little."""

import pytest

from bot.blocks.close_form import close_form
from sandbox.blockkit import problems_of_view
from tests.blocks.ledger_gallery import OTHER_FORMS
from tests.blocks.samples import EXTREMES, Words, incident
from tests.blocks.test_every_card import _assert_inert

extremes = pytest.mark.parametrize("words", EXTREMES, ids=lambda words: words.name)


@extremes
@pytest.mark.parametrize("name", OTHER_FORMS)
def test_slack_takes_it(name: str, words: Words) -> None:
    view = OTHER_FORMS[name](words)

    assert problems_of_view(view) == []
    _assert_inert(view)


@pytest.mark.parametrize("name", OTHER_FORMS)
def test_no_form_demands_more_than_three_answers(name: str) -> None:
    inputs = [block for block in OTHER_FORMS[name](EXTREMES[1])["blocks"] if block["type"] == "input"]

    assert len([block["block_id"] for block in inputs if not block["optional"]]) <= 3


@extremes
def test_the_form_of_closing_names_what_is_in_place_for_now(words: Words) -> None:
    view = close_form(incident(words), in_place=[words.text or "Paused it"] * 9)

    assert problems_of_view(view) == []
    assert "stays" in {block.get("block_id") for block in view["blocks"]}
