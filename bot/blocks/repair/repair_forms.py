"""Forms about the data itself: from when to when it was bad, and what people use meanwhile."""

from collections.abc import Sequence
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.asset_input import asset_input
from bot.blocks.inputs import checkbox_input, text_input
from bot.blocks.kit import bullets, modal
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, strong
from bot.blocks.repair.views import WindowView
from bot.blocks.views import IncidentView
from models.bad_window import LONGEST_EDGE

#: As much as is read of what people add.
LONGEST_NOTE: Final = 500

_SHOWN: Final = 10

OVER: Final = "over"


def window_form(
    view: IncidentView,
    asset: str = "",
    windows: Sequence[WindowView] = (),
    *,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Which asset, from when to when, and what is known to be good; what is said already stands above."""
    said = next((each for each in windows if each.asset == asset), None)
    asks_for = asset_input(initial=asset or None, hint="Its key, name or relation.")
    return modal(
        callback_id="window",
        title=f"Bad data in {view.ref}",
        submit="Record",
        blocks=[*_said(windows), asks_for, *_questions(said)],
        private_metadata=private_metadata,
    )


def _questions(said: WindowView | None) -> list[Block]:
    """Both edges, and what else is known; what was said of the asset stands in them."""
    return [
        text_input(
            "first_bad",
            "First that is bad",
            initial=said.first_bad if said else None,
            max_length=LONGEST_EDGE,
            placeholder="2026-11-18, yesterday 14:05, or a partition",
        ),
        text_input(
            "last_bad",
            "Last that is bad",
            initial=said.last_bad if said else None,
            optional=True,
            max_length=LONGEST_EDGE,
            hint="Bad itself. Leave it empty while it goes on.",
        ),
        text_input(
            "known_good",
            "Known to be good",
            initial=said.known_good if said else None,
            optional=True,
            max_length=LONGEST_NOTE,
            placeholder="The load of Tuesday; a snapshot, by its link",
        ),
        text_input(
            "note",
            "Note",
            initial=said.note if said else None,
            optional=True,
            max_length=LONGEST_NOTE,
            placeholder="Which rows, and how to leave them out",
        ),
    ]


def interim_form(view: IncidentView, *, private_metadata: str = "") -> dict[str, Any]:
    """What people use until the data is right again; where something is said, whether that is over."""
    over = {OVER: "It is not needed any more"}
    blocks = [
        text_input(
            "what",
            "What people use meanwhile",
            initial=view.interim,
            multiline=True,
            max_length=1_000,
            placeholder="Last week's report; the finance team's own copy",
            hint="On the card, in updates, and in what owners are told.",
        ),
        *([checkbox_input("ends", "Or", over)] if view.interim else []),
    ]
    return modal(
        callback_id="interim",
        title=f"Meanwhile, {view.ref}",
        submit="Say so",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def _said(windows: Sequence[WindowView]) -> list[Block]:
    if not windows:
        return []
    lines = [window_line(each) for each in windows[:_SHOWN]]
    more = len(windows) - len(lines)
    rest = [line(f"and {more} more")] if more else []
    return [bullets(*lines, *rest, under=line(strong("Recorded so far")))]


def window_line(view: WindowView) -> Line:
    """`orders from 2026-11-18 to 2026-11-20, known good: the load of Tuesday`."""
    good = f", known good: {clip(one_line(view.known_good), 200)}" if view.known_good else ""
    return line(strong(clip(one_line(view.name), 100)), f" {clip(view.words, 420)}{good}")
