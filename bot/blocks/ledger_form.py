"""The form that adds a line to the ledger."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.blocks.inputs import select_input, text_input, time_input
from bot.blocks.kit import modal
from bot.blocks.views import IncidentView

#: What people write themselves, with the reaction that does the same.
KIND_WORDS: Final[Mapping[str, str]] = {
    "note": "Note",
    "hypothesis": "Hypothesis",
    "decision": "Decision",
    "change": "Change",
    "evidence": "Evidence",
    "follow_up": "Follow-up",
}
_ABOUT: Final[Mapping[str, str]] = {
    "note": "Something worth keeping (📌)",
    "hypothesis": "What may be the cause (💡)",
    "decision": "What was decided, and why (⚖️)",
    "change": "What was changed in a system, and the way back (🔧)",
    "evidence": "A run, a query, a count; never the data itself (🧪)",
    "follow_up": "To be done after the incident (☑️)",
}


def ledger_form(
    view: IncidentView,
    *,
    kind: str = "note",
    text: str = "",
    at: datetime | None = None,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build the form of Add to ledger."""
    blocks = [
        select_input("kind", "What it is", KIND_WORDS, initial=kind, about=_ABOUT),
        text_input("text", "Text", initial=text, multiline=True),
        time_input("at", "When it happened", initial=at, hint="Leave empty if it was just now."),
    ]
    return modal(
        callback_id="ledger_entry",
        title=f"Add to {view.ref}",
        submit="Add",
        blocks=blocks,
        private_metadata=private_metadata,
    )
