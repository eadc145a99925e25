"""Our own way from blocks to dictionaries ends where the SDK's does."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import ButtonElement

from bot.blocks.payload import as_dict
from tests.blocks.gallery import CARDS, FORMS
from tests.blocks.samples import EXTREMES


@pytest.mark.parametrize("name", CARDS)
def test_a_card_is_what_the_sdk_makes_of_it(name: str) -> None:
    for words in EXTREMES:
        for block in CARDS[name](words).blocks:
            assert as_dict(block) == block.to_dict(), words.name


@pytest.mark.parametrize("name", FORMS)
def test_a_form_is_what_the_sdk_makes_of_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = [FORMS[name](words) for words in EXTREMES]
    monkeypatch.setattr("bot.blocks.kit.as_dict", lambda view: view.to_dict())

    assert ours == [FORMS[name](words) for words in EXTREMES]


def test_what_the_sdk_refuses_is_refused() -> None:
    wrong = ButtonElement(text="x" * 76, action_id="press", value="1")

    with pytest.raises(SlackObjectFormationError):
        as_dict(wrong)
