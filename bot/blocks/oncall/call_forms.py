"""The forms that call people: someone by name, the next level of the policy, and the link of the call."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.blocks.inputs import person_input, select_input, text_input
from bot.blocks.kit import modal, rich
from bot.blocks.limits import one_line
from bot.blocks.parts import Line, line, moment, person, strong
from bot.blocks.views import IncidentView

#: What a reason may hold.
LONGEST_WHY: Final = 500


@dataclass(frozen=True, kw_only=True)
class NextLevelView:
    """Where the escalation of an incident stands, and what comes next."""

    #: `level 2 of 3 of “the worst”`.
    name: str
    #: Whom it calls, as the playbook writes them.
    calls: tuple[str, ...]
    due_at: datetime | None = None
    acknowledged_by_id: str | None = None
    acknowledged_at: datetime | None = None


def page_form(view: IncidentView, groups: Mapping[str, str], *, private_metadata: str = "") -> dict[str, Any]:
    """Build the form that calls someone; `groups` are teams and roles, by their words."""
    group = select_input(
        "group",
        "A team or role",
        groups,
        optional=True,
        hint="Whoever is on call for it, or holds it, is called.",
    )
    blocks = [
        person_input("person", "Whom", optional=True),
        *((group,) if groups else ()),
        text_input(
            "why",
            "Why",
            optional=True,
            max_length=LONGEST_WHY,
            placeholder="What you need from them",
            hint="They are called by the way that the playbook gives for this hour, and by Slack.",
        ),
    ]
    return modal(
        callback_id="page",
        title=f"Call into {view.ref}",
        submit="Call",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def escalate_form(view: IncidentView, level: NextLevelView, *, private_metadata: str = "") -> dict[str, Any]:
    """Build the form that calls the next level; it says who that is."""
    blocks = [
        rich(
            line("Next is ", strong(one_line(level.name)), ": ", ", ".join(map(one_line, level.calls)), "."),
            _standing(level),
        ),
        text_input("why", "Why now", optional=True, max_length=LONGEST_WHY, placeholder="What has changed"),
    ]
    return modal(
        callback_id="escalate",
        title=f"Escalate {view.ref}",
        submit="Call them now",
        blocks=blocks,
        private_metadata=private_metadata,
    )


def _standing(level: NextLevelView) -> Line:
    if level.acknowledged_by_id and level.acknowledged_at:
        return line(person(level.acknowledged_by_id), " acknowledged ", moment(level.acknowledged_at), ".")
    if level.due_at:
        return line("Nobody has acknowledged yet; without you it is called ", moment(level.due_at), ".")
    return line("Nobody has acknowledged, and nothing is called by itself any more.")


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
