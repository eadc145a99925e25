"""The form of an update: what is said, where it stands, and when the next word comes."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.duties import STAGE_MEANS
from bot.blocks.incident_lines import capital
from bot.blocks.inputs import select_input, text_input
from bot.blocks.kit import modal
from bot.blocks.stages.gate_notice import gate_blocks
from bot.blocks.views import IncidentView
from models.durations import Span
from models.missing import Missing
from models.stages import ORDER
from models.vocabulary import Stage, label

#: The choice that promises nothing.
NO_NEXT: Final = "none"

OFFERED: Final = (
    Span(time=timedelta(minutes=15)),
    Span(time=timedelta(minutes=30)),
    Span(time=timedelta(hours=1)),
    Span(time=timedelta(hours=2)),
    Span(time=timedelta(hours=4)),
    Span(working_days=1),
    Span(working_days=2),
)


def update_form(
    view: IncidentView,
    default: Span | None,
    offered: Sequence[Span] = OFFERED,
    *,
    message: str = "",
    target: Stage | None = None,
    next_due: str | None = None,
    missing: Sequence[Missing] = (),
    holding: Collection[Stage] = (),
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build the form; `next_due` comes back as a span is written (`30m`, `1wd`) or as `none`.

    `missing` is what the gates on the way to `target` wanted of whoever chose that: an update is no matter of
    gates until it moves the stage.
    """
    blocks = [
        *gate_blocks(missing, view.id, holding),
        text_input(
            "message",
            "What to tell",
            initial=message,
            multiline=True,
            placeholder="What is known, what is not, what happens next",
        ),
        select_input(
            "stage",
            "Stage",
            {stage.value: capital(label(stage)) for stage in ORDER},
            initial=(target or view.stage).value,
            about={stage.value: STAGE_MEANS[stage] for stage in ORDER},
        ),
        _next_due(default, offered, next_due),
    ]
    return modal(
        callback_id="update",
        title=f"Update {view.ref}",
        submit="Post",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def _next_due(default: Span | None, offered: Sequence[Span], chosen: str | None) -> Block:
    spans = list(offered) if default is None or default in offered else [default, *offered]
    words = {str(span): f"in {span.words}" for span in spans} | {NO_NEXT: "No next update promised"}
    hint = "The default follows from the severity. Breakwater reminds whoever owes it."
    usual = NO_NEXT if default is None else str(default)
    initial = chosen if chosen in words else usual
    return select_input("next_due", "Next update", words, initial=initial, hint=hint)
