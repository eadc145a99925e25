"""Modals and the Home tab: each limit at its edge, and each rule broken once."""

import pytest
from kit import (
    TEXT_INPUT,
    Json,
    button,
    field_of,
    longest,
    missing,
    modal,
    most,
    mrkdwn,
    plain,
    section,
    surplus,
    unsupported,
)

from sandbox.blockkit import check_view, problems_of_view
from sandbox.errors import SlackError

MODAL_GOOD = [
    modal(),
    modal(
        *[{"type": "divider"}] * 100,
        private_metadata="x" * 3000,
        callback_id="x" * 255,
        close=plain("x" * 24),
    ),
    modal(field_of(TEXT_INPUT | {"min_length": 0, "max_length": 3000, "multiline": True}, optional=True)),
    modal(field_of({"type": "multi_users_select", "max_selected_items": 3}, hint=plain("x" * 2000))),
    modal(field_of({"type": "number_input", "is_decimal_allowed": False})),
    modal({"type": "alert", "text": plain("x" * 200), "level": "warning"}),
    {"type": "home", "blocks": [field_of(TEXT_INPUT)]},
]

#: Views that are refused: the view, where, and why. `.` is the first block.
MODAL_BAD = [
    ({"type": "modal", "blocks": []}, "/view", missing("title")),
    (modal(title=plain("x" * 25)), "/view/title/text", longest(24)),
    (modal(title=mrkdwn()), "/view/title/type", unsupported("mrkdwn")),
    (modal(submit=plain("x" * 25)), "/view/submit/text", longest(24)),
    (modal(close=plain("x" * 25)), "/view/close/text", longest(24)),
    (modal(private_metadata="x" * 3001), "/view/private_metadata", longest(3000)),
    (modal(callback_id="x" * 256), "/view/callback_id", longest(255)),
    (modal(external_id="x" * 256), "/view/external_id", longest(255)),
    (modal(*[{"type": "divider"}] * 101), "/view/blocks", most(100)),
    (modal(field_of(TEXT_INPUT), submit=None), "/view", missing("submit")),
    (modal(field_of(button())), "./element/type", unsupported("button")),
    (modal({"type": "input", "element": TEXT_INPUT}), ".", missing("label")),
    (modal(field_of(TEXT_INPUT, label=plain("x" * 2001))), "./label/text", longest(2000)),
    (modal(field_of(TEXT_INPUT | {"max_length": 3001})), "./element/max_length", "must be less than 3001"),
    (modal(field_of({"type": "number_input"})), "./element", missing("is_decimal_allowed")),
    (
        modal(section(block_id="a"), section(block_id="a")),
        "/view/blocks/1/block_id",
        "block_id a already exists",
    ),
    (
        modal(*[field_of(TEXT_INPUT | {"focus_on_load": True})] * 2),
        "/view/blocks",
        "focus_on_load can be true for one element only",
    ),
    (modal({"type": "table", "rows": [[{}]]}), "./type", unsupported("table")),
    (modal(surprise=1), "/view", surplus("surprise")),
    ({"type": "home", "blocks": [], "title": plain()}, "/view", surplus("title")),
    ({"type": "home", "blocks": [{"type": "alert", "text": plain()}]}, "./type", unsupported("alert")),
    ({"type": "home"}, "/view", missing("blocks")),
    ({"type": "poster", "blocks": []}, "/view/type", unsupported("poster")),
]


@pytest.mark.parametrize("view", MODAL_GOOD)
def test_a_view_at_the_edge_of_its_limits_is_taken(view: Json) -> None:
    assert problems_of_view(view) == []


@pytest.mark.parametrize(("view", "pointer", "message"), MODAL_BAD)
def test_a_view_that_breaks_a_rule_is_refused_with_the_place(view: Json, pointer: str, message: str) -> None:
    pointer = pointer.replace(".", "/view/blocks/0", 1)
    assert (pointer, message) in [(p.pointer, p.message) for p in problems_of_view(view)]


def test_a_view_of_the_wrong_kind_or_size_is_refused() -> None:
    with pytest.raises(SlackError, match="invalid_arguments"):
        check_view(modal(), home=True)
    with pytest.raises(SlackError, match="view_too_large"):
        check_view(modal(*[section(text=plain("x" * 3000))] * 90))
    check_view({"type": "home", "blocks": []}, home=True)
