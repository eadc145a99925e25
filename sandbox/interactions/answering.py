"""Checks a form before it is submitted, as Slack's own client does."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from sandbox.interactions.elements import is_empty

State = Mapping[str, Mapping[str, Mapping[str, Any]]]

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"[a-z][a-z0-9+.-]*:[^\s]+", re.IGNORECASE)
_TEXT_MAX = 3000


def form_errors(blocks: Sequence[Mapping[str, Any]], state: State) -> dict[str, str]:
    """Say what is wrong with each input block, by block id; empty when the form may be submitted."""
    errors = {}
    for block in blocks:
        if block.get("type") == "input":
            element = block["element"]
            entry = state.get(block["block_id"], {}).get(element["action_id"])
            problem = _problem(block, element, entry)
            if problem:
                errors[block["block_id"]] = problem
    return errors


def _problem(
    block: Mapping[str, Any], element: Mapping[str, Any], entry: Mapping[str, Any] | None
) -> str | None:
    if entry is None or is_empty(entry):
        return None if block.get("optional") else "Please complete this required field."
    check = _CHECKS.get(element["type"])
    return check(element, entry) if check else None


def _email_problem(_element: Mapping[str, Any], entry: Mapping[str, Any]) -> str | None:
    return None if _EMAIL.fullmatch(str(entry["value"])) else "Please enter a valid email address."


def _url_problem(_element: Mapping[str, Any], entry: Mapping[str, Any]) -> str | None:
    return None if _URL.fullmatch(str(entry["value"])) else "Please enter a valid URL."


def _length_problem(element: Mapping[str, Any], entry: Mapping[str, Any]) -> str | None:
    text = str(entry["value"])
    shortest, longest = element.get("min_length", 0), element.get("max_length", _TEXT_MAX)
    if len(text) < shortest:
        return f"Please enter at least {shortest} characters."
    if len(text) > longest:
        return f"Please enter no more than {longest} characters."
    return None


def _number_problem(element: Mapping[str, Any], entry: Mapping[str, Any]) -> str | None:
    try:
        number = float(entry["value"])
    except ValueError:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


def _count_problem(element: Mapping[str, Any], entry: Mapping[str, Any]) -> str | None:
    most = element.get("max_selected_items")
    chosen = next(value for key, value in entry.items() if key != "type")
    if most is not None and len(chosen) > int(most):
        return f"Please choose no more than {most}."
    return None


_CHECKS: Final[Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], str | None]]] = {
    "plain_text_input": _length_problem,
    "number_input": _number_problem,
    "email_text_input": _email_problem,
    "url_text_input": _url_problem,
    "multi_static_select": _count_problem,
    "multi_external_select": _count_problem,
    "multi_users_select": _count_problem,
    "multi_conversations_select": _count_problem,
    "multi_channels_select": _count_problem,
}
