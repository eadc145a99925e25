"""Our own way from blocks to dictionaries ends where the SDK's does."""

import pytest
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import ButtonElement

from bot.blocks.payload import as_dict
from tests.blocks.gallery import CARDS, FORMS
from tests.blocks.samples import EXTREMES


def test_every_card_is_what_the_sdk_makes_of_it() -> None:
    for name, draw in CARDS.items():
        for words in EXTREMES:
            for block in draw(words).blocks:
                assert as_dict(block) == block.to_dict(), (name, words.name)


def test_every_form_is_what_the_sdk_makes_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {name: [fill(words) for words in EXTREMES] for name, fill in FORMS.items()}
    monkeypatch.setattr("bot.blocks.kit.as_dict", lambda view: view.to_dict())

    for name, fill in FORMS.items():
        assert ours[name] == [fill(words) for words in EXTREMES], name


def test_what_the_sdk_refuses_is_refused() -> None:
    wrong = ButtonElement(text="x" * 76, action_id="press", value="1")

    with pytest.raises(SlackObjectFormationError):
        as_dict(wrong)
