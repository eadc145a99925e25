"""Layout blocks, and on which surface each may stand."""

from typing import Any

from sandbox.blockkit.elements import ELEMENTS, IMAGE, IN_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.blockkit.objects import plain, text
from sandbox.blockkit.report import Report
from sandbox.blockkit.richtext import RICH_TEXT
from sandbox.blockkit.rules import Rule, Shape, Typed, anything, flag, items, one_of, string, whole

_BASE: dict[str, Rule] = {"type": anything, "block_id": string(255, least=0)}
_OPEN = {"block_id": string(255, least=0)}


def _says_something(report: Report, section: Any, pointer: str) -> None:
    """A section has a text or fields."""
    if section.get("text") is None and section.get("fields") is None:
        report.add(pointer, "missing required field: text")


def _shows_something(report: Report, image: Any, pointer: str) -> None:
    """An image has an address or a file."""
    if image.get("image_url") is None and image.get("slack_file") is None:
        report.add(pointer, "missing required field: image_url")


def _files_are_not_dispatched(report: Report, block: Any, pointer: str) -> None:
    """A file input says nothing before the form is submitted."""
    element = block.get("element")
    if block.get("dispatch_action") and isinstance(element, dict) and element.get("type") == "file_input":
        report.add(f"{pointer}/element/type", "unsupported type: file_input")


_CONTEXT_ITEM = Typed(
    {"image": IMAGE, **{kind: text(2000).shapes[kind] for kind in ("plain_text", "mrkdwn")}}
)

BLOCKS: dict[str, Shape] = {
    "section": Shape(
        {
            **_BASE,
            "text": text(3000),
            "fields": items(text(2000), 1, 10),
            "accessory": Typed(ELEMENTS, IN_SECTION),
            "expand": flag,
        },
        (),
        (_says_something,),
    ),
    "header": Shape({**_BASE, "text": plain(150), "level": whole(1, 4)}, ("text",)),
    "divider": Shape(_BASE),
    "image": Shape(
        {
            **_BASE,
            "image_url": string(3000),
            "slack_file": anything,
            "alt_text": string(2000),
            "title": plain(2000),
        },
        ("alt_text",),
        (_shows_something,),
    ),
    "context": Shape({**_BASE, "elements": items(_CONTEXT_ITEM, 1, 10)}, ("elements",)),
    "actions": Shape({**_BASE, "elements": items(Typed(ELEMENTS, IN_ACTIONS), 1, 25)}, ("elements",)),
    "context_actions": Shape(
        {
            **_BASE,
            "elements": items(Typed(ELEMENTS, frozenset({"feedback_buttons", "icon_button"})), 1, 5),
        },
        ("elements",),
    ),
    "input": Shape(
        {
            **_BASE,
            "label": plain(2000),
            "element": Typed(ELEMENTS, IN_INPUT),
            "hint": plain(2000),
            "optional": flag,
            "dispatch_action": flag,
        },
        ("label", "element"),
        (_files_are_not_dispatched,),
    ),
    "rich_text": Shape({**_BASE, "elements": items(RICH_TEXT, 0, 1000)}, ("elements",)),
    "markdown": Shape({**_BASE, "text": string(12_000)}, ("text",)),
    "alert": Shape(
        {**_BASE, "text": text(200), "level": one_of("default", "info", "warning", "error", "success")},
        ("text",),
    ),
    "table": Shape(
        {**_BASE, "rows": items(items(anything, 1, 20), 1, 100), "column_settings": anything}, ("rows",)
    ),
    "data_table": Shape(
        {**_OPEN, "rows": items(items(anything, 1, 20), 2, 201), "page_size": whole(1, 100)},
        ("rows", "caption"),
        is_open=True,
    ),
    "container": Shape({**_OPEN, "child_blocks": items(anything, 1, 10)}, ("child_blocks",), is_open=True),
    "carousel": Shape({**_OPEN, "elements": items(anything, 1, 10)}, ("elements",), is_open=True),
    "card": Shape({**_OPEN, "body": text(200), "actions": items(anything, 1, 3)}, is_open=True),
    "data_visualization": Shape(_OPEN, is_open=True),
    "video": Shape(_OPEN, ("video_url", "thumbnail_url", "alt_text", "title"), is_open=True),
    "plan": Shape(_OPEN, is_open=True),
    "task_card": Shape(_OPEN, is_open=True),
}

_NOT_IN_MESSAGES = frozenset({"alert"})
_NOT_IN_MODALS = frozenset({"table", "markdown", "context_actions", "plan", "task_card"})
_NOT_IN_HOME = frozenset({"alert", "markdown", "context_actions", "plan", "task_card"})

#: The blocks of each surface, and how many of them it takes.
SURFACES: dict[str, tuple[Typed, int]] = {
    "message": (Typed(BLOCKS, frozenset(BLOCKS) - _NOT_IN_MESSAGES), 50),
    "modal": (Typed(BLOCKS, frozenset(BLOCKS) - _NOT_IN_MODALS), 100),
    "home": (Typed(BLOCKS, frozenset(BLOCKS) - _NOT_IN_HOME), 100),
}
