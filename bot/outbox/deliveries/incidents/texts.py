"""Texts about the incident itself, in its channel: how bad, how far, who does what, what is in the way."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from bot.blocks.incidents import change_notice, role_notice
from bot.blocks.incidents.trouble import Trouble, trouble_notice, trouble_over
from bot.blocks.kit import Message, note
from bot.blocks.parts import Part, line, link, moment, person
from bot.blocks.views import IncidentView
from models.vocabulary import Role, Severity, Stage


def _stage(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return change_notice.stage_notice(
        view, before=Stage(facts["before"]), by_id=facts["by_id"], why=facts.get("why", "")
    )


def _severity(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return change_notice.severity_notice(
        view, before=Severity(facts["before"]), by_id=facts["by_id"], why=facts.get("why", "")
    )


def _reopened(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return change_notice.reopened_notice(view, by_id=facts.get("by_id"), why=facts.get("why", ""))


def _role_given(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return role_notice.role_assigned(
        view,
        Role(facts["role"]),
        facts["person_id"],
        by_id=facts["by_id"],
        relieved_id=facts.get("relieved_id"),
    )


def _role_released(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return role_notice.role_released(view, Role(facts["role"]), facts["person_id"], by_id=facts["by_id"])


def _role_vacated(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    roles = [Role(role) for role in facts["roles"]]
    return role_notice.left_notice(view, facts["person_id"], roles, why=facts.get("why", "left"))


def _call_linked(_view: IncidentView, facts: Mapping[str, Any]) -> Message:
    return note(line(person(facts["by_id"]), " added a call: ", link(facts["url"], facts["url"])))


def _declared_past(view: IncidentView, facts: Mapping[str, Any]) -> Message:
    times = (("began", view.began_at), ("noticed", view.noticed_at), ("fixed", view.fixed_at))
    said: list[Part] = [person(facts["by_id"]), " declared this after the fact."]
    for word, at in times:
        said += [f" It {word} ", moment(at), "."] if at else []
    return note(tuple(said))


INCIDENT: Final[Mapping[str, Callable[[IncidentView, Mapping[str, Any]], Message]]] = {
    "stage": _stage,
    "severity": _severity,
    "closed": lambda view, _: change_notice.close_notice(view),
    "reopened": _reopened,
    "role_given": _role_given,
    "role_released": _role_released,
    "role_vacated": _role_vacated,
    "call_linked": _call_linked,
    "declared_past": _declared_past,
    "trouble": lambda view, facts: trouble_notice(view, Trouble(facts["trouble"])),
    "trouble_over": lambda view, _: trouble_over(view),
}
