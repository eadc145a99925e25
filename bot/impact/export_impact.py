"""All that an incident affects as a Markdown file."""

from collections.abc import Iterator
from typing import Final

from bot.blocks.impact.views import AssetLine, ImpactView
from bot.blocks.limits import one_line
from bot.prose.markdown import escape_markdown, stamp

#: More than that nobody reads; the file says how many are left.
MOST_IN_FILE: Final = 10_000


def export_impact(view: ImpactView) -> str:
    """A table, the weightiest first."""
    return "\n".join(_lines(view)) + "\n"


def _lines(view: ImpactView) -> Iterator[str]:
    yield f"# What {_inert(view.ref)} affects"
    yield ""
    for each in view.failing:
        yield f"Most upstream failing: {_inert(each.name)}"
        for path in each.paths:
            yield f"- {' → '.join(_inert(name) for name in path)}"
    yield ""
    yield f"{view.total:,} downstream: {', '.join(view.counts)}" if view.counts else "Nothing is downstream."
    yield ""
    yield "| # | asset | type | steps | owner | due |"
    yield "|---|---|---|---|---|---|"
    for number, line in enumerate(view.lines, start=1):
        yield _row(number, line)
    if view.total > len(view.lines):
        yield ""
        yield f"and {view.total - len(view.lines):,} more"


def _row(number: int, line: AssetLine) -> str:
    due = f"{stamp(line.due_at)} UTC" if line.due_at else ""
    steps = "" if line.depth is None else str(line.depth)
    owner = line.owner or line.person_id or line.channel_id or ""
    cells = (str(number), line.name, line.type, steps, owner, due)
    return f"| {' | '.join(_inert(each) for each in cells)} |"


def _inert(words: str) -> str:
    return escape_markdown(one_line(words))
