"""What a person's input to an element becomes in a payload: one shape for actions, one for view state."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

Values = dict[str, Any]


class BadInput(Exception):
    """The page sent something that the element cannot take."""


def action_fields(element: Mapping[str, Any], value: Any) -> Values:
    """Give the fields that the input adds to an action, `selected_option` and such."""
    reader = _READERS.get(str(element.get("type")))
    if reader is None:
        raise BadInput(f"a person cannot use an element of type {element.get('type')}")
    return reader(element, value)


def state_fields(element: Mapping[str, Any], value: Any) -> Values | None:
    """Give the element's entry in `state.values`; elements without a value (buttons, menus) have none."""
    if element.get("type") in _STATELESS:
        return None
    return {"type": element["type"], **action_fields(element, value)}


def initial_state(element: Mapping[str, Any]) -> Values | None:
    """Give the entry that the element has before anybody touched it."""
    kind = str(element.get("type"))
    if kind in _STATELESS or kind not in _READERS:
        return None
    initial, selected = _INITIAL[kind]
    return {"type": kind, selected: element.get(initial, [] if selected in _LISTS else None)}


def options_of(element: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """List an element's options, those in groups included."""
    yield from element.get("options") or ()
    for group in element.get("option_groups") or ():
        yield from group.get("options") or ()


def is_empty(entry: Mapping[str, Any] | None) -> bool:
    """Say whether a state entry holds nothing: what a required input may not be."""
    return entry is None or all(value in (None, "", []) for key, value in entry.items() if key != "type")


def _button(element: Mapping[str, Any], _value: Any) -> Values:
    fields: Values = {"text": element.get("text")}
    return fields | {name: element[name] for name in ("value", "style") if name in element}


def _icon(element: Mapping[str, Any], _value: Any) -> Values:
    return {name: element[name] for name in ("icon", "text", "value") if name in element}


def _feedback(element: Mapping[str, Any], value: Any) -> Values:
    for button in (element["positive_button"], element["negative_button"]):
        if button.get("value") == value:
            return {"text": button.get("text"), "value": value}
    raise BadInput(f"{value!r} is neither of the two buttons")


def _files(element: Mapping[str, Any], value: Any) -> Values:
    """Files are taken in before: here they are what the workspace says of them."""
    files = _listed(value)
    if len(files) > int(element.get("max_files", 10)):
        raise BadInput(f"no more than {element.get('max_files', 10)} files")
    return {"files": files}


def _option(element: Mapping[str, Any], value: Any) -> Values:
    return {"selected_option": None if value is None else _find_option(element, value)}


def _options(element: Mapping[str, Any], value: Any) -> Values:
    return {"selected_options": [_find_option(element, one) for one in _listed(value)]}


def _external_option(_element: Mapping[str, Any], value: Any) -> Values:
    return {"selected_option": None if value is None else _shown_option(value)}


def _external_options(_element: Mapping[str, Any], value: Any) -> Values:
    return {"selected_options": [_shown_option(one) for one in _listed(value)]}


def _under(name: str) -> Callable[[Mapping[str, Any], Any], Values]:
    return lambda _element, value: {name: value}


def _listed_under(name: str) -> Callable[[Mapping[str, Any], Any], Values]:
    return lambda _element, value: {name: _listed(value)}


def _text(_element: Mapping[str, Any], value: Any) -> Values:
    return {"value": None if value in (None, "") else str(value)}


def _moment(_element: Mapping[str, Any], value: Any) -> Values:
    return {"selected_date_time": None if value in (None, "") else int(value)}


def _rich_text(_element: Mapping[str, Any], value: Any) -> Values:
    if value in (None, ""):
        return {"rich_text_value": None}
    if isinstance(value, Mapping):
        return {"rich_text_value": value}
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": str(value)}]}
    return {"rich_text_value": {"type": "rich_text", "elements": [section]}}


def _find_option(element: Mapping[str, Any], value: Any) -> Mapping[str, Any]:
    wanted = value.get("value") if isinstance(value, Mapping) else value
    for option in options_of(element):
        if option.get("value") == wanted:
            return {name: option[name] for name in ("text", "value", "description") if name in option}
    raise BadInput(f"{wanted!r} is not one of the options")


def _shown_option(value: Any) -> Mapping[str, Any]:
    """Read an option that only the app knows: the page sends its text along."""
    if not isinstance(value, Mapping) or "value" not in value:
        raise BadInput("an option of an external select is {text, value}")
    text = value.get("text") or value["value"]
    shown = text if isinstance(text, Mapping) else {"type": "plain_text", "text": str(text), "emoji": True}
    return {"text": shown, "value": str(value["value"])}


def _listed(value: Any) -> Sequence[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


_READERS: Final[Mapping[str, Callable[[Mapping[str, Any], Any], Values]]] = {
    "button": _button,
    "workflow_button": _button,
    "icon_button": _icon,
    "feedback_buttons": _feedback,
    "file_input": _files,
    "overflow": _option,
    "static_select": _option,
    "radio_buttons": _option,
    "external_select": _external_option,
    "users_select": _under("selected_user"),
    "conversations_select": _under("selected_conversation"),
    "channels_select": _under("selected_channel"),
    "multi_static_select": _options,
    "checkboxes": _options,
    "multi_external_select": _external_options,
    "multi_users_select": _listed_under("selected_users"),
    "multi_conversations_select": _listed_under("selected_conversations"),
    "multi_channels_select": _listed_under("selected_channels"),
    "datepicker": _under("selected_date"),
    "timepicker": _under("selected_time"),
    "datetimepicker": _moment,
    "plain_text_input": _text,
    "email_text_input": _text,
    "url_text_input": _text,
    "number_input": _text,
    "rich_text_input": _rich_text,
}

#: For each element that has a value: where its first value stands, and where the state keeps it.
_INITIAL: Final[Mapping[str, tuple[str, str]]] = {
    "static_select": ("initial_option", "selected_option"),
    "radio_buttons": ("initial_option", "selected_option"),
    "external_select": ("initial_option", "selected_option"),
    "users_select": ("initial_user", "selected_user"),
    "conversations_select": ("initial_conversation", "selected_conversation"),
    "channels_select": ("initial_channel", "selected_channel"),
    "multi_static_select": ("initial_options", "selected_options"),
    "checkboxes": ("initial_options", "selected_options"),
    "multi_external_select": ("initial_options", "selected_options"),
    "multi_users_select": ("initial_users", "selected_users"),
    "multi_conversations_select": ("initial_conversations", "selected_conversations"),
    "multi_channels_select": ("initial_channels", "selected_channels"),
    "datepicker": ("initial_date", "selected_date"),
    "timepicker": ("initial_time", "selected_time"),
    "datetimepicker": ("initial_date_time", "selected_date_time"),
    "plain_text_input": ("initial_value", "value"),
    "email_text_input": ("initial_value", "value"),
    "url_text_input": ("initial_value", "value"),
    "number_input": ("initial_value", "value"),
    "rich_text_input": ("initial_value", "rich_text_value"),
    "file_input": ("initial_files", "files"),
}

_LISTS: Final = frozenset(selected for _, selected in _INITIAL.values() if selected.endswith("s"))
_STATELESS: Final = frozenset({"button", "workflow_button", "icon_button", "feedback_buttons", "overflow"})
