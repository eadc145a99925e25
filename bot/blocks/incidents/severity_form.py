"""The form that changes the severity, and the five questions that suggest one."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from slack_sdk.models.blocks import Block

from bot.blocks.incidents.declare_form import severity_input
from bot.blocks.inputs import radio_input
from bot.blocks.kit import actions, button, modal, rich
from bot.blocks.limits import clip
from bot.blocks.parts import Line, line, strong
from bot.blocks.stages.advance_form import reason_input
from bot.blocks.views import IncidentView, SeverityView
from models.impact_severity import Answers, Flaw, Needed, Suggested, UsedBy, YesNo
from models.vocabulary import label

_Question = tuple[str, Mapping[StrEnum, str]]

#: By answer: what is asked, and what each answer is called, the milder first.
_QUESTIONS: Final[Mapping[str, _Question]] = {
    "used_by": (
        "Who uses it",
        {
            UsedBy.NOBODY: "Nobody yet",
            UsedBy.TEAM: "One team",
            UsedBy.COMPANY: "The company, or customers",
            UsedBy.BOARD: "A regulator, or the board",
        },
    ),
    "needed": (
        "When somebody decides by it",
        {
            Needed.NEVER: "Nothing is waiting for it",
            Needed.WEEK: "This week",
            Needed.TODAY: "Today",
            Needed.HOURS: "Within hours",
        },
    ),
    "money": ("Money or a regulator is involved", {YesNo.NO: "No", YesNo.YES: "Yes"}),
    "lasting": (
        "What people do because of it",
        {YesNo.NO: "Can be taken back", YesNo.YES: "Cannot be taken back"},
    ),
    "flaw": (
        "What is wrong with it",
        {
            Flaw.LATE: "It is late, and nothing in it is wrong",
            Flaw.WRONG: "It is wrong",
            Flaw.EXPOSED: "Data may be seen by those who must not",
        },
    ),
}


def severity_form(
    view: IncidentView, severities: Sequence[SeverityView], *, private_metadata: str = ""
) -> dict[str, Any]:
    """Build the form, the definitions beside the choices, and what is suggested chosen beforehand."""
    suggested = view.open_suggestion
    ask = "Answer five questions" if view.suggested else "Suggest from impact"
    return modal(
        callback_id="severity",
        title=f"Severity of {view.ref}",
        submit="Change",
        blocks=[
            rich(*_suggestion(view, view.suggested)),
            actions(button(ask, "suggest_severity", view.id)),
            *severity_input(severities, suggested.severity if suggested else view.severity),
            reason_input("Asked for where you choose another one than suggested." if suggested else None),
        ],
        private_metadata=private_metadata,
    )


def impact_form(view: IncidentView, known: Answers, *, private_metadata: str = "") -> dict[str, Any]:
    """Build the five questions, with what is known chosen beforehand, and how it is known below."""
    asked: list[Block] = [rich(line("What you do not know, leave as it is."))]
    for name, (question, answers) in _QUESTIONS.items():
        answer: StrEnum | None = getattr(known, name)
        because = known.known_by.get(name)
        asked.append(
            radio_input(
                name,
                question,
                {each.value: words for each, words in answers.items()},
                initial=answer.value if answer else None,
                optional=True,
                hint=f"Known: {clip(because, 140)}." if because else None,
            )
        )
    return modal(
        callback_id="impact_answers",
        title=f"Impact of {view.ref}",
        submit="Suggest",
        blocks=asked,
        private_metadata=private_metadata,
    )


def _suggestion(view: IncidentView, suggested: Suggested | None) -> tuple[Line, ...]:
    now = line("Now ", strong(label(view.severity)), ".")
    if suggested is None:
        return (line(*now, " Five questions about what it means for the business suggest one."),)
    agrees = ", too" if suggested.severity is view.severity else ""
    because = clip(suggested.because, 500)
    return (now, line(f"Impact suggests {label(suggested.severity)}{agrees}: {because}."))
