"""Forms that were sent off: read the fields, call the use case; what is wrong is said at the field."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from bot.blocks.updates.update_form import NO_NEXT
from bot.desk import Desk
from bot.incidents import assign_role, hand_off_role
from bot.incidents.advance_stage import advance as advance_stage
from bot.incidents.close_incident import close as close_incident
from bot.incidents.edit_incident import edit as edit_incident
from bot.incidents.link_call import link_call
from bot.incidents.reopen_incident import reopen as reopen_incident
from bot.updates.hand_over_check_in import hand_over_check_in
from bot.updates.post_update import post_update
from handlers import (
    closing,
    forms_alerts,
    forms_declare,
    forms_ledger,
    forms_moves,
    forms_silence,
    severity,
    verbs_alerts,
    verbs_backfill,
    verbs_breach,
    verbs_calls,
    verbs_cause,
    verbs_impact,
    verbs_proof,
    verbs_retention,
    verbs_runbooks,
    verbs_stages,
    verbs_suspect,
    verbs_windows,
)
from handlers.answer import Answer, Done, Redraw
from handlers.here import incident_of, incident_of_form
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners
from handlers.show_forms import show_advance, show_close, show_update
from models.durations import parse_span
from models.errors import GateHolds, OfOlderVersion
from models.promises import CheckIn
from models.vocabulary import Outcome, Role, Stage, Symptom


async def edit(desk: Desk, incoming: Incoming) -> Answer:
    """Title, domain, symptom, asset."""
    fields = incoming.fields
    symptom = Symptom(fields["symptom"]) if "symptom" in fields else None
    changes = {
        "title": fields.get("title", ""),
        "domain": fields.get("domain"),
        "symptom": symptom,
        "asset": fields.get("asset"),
    }
    return await _act(desk, incoming, edit_incident, changes)


async def update(desk: Desk, incoming: Incoming) -> Answer:
    """What is told, where it stands, and when the next word comes.

    Words take long to write: others may change the incident meanwhile, unless this moves the stage, too. What
    a gate wants of that has its button on the form then, beside what was typed.
    """
    incident_id = await incident_of_form(desk, incoming)
    fields, kept = incoming.fields, incoming.kept
    due = fields.get("next_due", NO_NEXT)
    moves = "stage" in fields and fields["stage"] != kept.get("stage")
    message, target = fields.get("message", ""), Stage(fields["stage"]) if moves else None
    try:
        async with desk.store.unit(incoming.inbox_id) as uow:
            await post_update(
                uow,
                incident_id,
                message,
                by_id=incoming.user_id,
                stage=target,
                next_due=None if due == NO_NEXT else parse_span(due),
                seen_version=kept.get("version") if moves else None,
            )
    except GateHolds as holds:
        if _lists(incoming, holds) and kept.get("to") == target:
            raise
        return Redraw((await show_update(desk, incident_id, target, message=message, next_due=due)).view)
    return Done()


async def advance(desk: Desk, incoming: Incoming) -> Answer:
    """The chosen stage, and why."""
    fields = incoming.fields
    return await _leave(
        desk,
        incoming,
        advance_stage,
        Stage(fields["stage"]),
        why=fields.get("reason", ""),
        override=fields.get("override", ""),
    )


async def close(desk: Desk, incoming: Incoming) -> Answer:
    """How it ended, what it was, what was done."""
    fields = incoming.fields
    return await _leave(
        desk,
        incoming,
        close_incident,
        Outcome(fields["outcome"]),
        cause=fields.get("cause", ""),
        remedy=fields.get("remedy", ""),
        fixed_at=incoming.moment("fixed_at"),
        override=fields.get("override", ""),
        stays=fields.get("stays", ""),
        effect=fields.get("effect", ""),
    )


async def reopen(desk: Desk, incoming: Incoming) -> Answer:
    """Why it is taken up again."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await reopen_incident(uow, incident_id, by_id=incoming.user_id, why=incoming.fields.get("reason", ""))
    return Done()


async def assign(desk: Desk, incoming: Incoming) -> Answer:
    """Who gets which role."""
    incident_id = await incident_of_form(desk, incoming)
    role, holder_id = Role(incoming.fields["role"]), incoming.fields["user"]
    check_in_id = incoming.kept.get("check_in")
    if check_in_id is not None and await incident_of(desk, CheckIn, number_in(check_in_id)) != incident_id:
        raise OfOlderVersion
    async with desk.store.unit(incoming.inbox_id) as uow:
        if check_in_id is not None and role is Role.COMMUNICATIONS:
            await hand_over_check_in(uow, number_in(check_in_id), holder_id, by_id=incoming.user_id)
        else:
            await assign_role.assign(uow, incident_id, role, holder_id, by_id=incoming.user_id)
    return Done()


async def hand_off(desk: Desk, incoming: Incoming) -> Answer:
    """Which role goes to whom, with a note."""
    incident_id = await incident_of_form(desk, incoming)
    fields = incoming.fields
    async with desk.store.unit(incoming.inbox_id) as uow:
        await hand_off_role.offer(
            uow,
            incident_id,
            Role(fields["role"]),
            to_id=fields["to"],
            by_id=incoming.user_id,
            note=fields.get("note", ""),
        )
    return Done()


async def call_link(desk: Desk, incoming: Incoming) -> Answer:
    """Where the call is."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await link_call(uow, incident_id, incoming.fields.get("url", ""), by_id=incoming.user_id)
    return Done()


async def _act(
    desk: Desk, incoming: Incoming, use_case: Callable[..., Awaitable[Any]], *what: Any, **more: Any
) -> Answer:
    """A change that must not be made over somebody else's: it bears the version that the form showed."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        version = incoming.kept.get("version")
        await use_case(uow, incident_id, *what, by_id=incoming.user_id, seen_version=version, **more)
    return Done()


async def _leave(
    desk: Desk, incoming: Incoming, use_case: Callable[..., Awaitable[Any]], *what: Any, **more: Any
) -> Answer:
    """Leave a stage; what a gate wants that has no button on the form gets one there."""
    try:
        return await _act(desk, incoming, use_case, *what, **more)
    except GateHolds as holds:
        if _lists(incoming, holds):
            raise
        if incoming.name == "close":
            return Redraw((await show_close(desk, holds.incident_id)).view)
        return Redraw((await show_advance(desk, holds.incident_id, holds.missing)).view)


def _lists(incoming: Incoming, holds: GateHolds) -> bool:
    """Whether the form has a button for all that is missing already."""
    return {each.verb for each in holds.missing} <= set(incoming.kept.get("listed") or ())


FORMS: Final[Listeners] = {
    "edit": edit,
    "update": update,
    "advance": advance,
    "close": close,
    "reopen": reopen,
    "assign_role": assign,
    "hand_off": hand_off,
    "call_link": call_link,
    **severity.FORMS,
    **forms_declare.FORMS,
    **forms_silence.FORMS,
    **forms_alerts.FORMS,
    **verbs_alerts.FORMS,
    **forms_moves.FORMS,
    **verbs_runbooks.FORMS,
    **verbs_stages.FORMS,
    **verbs_windows.FORMS,
    **verbs_retention.FORMS,
    **verbs_backfill.FORMS,
    **verbs_cause.FORMS,
    **forms_ledger.FORMS,
    **verbs_suspect.FORMS,
    **verbs_impact.FORMS,
    **verbs_calls.FORMS,
    **verbs_breach.FORMS,
    **verbs_proof.FORMS,
    **closing.FORMS,
}
