"""The forms that declare an incident: now, or after the fact."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from slack_sdk.models.blocks import Block

from bot.blocks.asset_input import asset_input
from bot.blocks.inputs import checkbox_input, select_input, text_input, time_input
from bot.blocks.kit import modal, rich
from bot.blocks.parts import Line, line, link, strong
from bot.blocks.views import SeverityView
from models.vocabulary import Severity, Symptom, label

TITLE_LENGTH = 200


@dataclass(frozen=True, kw_only=True)
class DeclareDefaults:
    """What a declare form is opened with; all of it may be missing."""

    title: str = ""
    severity: Severity = Severity.SEV3
    domain: str | None = None
    symptom: Symptom | None = None
    asset: str | None = None
    began_at: datetime | None = None
    is_private: bool = False
    is_drill: bool = False
    #: Carried over from the message that it is declared from.
    note: str | None = None


def declare_form(
    severities: Sequence[SeverityView],
    domains: Sequence[str] = (),
    defaults: DeclareDefaults | None = None,
    *,
    security_protocol: str | None = None,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build the form of `/incident declare`; only what is wrong must be said.

    `security_protocol` is where a suspected breach belongs instead.
    """
    known = defaults or DeclareDefaults()
    blocks = [
        *_what(severities, domains, known),
        *_breach(security_protocol),
        time_input("began_at", "When it began", initial=known.began_at, hint="Leave empty if not known yet."),
        _note(known),
        _private(known),
        _drill(known),
    ]
    return modal(
        callback_id="declare",
        title="Declare an incident",
        submit="Declare",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def declare_past_form(
    severities: Sequence[SeverityView],
    domains: Sequence[str] = (),
    defaults: DeclareDefaults | None = None,
    *,
    private_metadata: str = "",
) -> dict[str, Any]:
    """Build the form of `/incident declare --past`: with the times that figures are made of."""
    known = defaults or DeclareDefaults()
    hint = "Figures count from here: when the data first was wrong or late."
    blocks = [
        *_what(severities, domains, known),
        time_input("began_at", "When it began", initial=known.began_at, optional=False, hint=hint),
        time_input("noticed_at", "When someone noticed"),
        time_input("fixed_at", "When it was fixed", hint="Leave empty if it is not fixed yet."),
        _note(known),
        _private(known),
    ]
    return modal(
        callback_id="declare_past",
        title="Declare a past incident",
        submit="Declare",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def severity_input(severities: Sequence[SeverityView], initial: Severity) -> list[Block]:
    """A menu of severities with the definition beside each, and all definitions in full below."""
    about = {view.severity.value: view.means for view in severities}
    menu = select_input(
        "severity",
        "How bad",
        {view.severity.value: label(view.severity) for view in severities},
        initial=initial.value,
        about=about,
    )
    return [menu, rich(*(_definition(view) for view in severities))]


def domain_input(domains: Sequence[str], initial: str | None) -> Block:
    """A menu of the playbook's domains, or free text where it names none."""
    if not domains:
        return text_input("domain", "Domain", initial=initial, optional=True, max_length=80)
    known = {domain: domain for domain in (*domains, *((initial,) if initial else ()))}
    return select_input("domain", "Domain", known, initial=initial, optional=True)


def symptom_input(initial: Symptom | None) -> Block:
    """A menu of what can be wrong with data."""
    words = {symptom.value: label(symptom) for symptom in Symptom}
    chosen = initial.value if initial else None
    return select_input("symptom", "Symptom", words, initial=chosen, optional=True)


def _what(severities: Sequence[SeverityView], domains: Sequence[str], known: DeclareDefaults) -> list[Block]:
    return [
        text_input(
            "title",
            "What is wrong",
            initial=known.title,
            max_length=TITLE_LENGTH,
            placeholder="Orders of yesterday are missing",
        ),
        *severity_input(severities, known.severity),
        domain_input(domains, known.domain),
        symptom_input(known.symptom),
        asset_input(initial=known.asset, optional=True),
    ]


def _definition(view: SeverityView) -> Line:
    means = view.means.rstrip(". ")
    every = f" Updates {view.update_every_text}." if view.update_every_text else ""
    return line(strong(label(view.severity)), f"  {means}.{every}")


def _breach(address: str | None) -> list[Block]:
    if not address:
        return []
    there = link(address, "follow the security protocol")
    return [rich(line("Personal data exposed, or a breach suspected? Then ", there, " instead."))]


def _note(known: DeclareDefaults) -> Block:
    return text_input(
        "note", "What is known so far", initial=known.note, optional=True, multiline=True, max_length=2_500
    )


def _private(known: DeclareDefaults) -> Block:
    choice = {"yes": "Only those invited may see it; it is not announced"}
    return checkbox_input("private", "Private", choice, ticked=("yes",) if known.is_private else ())


def _drill(known: DeclareDefaults) -> Block:
    choice = {"yes": "An exercise: pages nobody, counts nowhere"}
    return checkbox_input("drill", "Drill", choice, ticked=("yes",) if known.is_drill else ())
