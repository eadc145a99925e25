"""Forms about time and proof: more of it for a stage, a pause, a session, and what contains the trouble."""

from datetime import datetime, timedelta
from typing import Any, Final

from bot.blocks.inputs import radio_input, select_input, text_input, time_input
from bot.blocks.kit import modal, rich
from bot.blocks.parts import line
from bot.blocks.views import IncidentView
from models.durations import Span
from models.vocabulary import label

#: How much more time is offered.
MORE: Final = tuple(Span(time=timedelta(minutes=each)) for each in (15, 30, 60, 120, 240))

#: What the form proposes to be more.
USUAL: Final = MORE[1]

CONTAINED, NOTHING_CAN = "contained", "nothing_can"

#: What may be answered where it is asked whether retention would delete what is needed.
RETENTION_DELETES: Final = "yes"
RETENTION_ANSWERS: Final = {RETENTION_DELETES: "Yes", "no": "No", "unknown": "Not known"}


def extend_form(view: IncidentView, *, private_metadata: str = "") -> dict[str, Any]:
    """Build the form that gives the stage more time."""
    blocks = [
        select_input(
            "more",
            f"How much longer {label(view.stage)} may take",
            {str(span): span.words for span in MORE},
            initial=str(USUAL),
        ),
        text_input("reason", "Why", max_length=500, placeholder="What takes longer than thought"),
    ]
    return modal(
        callback_id="extend_box",
        title=f"Extend {view.ref}",
        submit="Extend",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def pause_form(
    view: IncidentView, proposed_at: datetime, *, because: str = "", private_metadata: str = ""
) -> dict[str, Any]:
    """Build the form that stops the clocks."""
    blocks = [
        rich(line("No update, time box or reminder falls due until then; it wakes by itself.")),
        text_input(
            "because",
            "What is waited for",
            initial=because or view.paused_because or None,
            max_length=500,
            placeholder="The vendor's answer; Monday's load",
        ),
        time_input("until", "Until", initial=proposed_at, optional=False),
    ]
    return modal(
        callback_id="pause",
        title=f"Pause {view.ref}",
        submit="Pause",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def contain_form(view: IncidentView, *, how: str = CONTAINED, private_metadata: str = "") -> dict[str, Any]:
    """Build the form that says what keeps bad data from being read."""
    choices = {CONTAINED: "Something keeps bad data from being read", NOTHING_CAN: "Nothing can"}
    blocks = [
        radio_input("how", "Is it contained?", choices, initial=how),
        text_input(
            "what",
            "What does, or why nothing can",
            multiline=True,
            placeholder="The dashboard says “do not use”; the export is stopped",
        ),
        select_input(
            "retention",
            "Would retention delete what you need?",
            RETENTION_ANSWERS,
            optional=True,
            hint="The raw files, the last good state: what the repair is made from.",
        ),
    ]
    return modal(
        callback_id="contain",
        title=f"Contain {view.ref}",
        submit="Record",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def session_form(view: IncidentView, proposed_at: datetime, *, private_metadata: str = "") -> dict[str, Any]:
    """Build the form that sets a time to work on it together."""
    blocks = [
        time_input("starts", "When you work on it together", initial=proposed_at, optional=False),
        text_input(
            "url",
            "Where the call is",
            initial=view.call_url,
            optional=True,
            placeholder="https://…",
            hint="Those who hold a role are reminded ten minutes before.",
        ),
    ]
    return modal(
        callback_id="session",
        title=f"Session on {view.ref}",
        submit="Set the time",
        blocks=blocks,
        private_metadata=private_metadata,
    )
