"""What the forms of evidence, a decision and a change ask for beside the text."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.inputs import checkbox_input, person_input, select_input, text_input, time_input
from models.change import ChangeState
from models.typed_entry import Bears, EvidenceKind

Choices = Mapping[str, str]

EVIDENCE_WORDS: Final[Mapping[str, str]] = {
    EvidenceKind.OBSERVATION: "Something seen",
    EvidenceKind.QUERY: "A query",
    EvidenceKind.RUN: "A run, or its log",
    EvidenceKind.COUNT: "A count",
    EvidenceKind.SCREENSHOT: "A screenshot, by its link",
    EvidenceKind.DOCUMENT: "A document",
}
_UNDOING: Final[Mapping[str, str]] = {"yes": "Yes", "no": "No", "unknown": "Not known"}


def evidence_inputs(detail: Mapping[str, Any], hypotheses: Choices, _amends: bool) -> list[Block]:
    """Where it is and how much; and for or against which hypothesis, where there are any."""
    kind = detail.get("evidence", EvidenceKind.OBSERVATION)
    count = detail.get("count")
    blocks = [
        select_input("evidence", "What kind", EVIDENCE_WORDS, initial=kind),
        text_input("link", "Where it is", initial=detail.get("link"), optional=True, placeholder="https://…"),
        text_input(
            "query",
            "The query",
            initial=detail.get("query"),
            optional=True,
            multiline=True,
            hint="Its text only, never what it gave back.",
        ),
        text_input("count", "How many rows", initial=None if count is None else str(count), optional=True),
    ]
    if hypotheses:
        blocks += _bearing(detail, hypotheses)
    return blocks


def _bearing(detail: Mapping[str, Any], hypotheses: Choices) -> list[Block]:
    """For or against which one."""
    meant = str(detail.get("hypothesis", ""))
    against = ["against"] if detail.get("bears") == Bears.AGAINST else []
    return [
        select_input("hypothesis", "Which hypothesis it is about", hypotheses, initial=meant, optional=True),
        checkbox_input("bears", "What it means for it", {"against": "It speaks against it"}, ticked=against),
    ]


def hypothesis_inputs(detail: Mapping[str, Any]) -> list[Block]:
    """What speaks for it, where something does already: it counts as supported at once."""
    return [
        text_input(
            "supports",
            "What supports it",
            initial=detail.get("supports"),
            optional=True,
            multiline=True,
            hint="Leave empty while it is only a guess.",
        )
    ]


def decision_inputs(detail: Mapping[str, Any], _hypotheses: Choices, _amends: bool) -> list[Block]:
    """Why, instead of what, and by whom."""
    return [
        text_input("why", "Why", initial=detail.get("why"), multiline=True),
        text_input("alternatives", "What else there was", initial=detail.get("alternatives"), optional=True),
        person_input(
            "decided_by",
            "Who decided",
            initial=detail.get("decided_by"),
            hint="Leave empty if it was you.",
            optional=True,
        ),
    ]


def change_inputs(detail: Mapping[str, Any], _hypotheses: Choices, amends: bool) -> list[Block]:
    """Where, the way back, what is to hold, and whether it is for now only."""
    undoing = {True: "yes", False: "no"}.get(detail.get("reversible", ""), "unknown")
    until = detail.get("until")
    return [
        *([] if amends else [_state(detail)]),
        text_input(
            "where",
            "Where",
            initial=detail.get("where"),
            placeholder="The system, job or table",
            optional=True,
        ),
        select_input("reversible", "Can it be undone", _UNDOING, initial=undoing),
        text_input("rollback", "The way back", initial=detail.get("rollback"), optional=True, multiline=True),
        text_input(
            "precondition", "What must be so before it", initial=detail.get("precondition"), optional=True
        ),
        text_input(
            "postcondition",
            "How you will see that it holds",
            initial=detail.get("postcondition"),
            optional=True,
        ),
        text_input("side_effects", "What else it may do", initial=detail.get("side_effects"), optional=True),
        checkbox_input(
            "temporary",
            "For how long",
            {"yes": "For now only: ask me until it is removed or made permanent"},
            ticked=["yes"] if detail.get("temporary") else [],
        ),
        time_input(
            "until",
            "Gone by",
            initial=datetime.fromisoformat(until) if until else None,
            hint="Of one that is for now only.",
        ),
    ]


def _state(detail: Mapping[str, Any]) -> Block:
    states = {ChangeState.APPLIED.value: "It is done", ChangeState.PLANNED.value: "It is planned"}
    return select_input("state", "Is it done", states, initial=detail.get("state", ChangeState.APPLIED))
