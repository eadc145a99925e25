"""Composition objects: texts, options, confirmation dialogs."""

from typing import Any

from sandbox.blockkit.report import Report
from sandbox.blockkit.rules import Rule, Shape, Typed, anything, flag, items, one_of, string

OPTION_LIMIT = 100


def plain(limit: int) -> Typed:
    """A plain_text object."""
    return Typed({"plain_text": _plain_shape(limit)})


def text(limit: int) -> Typed:
    """A plain_text or mrkdwn object."""
    return Typed({"plain_text": _plain_shape(limit), "mrkdwn": _mrkdwn_shape(limit)})


def _plain_shape(limit: int) -> Shape:
    return Shape({"type": anything, "text": string(limit), "emoji": flag}, ("text",))


def _mrkdwn_shape(limit: int) -> Shape:
    return Shape({"type": anything, "text": string(limit), "verbatim": flag}, ("text",))


def options(label: Rule, low: int, high: int, *, url: bool = False) -> Rule:
    """A list of options, each with a label, a value, and perhaps a description."""
    fields: dict[str, Rule] = {"text": label, "value": string(150), "description": text(75)}
    if url:
        fields["url"] = string(3000)
    return items(Shape(fields, ("text", "value")), low, high)


CONFIRM = Shape(
    {
        "title": plain(100),
        "text": text(300),
        "confirm": plain(30),
        "deny": plain(30),
        "style": one_of("primary", "danger"),
    },
    ("title", "text", "confirm", "deny"),
)

MENU_OPTIONS = options(plain(75), 1, OPTION_LIMIT)
OPTION_GROUPS = items(
    Shape({"label": plain(75), "options": MENU_OPTIONS}, ("label", "options")), 1, OPTION_LIMIT
)
OPTION = Shape({"text": text(75), "value": string(150), "description": text(75)}, ("text", "value"))


def either_options(report: Report, menu: Any, pointer: str) -> None:
    """A menu has options or groups of them, not both, not neither."""
    if (menu.get("options") is None) == (menu.get("option_groups") is None):
        report.add(pointer, "must provide exactly one of options or option_groups")


def initial_among(report: Report, menu: Any, pointer: str) -> None:
    """What is selected at first must be one of the options."""
    known = {_value_of(option) for option in _all_options(menu)}
    if isinstance(menu.get("initial_option"), dict) and _value_of(menu["initial_option"]) not in known:
        report.add(f"{pointer}/initial_option", "must match one of the options")
    chosen = menu.get("initial_options")
    for position, option in enumerate(chosen if isinstance(chosen, list) else ()):
        if _value_of(option) not in known:
            report.add(f"{pointer}/initial_options/{position}", "must match one of the options")


def _all_options(menu: Any) -> list[Any]:
    found = list(menu["options"]) if isinstance(menu.get("options"), list) else []
    groups = menu.get("option_groups")
    for group in groups if isinstance(groups, list) else ():
        if isinstance(group, dict) and isinstance(group.get("options"), list):
            found += group["options"]
    return found


def _value_of(option: Any) -> str | None:
    return str(option.get("value")) if isinstance(option, dict) else None
