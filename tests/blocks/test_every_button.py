"""Every button that a card, a form, a refusal or App Home shows does something, and every form is taken."""

from collections.abc import Iterator
from typing import Any

from handlers.forms import FORMS as TAKEN
from handlers.presses import PRESSES
from models.gates import GATES, StageFacts, missing
from tests.blocks.gallery import CARDS, FORMS, draw_home
from tests.blocks.samples import EXTREMES

#: By how long one snoozes, fields of a form, and words that the gallery made up.
_ELSEWHERE = ("snooze_", "value", "verb_")


def _buttons(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") in {"button", "overflow"} and "url" not in node:
            yield node["action_id"]
        for each in node.values():
            yield from _buttons(each)
    elif isinstance(node, list | tuple):
        for each in node:
            yield from _buttons(each)


def _unknown(drawn: Any) -> set[str]:
    return {each for each in _buttons(drawn) if each not in PRESSES and not each.startswith(_ELSEWHERE)}


def test_every_button_of_every_card_does_something() -> None:
    for name, draw in CARDS.items():
        drawn = [draw(words).as_payload()["blocks"] for words in EXTREMES]

        assert _unknown(drawn) == set(), name


def test_every_form_is_taken_and_its_buttons_do_something() -> None:
    for name, fill in FORMS.items():
        drawn = [fill(words) for words in EXTREMES]

        assert name in TAKEN or not any("submit" in each for each in drawn), name
        assert _unknown(drawn) == set(), name


def test_every_button_of_app_home_does_something() -> None:
    assert _unknown([draw_home(words) for words in EXTREMES]) == set()


def test_whatever_a_gate_wants_of_people_has_a_button_that_does_something() -> None:
    nothing = StageFacts(
        is_contained=False,
        has_supported_hypothesis=False,
        has_cause_family=False,
        unseen_changes=("Ran it again",),
        has_verification=False,
        open_checks=("storage",),
        alerts_fire=True,
        missing_sign_offs=("the business steward",),
    )
    wanted = [each for stage in GATES for each in missing(stage, nothing)]
    assert {each.verb for each in wanted} - PRESSES.keys() == {""}
    assert [each.what for each in wanted if not each.verb] == [
        "the alerts fine again, which fills in by itself"
    ]
