"""The form that changes the severity."""

from collections.abc import Sequence
from typing import Any

from bot.blocks.advance_form import reason_input
from bot.blocks.declare_form import severity_input
from bot.blocks.kit import modal
from bot.blocks.views import IncidentView, SeverityView


def severity_form(
    view: IncidentView, severities: Sequence[SeverityView], *, private_metadata: str = ""
) -> dict[str, Any]:
    """Build the form, the definitions beside the choices."""
    return modal(
        callback_id="severity",
        title=f"Severity of {view.ref}",
        submit="Change",
        blocks=[*severity_input(severities, view.severity), reason_input()],
        private_metadata=private_metadata,
    )
