"""The form that attaches an alert to an incident: which one?"""

from collections.abc import Mapping
from typing import Any

from bot.blocks.inputs import select_input
from bot.blocks.kit import modal, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import line, strong


def attach_form(
    title: str, incidents: Mapping[int, str], *, likely_id: int | None = None, private_metadata: str = ""
) -> dict[str, Any]:
    """Build the form; `incidents` are numbers and words, in the order in which they are offered."""
    chosen = likely_id if likely_id is not None else next(iter(incidents)) if len(incidents) == 1 else None
    which = select_input(
        "incident",
        "Incident",
        {str(number): words for number, words in incidents.items()},
        initial=None if chosen is None else str(chosen),
        hint="Its repeats, and what its card speaks for, go along. It can be undone in the incident.",
    )
    return modal(
        callback_id="attach_alert",
        title="Attach to an incident",
        submit="Attach",
        blocks=[rich(line(strong(clip(one_line(title), 300) or "An alert without a title"))), which],
        private_metadata=private_metadata,
    )
