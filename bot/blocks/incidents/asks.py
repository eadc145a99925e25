"""What an incident asks of whom, worked out from where it stands."""

from dataclasses import dataclass
from typing import assert_never

from bot.blocks.parts import Line, code, line, moment, person
from bot.blocks.views import IncidentView
from models.vocabulary import Role, Stage, Symptom


@dataclass(frozen=True)
class Ask:
    """Something asked; of nobody in particular where `who_id` is none."""

    who_id: str | None
    what: Line

    def as_line(self) -> Line:
        """Say it, the person first."""
        return line(person(self.who_id) if self.who_id else "Anyone", ": ", *self.what)


def asks_of(view: IncidentView) -> tuple[Ask, ...]:
    """List what is asked now, the most pressing first; nothing of a closed incident."""
    if not view.is_open:
        return ()
    asks = []
    if view.overdue and view.next_update_at:
        asks.append(
            Ask(view.next_update_owner_id, ("post the update that was due ", moment(view.next_update_at)))
        )
    if not view.acknowledged_at:
        asks.append(Ask(None, line("acknowledge, so that others know it is seen")))
    if not view.commander_id:
        asks.append(Ask(None, line("take command")))
    if view.symptom is Symptom.PRIVACY and not view.is_private:
        asks.append(Ask(view.commander_id, line("if personal data is involved: ", code("/incident breach"))))
    asks.append(_work_of(view))
    return tuple(asks)


def _work_of(view: IncidentView) -> Ask:
    """Say what the stage itself is for, to whoever answers for that work."""
    match view.stage:
        case Stage.TRIAGE:
            return _ask(view, "find out what is wrong, how bad, and whom it reaches", Role.COMMANDER)
        case Stage.CONTAINMENT:
            return _ask(view, "keep bad data from being read or passed on", Role.LEAD_ENGINEER)
        case Stage.ANALYSIS:
            return _ask(view, "find the cause; note what was ruled out", Role.LEAD_ENGINEER)
        case Stage.REMEDIATION:
            return _ask(view, "fix it, and recompute what is wrong downstream", Role.LEAD_ENGINEER)
        case Stage.VERIFICATION:
            return _ask(view, "check the figures against a baseline, then close", Role.LEAD_ANALYST)
        case Stage.CLOSED:
            return Ask(None, line("nothing"))
        case never:
            assert_never(never)


def _ask(view: IncidentView, what: str, role: Role) -> Ask:
    return Ask(view.holder(role) or view.commander_id, line(what))
