"""What each element makes of a person's input."""

from typing import Any

import pytest

from sandbox.errors import SlackError
from sandbox.interactions.answering import form_errors
from sandbox.interactions.elements import BadInput, action_fields, initial_state, state_fields
from sandbox.interactions.response_urls import Place, ResponseUrls

OAT = {"text": {"type": "plain_text", "text": "Oat"}, "value": "oat"}
SOY = {"text": {"type": "plain_text", "text": "Soy"}, "value": "soy"}


@pytest.mark.parametrize(
    ("element", "value", "fields"),
    [
        ({"type": "button", "text": "t", "value": "v"}, None, {"text": "t", "value": "v"}),
        ({"type": "static_select", "options": [OAT, SOY]}, "soy", {"selected_option": SOY}),
        ({"type": "static_select", "option_groups": [{"options": [OAT]}]}, "oat", {"selected_option": OAT}),
        ({"type": "static_select", "options": [OAT]}, None, {"selected_option": None}),
        ({"type": "radio_buttons", "options": [OAT]}, "oat", {"selected_option": OAT}),
        ({"type": "overflow", "options": [OAT]}, "oat", {"selected_option": OAT}),
        ({"type": "checkboxes", "options": [OAT, SOY]}, ["soy"], {"selected_options": [SOY]}),
        ({"type": "multi_static_select", "options": [OAT, SOY]}, "oat", {"selected_options": [OAT]}),
        ({"type": "users_select"}, "U1", {"selected_user": "U1"}),
        ({"type": "multi_users_select"}, ["U1"], {"selected_users": ["U1"]}),
        ({"type": "channels_select"}, "C1", {"selected_channel": "C1"}),
        ({"type": "multi_conversations_select"}, ["C1"], {"selected_conversations": ["C1"]}),
        ({"type": "datepicker"}, "2026-11-20", {"selected_date": "2026-11-20"}),
        ({"type": "timepicker"}, "14:30", {"selected_time": "14:30"}),
        ({"type": "datetimepicker"}, "1763649000", {"selected_date_time": 1763649000}),
        ({"type": "plain_text_input"}, "", {"value": None}),
        ({"type": "number_input"}, 7, {"value": "7"}),
    ],
)
def test_input_becomes_the_fields_that_slack_sends(
    element: dict[str, Any], value: Any, fields: dict[str, Any]
) -> None:
    assert action_fields(element, value) == fields


def test_an_external_option_keeps_the_text_that_was_shown() -> None:
    fields = action_fields({"type": "external_select"}, {"text": "Oat", "value": "oat"})

    assert fields["selected_option"]["text"]["text"] == "Oat"


def test_rich_text_becomes_a_block() -> None:
    fields = action_fields({"type": "rich_text_input"}, "hi")

    assert fields["rich_text_value"]["elements"][0]["elements"] == [{"type": "text", "text": "hi"}]


def test_what_is_no_option_is_refused() -> None:
    with pytest.raises(BadInput):
        action_fields({"type": "static_select", "options": [OAT]}, "cream")


def test_buttons_and_menus_leave_no_state() -> None:
    assert state_fields({"type": "button", "text": "t"}, None) is None
    assert initial_state({"type": "overflow", "options": [OAT]}) is None


def test_untouched_elements_hold_their_initial_value() -> None:
    chosen = initial_state({"type": "static_select", "options": [OAT], "initial_option": OAT})
    empty = initial_state({"type": "multi_users_select"})

    assert chosen == {"type": "static_select", "selected_option": OAT}
    assert empty == {"type": "multi_users_select", "selected_users": []}


def _problem(element: dict[str, Any], value: Any, **block: Any) -> str | None:
    entry = state_fields(element, value)
    blocks = [{"type": "input", "block_id": "b", "element": {**element, "action_id": "a"}, **block}]
    return form_errors(blocks, {"b": {"a": entry}} if entry else {}).get("b")


@pytest.mark.parametrize(
    ("element", "value", "word"),
    [
        ({"type": "plain_text_input"}, "", "required"),
        ({"type": "plain_text_input", "max_length": 2}, "abc", "no more than 2"),
        ({"type": "number_input", "is_decimal_allowed": False}, "1.5", "whole"),
        ({"type": "number_input", "is_decimal_allowed": True, "max_value": "2"}, "2.5", "at most 2"),
        ({"type": "number_input", "is_decimal_allowed": True}, "many", "number"),
        ({"type": "email_text_input"}, "ana", "email"),
        ({"type": "url_text_input"}, "no url", "URL"),
        ({"type": "multi_users_select", "max_selected_items": 1}, ["U1", "U2"], "no more than 1"),
        ({"type": "checkboxes", "options": [OAT]}, [], "required"),
    ],
)
def test_the_form_says_what_is_wrong(element: dict[str, Any], value: Any, word: str) -> None:
    assert word in (_problem(element, value) or "")


def test_optional_fields_may_stay_empty() -> None:
    assert _problem({"type": "plain_text_input"}, "", optional=True) is None
    assert _problem({"type": "email_text_input"}, "ana@northwind.example") is None


def test_a_response_url_lives_half_an_hour() -> None:
    now = 0.0
    urls = ResponseUrls(lambda: now)
    key = urls.issue(Place("U1", "C1")).rsplit("/", 1)[1]
    now = 1800.0
    assert urls.use(key).channel_id == "C1"
    now = 1801.0
    with pytest.raises(SlackError, match="expired_url"):
        urls.use(key)
