"""The form that puts a call link on the card."""

from typing import Any

from bot.blocks.inputs import text_input
from bot.blocks.kit import modal
from bot.blocks.views import IncidentView


def call_link_form(view: IncidentView, *, private_metadata: str = "") -> dict[str, Any]:
    """Build the form; the link there now is filled in."""
    address = text_input(
        "url",
        "Link to the call",
        initial=view.call_url,
        max_length=500,
        placeholder="https://meet.example.com/…",
    )
    return modal(
        callback_id="call_link",
        title=f"Call of {view.ref}",
        submit="Save",
        blocks=[address],
        private_metadata=private_metadata,
    )
