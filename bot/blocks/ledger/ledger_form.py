"""The forms that add a line to the ledger, one for each kind, and the same to correct one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.inputs import checkbox_input, select_input, text_input, time_input
from bot.blocks.kit import Message, actions, button, menu, message, modal, note, quote, rich
from bot.blocks.ledger.entry_inputs import (
    Choices,
    change_inputs,
    decision_inputs,
    evidence_inputs,
    hypothesis_inputs,
)
from bot.blocks.parts import Line, line, reads
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
_TEXT: Final[Mapping[str, str]] = {
    "note": "What is worth keeping",
    "hypothesis": "What may be the cause",
    "decision": "What was decided",
    "change": "What is changed",
    "evidence": "What it shows",
    "follow_up": "What is to be done",
}
_INPUTS: Final[Mapping[str, Callable[[Mapping[str, Any], Choices, bool], list[Block]]]] = {
    "decision": decision_inputs,
    "change": change_inputs,
    "evidence": evidence_inputs,
}


#: What no correction is needed for: the newest word counts.
SAID_ANEW: Final = (
    "Causes, checks and windows are said anew: `/incident cause`, `/incident verify`, `/incident window`."
)

#: Ends the names of fields that were filled in anew for the person.
AGAIN: Final = "_again"


@dataclass(frozen=True, kw_only=True)
class EntryDefaults:
    """What the form begins with."""

    kind: str = "note"
    text: str = ""
    at: datetime | None = None
    #: What the kind says beside the text, as the ledger keeps it.
    detail: Mapping[str, Any] = field(default_factory=dict)
    #: Hypotheses to choose from, by the id of their entry.
    hypotheses: Choices = field(default_factory=dict)
    #: An entry that stands in the ledger is corrected: it stays what it is.
    amends: bool = False
    #: Said above the fields: why the form is here again.
    fault: Line = ()
    #: Slack keeps what was typed into a field of the same name: a field whose words changed needs another.
    suffix: str = ""


def ledger_form(
    view: IncidentView, defaults: EntryDefaults | None = None, *, private_metadata: str = ""
) -> dict[str, Any]:
    """Build the form of one kind; another kind is chosen in its first line."""
    given = defaults or EntryDefaults()
    blocks: list[Block] = [rich(given.fault)] if given.fault else []
    if not given.amends:
        blocks.append(
            actions(menu("ledger_kind", "What it is", KIND_WORDS, initial=given.kind, about=_ABOUT))
        )
    blocks.append(text_input("text", _TEXT[given.kind], initial=given.text, multiline=True))
    if more := _INPUTS.get(given.kind):
        blocks += more(given.detail, given.hypotheses, given.amends)
    if given.kind == "hypothesis" and not given.amends:
        blocks += hypothesis_inputs(given.detail)
    hint = None if given.amends else "Leave empty if it was just now."
    blocks.append(time_input("at", "When it happened", initial=given.at, hint=hint))
    if given.amends:
        withdrawing = {"yes": "It does not count: withdraw it"}
        blocks.append(checkbox_input("withdraw", "Or take it back", withdrawing))
    for block in blocks:
        if block.block_id is not None:
            block.block_id += given.suffix
    return modal(
        callback_id="ledger_entry",
        title=f"Correct in {view.ref}" if given.amends else f"Add to {view.ref}",
        submit="Correct" if given.amends else "Add",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def recorded(kind: str, entry_id: int) -> Message:
    """The answer to a command that recorded something; what its kind says beside the text can follow."""
    said = line("Recorded in the ledger.")
    if kind not in _INPUTS:
        return note(said)
    return message([rich(said), actions(button("Add details", "entry_amend", entry_id))], said)


def sentence_form(
    callback_id: str,
    title: str,
    label: str,
    about: str = "",
    *,
    choices: Choices | None = None,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Ask for one sentence about something that the ledger holds, or about one of several things."""
    above = quote(about) if choices is None else select_input("hypothesis", "Which one", choices)
    return modal(
        callback_id=callback_id,
        title=title,
        submit="Record",
        blocks=[above, text_input("text", label, multiline=True)],
        private_metadata=private_metadata,
    )


def choice_form(choices: Choices, *, private_metadata: str = "") -> dict[str, Any]:
    """Ask which entry is to be corrected; what it says now comes next."""
    about = line("The entry that you correct stays in the record; the ledger shows the newest version.")
    others = reads(SAID_ANEW)
    return modal(
        callback_id="choose_entry",
        title="Correct an entry",
        submit="Next",
        blocks=[rich(about, others), select_input("entry", "Which one", choices)],
        private_metadata=private_metadata,
    )
