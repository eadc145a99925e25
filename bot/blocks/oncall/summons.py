"""The message in the incident's channel about people who are called together, edited in place."""

from collections.abc import Iterable
from typing import Final

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.blocks.kit import Message, actions, bullets, button, confirm, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.oncall.call_views import CallView, SummonsView
from bot.blocks.parts import Line, Part, beside, code, line, link, moment, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import CallState, SummonsKind, Way

#: How people say it.
WAY_WORDS: Final = {
    Way.SLACK: "Slack",
    Way.PAGERDUTY: "PagerDuty",
    Way.WEBHOOK: "gateway",
    Way.EMAIL: "e-mail",
}

_STATE_WORDS: Final = {
    CallState.PLACED: "on its way",
    CallState.DELIVERED: "delivered",
    CallState.ANSWERED: "answered",
    CallState.FAILED: "failed",
    CallState.WITHDRAWN: "no longer needed",
    CallState.PRETENDED: "would have been called",
}


def summons_notice(view: SummonsView) -> Message:
    """Say who is called, how, when, and what happened."""
    first, state = _headline(view), _state(view)
    calls = tuple(_called(person_id, calls) for person_id, calls in _by_person(view.calls).items())
    remarks = tuple(line(clip(one_line(remark), 300)) for remark in view.remarks[:10])
    why: Line = (clip(one_line(view.why), 500),) if view.why else ()
    blocks: list[Block] = [rich(first, why, *remarks)]
    if calls:
        blocks.append(bullets(*calls))
    blocks.append(rich(state))
    if view.is_incident_open and view.ended_at is None and view.kind is SummonsKind.LEVEL:
        blocks.append(actions(*_buttons(view)))
    return message(blocks, first, why, *remarks, *calls, state)


def call_failed(view: IncidentView, person_id: str, fault: str) -> Message:
    """Say aloud that nothing has reached someone."""
    told = line(*_drill(view), person(person_id), " could not be called by any way: ", one_line(fault), ".")
    return note(told, line("Tell them another way, or call someone else: ", code("/incident page"), "."))


def level_empty(view: IncidentView, name: str, remarks: Iterable[str]) -> Message:
    """Say that a level of the playbook has nobody to call."""
    first = line(*_drill(view), strong(f"Nobody to call as {one_line(name)}"), ".")
    return note(first, *(line(clip(one_line(remark), 300)) for remark in remarks))


def exhausted(view: IncidentView, policy: str) -> Message:
    """Say that everybody was called, and nobody answered."""
    first = line(*_drill(view), strong(f"Everyone of “{one_line(policy)}” was called, and nobody answered."))
    return note(
        first,
        line("Call someone by name: ", code("/incident page @ana why"), ". Acknowledge when you are on it."),
    )


def vendor_notice(view: IncidentView, name: str, how: str, url: str | None) -> Message:
    """Say whom to ask for help outside of the company, and how."""
    where: Line = (" ", link(url, "Go there")) if url else ()
    return note(line(*_drill(view), strong(f"Time to ask {one_line(name)}"), ": ", one_line(how), *where))


def _headline(view: SummonsView) -> Line:
    drill: Line = ("DRILL · ",) if view.is_drill else ()
    verb = "Would call" if view.is_drill else "Calling"
    whom = people_of(view.calls)
    as_what: Line = (" as ", strong(one_line(view.name))) if view.name else ()
    by: Line = (", asked by ", person(view.by_id)) if view.by_id else ()
    return line(*drill, f"{verb} ", *whom, *as_what, *by, ":" if view.why else ".")


def people_of(calls: Iterable[CallView]) -> Line:
    """Everyone who is called, by name."""
    named: list[Part] = []
    for person_id in _by_person(calls):
        named += [", ", person(person_id)] if named else [person(person_id)]
    return tuple(named) or ("nobody",)


def _state(view: SummonsView) -> Line:
    if view.ended_by_id and view.ended_at:
        return line(person(view.ended_by_id), " acknowledged ", moment(view.ended_at), ".")
    if view.ended_at:
        return line(
            "Nobody acknowledged; it went on to others." if view.is_incident_open else "The incident is over."
        )
    if view.due_at and not view.is_drill:
        return line("Unless somebody acknowledges, the next level is called ", moment(view.due_at), ".")
    if view.due_at:
        return line("Unless somebody acknowledges, it would go on ", moment(view.due_at), ".")
    return line("An answer shows here.")


def _called(person_id: str, calls: list[CallView]) -> Line:
    return line(person(person_id), ": ", *beside(*(_what_became(call) for call in calls)))


def _what_became(call: CallView) -> Line:
    fault = f": {clip(one_line(call.fault), 200)}" if call.fault else ""
    said = f"{WAY_WORDS[call.way]} {_STATE_WORDS[call.state]}"
    return line(said, *((" ", moment(call.at)) if call.state in _TIMED else ()), fault)


_TIMED: Final = frozenset({CallState.DELIVERED, CallState.ANSWERED})


def _by_person(calls: Iterable[CallView]) -> dict[str, list[CallView]]:
    found: dict[str, list[CallView]] = {}
    for call in calls:
        found.setdefault(call.person_id, []).append(call)
    return found


def _buttons(view: SummonsView) -> tuple[InteractiveElement, ...]:
    sure = confirm(
        "Call the next level?", "They are called at once, and not when the wait is over.", "Call them"
    )
    return (
        button("Acknowledge", "acknowledge", view.incident_id, style="primary"),
        button("Escalate now", "escalate_now", view.incident_id, confirm=sure),
    )


def _drill(view: IncidentView) -> Line:
    return ("DRILL · ",) if view.is_drill else ()
