"""The forms that close an incident and open it again."""

from collections.abc import Collection, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks.duties import OUTCOME_MEANS
from bot.blocks.incident_lines import capital
from bot.blocks.inputs import radio_input, text_input, time_input
from bot.blocks.kit import bullets, modal, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import line, strong
from bot.blocks.stages.advance_form import reason_input
from bot.blocks.stages.gate_notice import anyway_blocks, gate_blocks
from bot.blocks.views import IncidentView
from models.missing import Missing
from models.vocabulary import Outcome, Stage, label


def close_form(
    view: IncidentView,
    holding: Collection[Stage] = (),
    outcome: Outcome = Outcome.FIXED,
    *,
    ahead: Sequence[Missing] = (),
    in_place: Sequence[str] = (),
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build the form of closing; it keeps what an earlier close already said.

    `holding` are the stages whose gates hold: what was fixed has to pass those that are still before it, and
    `ahead` is what these still want.
    `in_place` are changes that were made for now only: it asks why they stay.
    """
    return modal(
        callback_id="close",
        title=f"Close {view.ref}",
        submit="Close incident",
        close="Cancel",
        blocks=[
            *gate_blocks(ahead or view.wanted, view.id, holding),
            *_questions(view, outcome),
            *_temporary(in_place),
            *anyway_blocks(view, Stage.CLOSED, holding),
        ],
        private_metadata=private_metadata,
    )


def _questions(view: IncidentView, outcome: Outcome) -> list[Block]:
    return [
        radio_input(
            "outcome",
            "How it ended",
            {each.value: capital(label(each)) for each in Outcome},
            initial=outcome.value,
            about={each.value: OUTCOME_MEANS[each] for each in Outcome},
        ),
        text_input(
            "cause",
            "What it was",
            initial=view.cause,
            multiline=True,
            placeholder="What the system did, not who",
        ),
        text_input("remedy", "What was done", initial=view.remedy, multiline=True, optional=True),
        time_input(
            "fixed_at", "When it was fixed", initial=view.fixed_at, hint="Leave empty if it was just now."
        ),
        text_input(
            "effect",
            "Effect on decisions",
            multiline=True,
            optional=True,
            placeholder="The board saw Monday's figures; the order was placed by hand",
        ),
    ]


def _temporary(in_place: Sequence[str]) -> list[Block]:
    """What nobody has taken away again, and the question."""
    if not in_place:
        return []
    named = tuple(line(clip(one_line(words), 200)) for words in in_place[:5])
    more = len(in_place) - len(named)
    rest = (line(f"and {more} more"),) if more else ()
    return [
        bullets(*named, *rest, under=line(strong("Still in place, though made for now only:"))),
        text_input(
            "stays",
            "Why these stay for now",
            optional=True,
            multiline=True,
            hint="Without a reason, remove them or make them permanent first. I go on asking about them.",
        ),
    ]


def reopen_form(view: IncidentView, *, private_metadata: str = "") -> dict[str, Any]:
    """Build the form of reopening."""
    words = line("It keeps its number, channel and ledger, and returns to the stage it was closed from.")
    return modal(
        callback_id="reopen",
        title=f"Reopen {view.ref}",
        submit="Reopen",
        blocks=[rich(line(strong("Reopen "), view.title), words), reason_input()],
        private_metadata=private_metadata,
    )
