"""The table of figures, for people and for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict

from bench.figure import Figure

#: Units of which a fraction says nothing.
_WHOLE = frozenset({"µs", "ms", "MB", "alerts/s", "alerts", "lost", "calls", "channels"})

_HEAD = ("what", "figure", "goal", "met", "how measured")


def as_table(figures: Sequence[Figure]) -> str:
    """Aligned columns, as Markdown, so that it can be pasted into docs/benchmarks.md."""
    rows = [_HEAD, *(_row(figure) for figure in figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEAD))]
    lines = [_line(row, widths) for row in rows]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def as_json(figures: Sequence[Figure]) -> str:
    """The same for programs."""
    return json.dumps([{**asdict(figure), "met": figure.is_met} for figure in figures], indent=2)


def _row(figure: Figure) -> tuple[str, ...]:
    met = {True: "yes", False: "NO", None: ""}[figure.is_met]
    sign = "≥" if figure.at_least else "≤"
    goal = "" if figure.goal is None else f"{sign} {figure.goal:,g} {figure.unit}"
    return (figure.what, f"{_shown(figure)} {figure.unit}", goal, met, figure.how)


def _shown(figure: Figure) -> str:
    return f"{figure.value:,.0f}" if figure.unit in _WHOLE else f"{figure.value:.2f}"


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return f"| {' | '.join(cells)} |"
