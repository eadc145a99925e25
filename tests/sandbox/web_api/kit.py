"""Short words for building Block Kit in tests, and for what is said about it."""

from typing import Any

Json = dict[str, Any]


def plain(text: str = "x") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str = "x") -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **fields}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain(), **fields}


def actions(*elements: Json, **fields: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **fields}


def option(value: str = "v", text: str = "x", **fields: Any) -> Json:
    return {"text": plain(text), "value": value, **fields}


def options(count: int) -> list[Json]:
    return [option(f"v{number}") for number in range(count)]


def select(**fields: Any) -> Json:
    return {"type": "static_select", **fields}


def rich_text(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def says(*elements: Json) -> Json:
    return {"type": "rich_text_section", "elements": list(elements)}


def field_of(element: Json, **fields: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **fields}


def modal(*blocks: Json, **fields: Any) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **fields}


CONFIRM = {"title": plain(), "text": mrkdwn(), "confirm": plain(), "deny": plain()}
TEXT_INPUT = {"type": "plain_text_input"}


def longest(characters: int) -> str:
    return f"must be less than {characters + 1} characters"


def most(items: int) -> str:
    return f"no more than {items} items allowed"


def fewest(items: int) -> str:
    return f"no fewer than {items} items allowed"


def missing(field: str) -> str:
    return f"missing required field: {field}"


def unsupported(kind: str) -> str:
    return f"unsupported type: {kind}"


def surplus(field: str) -> str:
    return f"invalid additional property: {field}"
