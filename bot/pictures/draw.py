"""One picture as SVG: inline in a page, where things lead to their entries, or alone, to be painted."""

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

import templates
from bot.pictures.condense import Box
from bot.pictures.fit import width_of
from bot.pictures.lay_out import MARGIN, Layout, Placed
from bot.pictures.scene import Condition, Scene

#: Above the boxes: the title and the summary. Below them: the legend.
TOP: Final = 52.0
BOTTOM: Final = 40.0

#: Latin letters, which our font has.
COMMON: Final = 0x250

#: How far an arrow that leads back swings below the boxes.
LOOP: Final = 44.0

_FOLDER: Final = Path(templates.__file__).parent / "pages"

#: What may stand in no XML, however it is escaped.
_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

#: The legend: of what fails, whether it is most upstream; and of the rest.
_FAILS: Final = (("fails, most upstream", True), ("fails", False))
_OTHERS: Final = (("affected", "affected: reads from what fails"), ("healthy", "as usual"))
_WHAT_IF: Final = (
    ("chosen", "asked about"),
    ("affected", "reads from it"),
    ("healthy", "it reads from these"),
)


def draw(layout: Layout, *, alone: bool = True, link: Callable[[str], str | None] | None = None) -> str:
    """The SVG. `alone`: with its colours; a page gives them itself. `link`: where a thing leads."""
    scene = layout.plan.scene
    legend, legend_width = _legend(layout)
    context = {
        "width": _number(max(layout.width, legend_width + 2 * MARGIN, _title_width(scene))),
        "height": _number(layout.height + TOP + BOTTOM),
        "margin": _number(MARGIN),
        "top": _number(TOP),
        "bottom": _number(layout.height + TOP),
        "title": scene.title,
        "summary": summary(scene),
        "style": style() if alone else "",
        "role": "img" if alone else "group",
        "arrows": _arrows(layout),
        "boxes": [_box(placed, link) for placed in layout.boxes],
        "legend": legend,
    }
    return _NOT_XML.sub("", _template().render(context))


def summary(scene: Scene) -> str:
    """`1 fails · 14 affected · 6 upstream as usual`."""
    failing, affected = scene.count(Condition.FAILING), scene.count(Condition.AFFECTED)
    healthy = scene.count(Condition.HEALTHY)
    if scene.is_what_if:
        return f"{affected:,} downstream · {healthy:,} upstream"
    parts = [f"{failing:,} {'fails' if failing == 1 else 'fail'}", f"{affected:,} affected"]
    return " · ".join([*parts, *([f"{healthy:,} as usual"] if healthy else [])])


@cache
def style() -> Markup:
    """The colours; they are ours, not anybody's text."""
    return Markup((_FOLDER / "picture.css").read_text("utf-8"))  # noqa: S704  # a file of the program


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("picture.svg.j2")


def _box(placed: Placed, link: Callable[[str], str | None] | None) -> dict[str, Any]:
    box = placed.box
    told = ", ".join(thing.name for thing in box.members[:12])
    return {
        "x": _number(placed.x),
        "y": _number(placed.y),
        "width": _number(placed.width),
        "height": _number(placed.height),
        "middle": _number(placed.height / 2),
        "condition": box.condition.value,
        "is_group": box.thing is None,
        "is_root": box.is_root,
        "told": told + (f" and {len(box.members) - 12} more" if len(box.members) > 12 else ""),
        "lines": _lines(placed),
        "link": link(box.members[0].key) if link else None,
    }


def _lines(placed: Placed) -> list[dict[str, Any]]:
    """Set in the middle of the box, whether they are one, two or three."""
    lines = [("name" if _is_common(words) else "name rare", words, 15.0) for words in placed.name]
    lines += [("note", placed.note, 14.0)] if placed.note else []
    y = (placed.height - sum(step for *_, step in lines)) / 2 - 3.5
    found = []
    for kind, words, step in lines:
        y += step
        found.append({"kind": kind, "words": words, "y": _number(y)})
    return found


def _is_common(words: str) -> bool:
    """Whether our font has all its letters: what other fonts lend comes in their plain weight only."""
    return all(ord(letter) < COMMON for letter in words)


def _arrows(layout: Layout) -> list[dict[str, str]]:
    """What carries the failure on is drawn last, above the others."""
    placed = {each.box.key: each for each in layout.boxes}
    found = [(placed[start].box.condition, "", _curve(points)) for (start, _), points in layout.arrows]
    found += [
        (placed[start].box.condition, "back", _loop(placed[start], placed[end]))
        for start, end in layout.returns
    ]
    order = (Condition.HEALTHY, Condition.AFFECTED, Condition.CHOSEN, Condition.FAILING)
    return [
        {"condition": condition.value, "back": back, "d": curve}
        for condition, back, curve in sorted(found, key=lambda each: order.index(each[0]))
    ]


def _loop(start: Placed, end: Placed) -> str:
    """Out at the bottom of one box and in at the bottom of the other."""
    x, y = start.x + start.width * 0.6, start.y + start.height
    to_x, to_y = end.x + end.width * 0.4, end.y + end.height
    low = max(y, to_y) + LOOP
    ends = ((x, low), (to_x, low), (to_x, to_y))
    return f"M{_number(x)} {_number(y)}C" + " ".join(f"{_number(a)} {_number(b)}" for a, b in ends)


def _curve(points: Sequence[tuple[float, float]]) -> str:
    """It leaves and arrives level, and runs level through the columns that it passes."""
    (x, y), *rest = points
    pieces = [f"M{_number(x)} {_number(y)}"]
    for number, (next_x, next_y) in enumerate(rest):
        if number % 2:  # across a column
            pieces.append(f"L{_number(next_x)} {_number(next_y)}")
        else:
            half = (next_x - x) / 2
            ends = ((x + half, y), (next_x - half, next_y), (next_x, next_y))
            pieces.append("C" + " ".join(f"{_number(a)} {_number(b)}" for a, b in ends))
        x, y = next_x, next_y
    return "".join(pieces)


def _legend(layout: Layout) -> tuple[list[dict[str, Any]], float]:
    """Only what is in the picture."""
    boxes = [each.box for each in layout.boxes]
    entries = [
        ("failing", words, is_root, False) for words, is_root in _FAILS if _any(boxes, "failing", is_root)
    ]
    others = _WHAT_IF if layout.plan.scene.is_what_if else _OTHERS
    entries += [(condition, words, False, False) for condition, words in others if _any(boxes, condition)]
    entries += [("healthy", "several in one box", False, True)] if layout.plan.is_condensed else []
    x, found = 0.0, []
    for condition, words, is_root, is_group in entries:
        found.append(
            {
                "condition": condition,
                "words": words,
                "is_root": is_root,
                "is_group": is_group,
                "x": _number(x),
            }
        )
        x += 34 + width_of(words, 12) + 24
    return found, x


def _any(boxes: Sequence[Box], condition: str, is_root: bool = False) -> bool:
    return any(box.condition == condition and box.is_root is is_root for box in boxes)


def _title_width(scene: Scene) -> float:
    return 2 * MARGIN + max(width_of(scene.title, 20), width_of(summary(scene), 13))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
