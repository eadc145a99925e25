"""The form that corrects what an incident is about."""

from collections.abc import Sequence
from typing import Any

from bot.blocks.asset_input import asset_input
from bot.blocks.incidents.declare_form import TITLE_LENGTH, domain_input, symptom_input
from bot.blocks.inputs import text_input
from bot.blocks.kit import modal
from bot.blocks.views import IncidentView


def edit_form(
    view: IncidentView, domains: Sequence[str] = (), *, private_metadata: str = ""
) -> dict[str, Any]:
    """Build the form of `/incident edit`."""
    hint = "The channel is renamed with it."
    blocks = [
        text_input("title", "What is wrong", initial=view.title, max_length=TITLE_LENGTH, hint=hint),
        domain_input(domains, view.domain),
        symptom_input(view.symptom),
        asset_input(initial=view.asset, optional=True),
    ]
    return modal(
        callback_id="edit",
        title=f"Edit {view.ref}",
        submit="Save",
        blocks=blocks,
        private_metadata=private_metadata,
    )
