"""What a tool's own word for how bad it is means."""

import pytest

from models.severity_hint import is_warning, opens_by_itself


@pytest.mark.parametrize(
    "hint", ["critical", "Critical", "error", "fatal", "P1", "p-2", "page", "runtime error"]
)
def test_these_open_by_themselves(hint):
    assert opens_by_itself(hint)
    assert not is_warning(hint)


@pytest.mark.parametrize("hint", ["warn", "WARNING", "info", "P4", "low", "minor", "SEV 3"])
def test_these_are_warnings(hint):
    assert is_warning(hint)
    assert not opens_by_itself(hint)


@pytest.mark.parametrize("hint", [None, "", "fail", "high", "major", "errors", "unp1"])
def test_these_are_neither(hint):
    assert not opens_by_itself(hint)
    assert not is_warning(hint)


def test_a_word_that_says_both_is_a_warning():
    assert not opens_by_itself("warning (error)")
