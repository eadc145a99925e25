"""The form that moves an incident to another stage."""

from collections.abc import Collection, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks.duties import STAGE_MEANS
from bot.blocks.incident_lines import capital
from bot.blocks.inputs import radio_input, text_input
from bot.blocks.kit import modal, rich
from bot.blocks.parts import line, strong
from bot.blocks.stages.gate_notice import anyway_blocks, further_blocks, gate_blocks
from bot.blocks.views import IncidentView
from models.gates import passed_on
from models.missing import Missing
from models.stages import ORDER, proposed, reachable
from models.vocabulary import Stage, label


def advance_form(
    view: IncidentView,
    holding: Collection[Stage] = (),
    ahead: Sequence[Missing] = (),
    *,
    refused: Sequence[Missing] = (),
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build the form, the next stage preselected; `holding` are the stages whose gates hold.

    `ahead` is what these want, all the way: a stage that is skipped leaves open what its gate wants.
    `refused` is what they wanted of whoever tried: it has its buttons then.
    Closing is not offered: it has a form of its own.
    """
    following = proposed(view.stage)
    missing = refused or view.wanted
    skippable = passed_on(view.stage, ORDER[-1])[1:]
    further = [each for each in ahead if each.stage in skippable and each not in missing]
    now: Block = rich(line("Now in ", strong(label(view.stage)), "." if following else ". Next is Close."))
    choices = radio_input(
        "stage",
        "Go to",
        {stage.value: capital(label(stage)) for stage in reachable(view.stage)},
        initial=following.value if following else None,
        about={stage.value: STAGE_MEANS[stage] for stage in reachable(view.stage)},
    )
    return modal(
        callback_id="advance",
        title=f"Advance {view.ref}",
        submit="Advance",
        blocks=[
            now,
            *gate_blocks(missing, view.id, holding),
            choices,
            *further_blocks(further),
            reason_input(),
            *anyway_blocks(view, ORDER[-1], holding),
        ],
        private_metadata=private_metadata,
    )


def reason_input(hint: str | None = None, *, initial: str = "") -> Block:
    """Why, which is asked for and never demanded."""
    return text_input("reason", "Why", initial=initial or None, optional=True, max_length=500, hint=hint)
