"""The form that silences, at other moments, is taken by Slack at every extreme."""

import pytest

from sandbox.blockkit import problems_of_view
from tests.blocks.quiet_gallery import OTHER_FORMS
from tests.blocks.samples import EXTREMES, Words


@pytest.mark.parametrize("words", EXTREMES, ids=lambda words: words.name)
@pytest.mark.parametrize("name", OTHER_FORMS)
def test_slack_takes_it(name: str, words: Words) -> None:
    assert problems_of_view(OTHER_FORMS[name](words)) == []
