"""Open a form that several rooms open, or that shows no more than an incident's view."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.blocks.closing import close_form
from bot.blocks.incidents import edit_form, role_form, severity_form
from bot.blocks.oncall import call_forms
from bot.blocks.stages import advance_form, stage_forms
from bot.blocks.updates import update_form
from bot.blocks.views import IncidentView, SeverityView
from bot.causes.read_causes import cause_sentence
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.ledger.changes import remedy_sentence
from bot.ledger.explain_changes import unexplained_changes
from bot.stages.read_ahead import read_ahead
from handlers.answer import Answer, Open
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.listeners import Listener
from models.durations import Span
from models.errors import AlreadyClosed, GateHolds, OfOlderVersion
from models.gates import passed_on
from models.missing import Missing
from models.vocabulary import Severity, Stage

Form = Callable[[Desk, IncidentView, str], dict[str, Any]]


def severities(desk: Desk) -> tuple[SeverityView, ...]:
    """The severities as the playbook defines them."""
    return tuple(
        SeverityView(
            severity=severity,
            means=desk.playbook.severity(severity).means,
            update_every_text=f"every {every.words.removeprefix('1 ')}"
            if (every := desk.playbook.update_every(severity))
            else "",
        )
        for severity in Severity
    )


async def show(desk: Desk, form: str, incident_id: int) -> Open:
    """One of the forms of an incident, by its callback id. Raises NotFound, AlreadyClosed."""
    if form in _READ_MORE:
        return await _READ_MORE[form](desk, incident_id)
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    if form != "reopen":
        require_open(view)
    if form not in FORMS:
        raise OfOlderVersion
    kept = keep(incident=view.id, version=view.version, stage=view.stage)
    return Open(FORMS[form](desk, view, kept))


async def show_close(desk: Desk, incident_id: int) -> Open:
    """The form of closing; where something temporary is in place, it asks why that stays."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        in_place = [each.text for each in await unexplained_changes(session, incident_id)]
        cause = await cause_sentence(session, incident_id)
        remedy = await remedy_sentence(session, incident_id)
        ahead = await read_ahead(session, desk.playbook, view.id, view.stage, view.severity)
    require_open(view)
    view = replace(view, cause=view.cause or cause, remedy=view.remedy or remedy)
    kept = _kept(view, ahead or view.wanted)
    holding = desk.playbook.holding_gates(view.severity)
    return Open(close_form.close_form(view, holding, ahead=ahead, in_place=in_place, private_metadata=kept))


async def show_advance(desk: Desk, incident_id: int, refused: Sequence[Missing] = ()) -> Open:
    """The form of advancing, with what every gate that holds still wants; for `refused` it has buttons."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        ahead = await read_ahead(session, desk.playbook, view.id, view.stage, view.severity)
    require_open(view)
    kept = _kept(view, refused or view.wanted)
    holding = desk.playbook.holding_gates(view.severity)
    form = advance_form.advance_form(view, holding, ahead, refused=refused, private_metadata=kept)
    return Open(form)


async def show_update(desk: Desk, incident_id: int, target: Stage | None = None, **typed: Any) -> Open:
    """The form of an update with what was typed; for a stage that gates keep it from, with what they want."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        ahead = await read_ahead(session, desk.playbook, view.id, view.stage, view.severity) if target else ()
    require_open(view)
    on_the_way = passed_on(view.stage, target) if target else ()
    missing = [each for each in ahead if each.stage in on_the_way]
    form = update_form.update_form(
        view,
        desk.playbook.update_every(view.severity),
        target=target,
        missing=missing,
        holding=desk.playbook.holding_gates(view.severity),
        private_metadata=_kept(view, missing, target),
        **typed,
    )
    return Open(form)


async def show_pause(desk: Desk, incident_id: int, until_at: datetime | None, because: str) -> Open:
    """The form of a pause, with what was typed of it."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    require_open(view)
    kept = keep(incident=view.id)
    return Open(_pause(desk, view, kept, until_at=until_at, because=because))


def require_open(view: IncidentView) -> None:
    """Forms of what is over make no sense. Raises AlreadyClosed."""
    if not view.is_open:
        raise AlreadyClosed(view.ref)


def keep(**kept: Any) -> str:
    """What a form carries for its own submission; anyone can read it, so ids only."""
    return json.dumps({key: value for key, value in kept.items() if value is not None})


def _kept(view: IncidentView, missing: Sequence[Missing], target: Stage | None = None) -> str:
    """What was seen when it was drawn; what has its buttons on it, by their verbs, and for which stage."""
    listed = sorted({each.verb for each in missing}) or None
    return keep(incident=view.id, version=view.version, stage=view.stage, listed=listed, to=target)


def _hand_off(desk: Desk, view: IncidentView, kept: str) -> dict[str, Any]:
    held = [role.role for role in view.roles]
    return role_form.hand_off_form(view, held, private_metadata=kept)


def _pause(
    desk: Desk, view: IncidentView, kept: str, *, until_at: datetime | None = None, because: str = ""
) -> dict[str, Any]:
    tomorrow = desk.playbook.working_hours.of().after(desk.clock(), Span(working_days=1))
    proposed_at = until_at or view.paused_until_at or tomorrow
    return stage_forms.pause_form(view, proposed_at, because=because, private_metadata=kept)


def opens(form: str, *, notes_only: bool = False) -> Listener:
    """A button that opens a form."""

    async def open_form(desk: Desk, incoming: Incoming) -> Answer:
        await allow(desk, incoming, incoming.number, notes_only=notes_only)
        return await show(desk, form, incoming.number)

    return open_form


def lists_all(incoming: Incoming, holds: GateHolds) -> bool:
    """Whether the form has a button for all that is missing already."""
    return {each.verb for each in holds.missing} <= set(incoming.kept.get("listed") or ())


#: Forms that show more than an incident's view holds.
_READ_MORE: Final[Mapping[str, Callable[[Desk, int], Awaitable[Open]]]] = {
    "close": show_close,
    "advance": show_advance,
    "update": show_update,
}

FORMS: Final[Mapping[str, Form]] = {
    "edit": lambda desk, view, kept: edit_form.edit_form(view, desk.playbook.domains, private_metadata=kept),
    "extend_box": lambda _, view, kept: stage_forms.extend_form(view, private_metadata=kept),
    "pause": _pause,
    "session": lambda desk, view, kept: stage_forms.session_form(
        view, desk.clock() + timedelta(hours=1), private_metadata=kept
    ),
    "contain": lambda _, view, kept: stage_forms.contain_form(view, private_metadata=kept),
    "contain_nothing": lambda _, view, kept: stage_forms.contain_form(
        view, how=stage_forms.NOTHING_CAN, private_metadata=kept
    ),
    "severity": lambda desk, view, kept: severity_form.severity_form(
        view, severities(desk), private_metadata=kept
    ),
    "reopen": lambda _, view, kept: close_form.reopen_form(view, private_metadata=kept),
    "assign_role": lambda _, view, kept: role_form.assign_role_form(view, private_metadata=kept),
    "hand_off": _hand_off,
    "call_link": lambda _, view, kept: call_forms.call_link_form(view, private_metadata=kept),
}
