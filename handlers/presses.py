"""Buttons and menus: what each press does. Anyone who sees a button can press it, so each asks first."""

from datetime import timedelta
from typing import Final

from bot.blocks.incidents.declare_form import DeclareDefaults
from bot.blocks.incidents.hand_off import hand_off_offer
from bot.blocks.incidents.join_notice import join_answer
from bot.desk import Desk
from bot.incidents import assign_role, hand_off_role
from bot.incidents.acknowledge_incident import acknowledge as acknowledge_incident
from bot.incidents.join_incident import join as join_incident
from bot.incidents.show_hand_off import hand_off_view
from bot.incidents.show_incident import incident_view
from bot.updates.snooze_check_in import snooze_check_in
from handlers import (
    closing,
    forms_moves,
    presses_alerts,
    presses_causes,
    presses_ledger,
    presses_record,
    presses_silence,
    severity,
    verbs_backfill,
    verbs_breach,
    verbs_calls,
    verbs_cause,
    verbs_impact,
    verbs_oncall,
    verbs_proof,
    verbs_retention,
    verbs_runbooks,
    verbs_stages,
    verbs_suspect,
    verbs_windows,
)
from handlers.answer import Answer, Done, Replace, Say
from handlers.here import allow, incident_of
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listener, Listeners
from handlers.show_forms import show, show_declare, show_hand_over, show_update
from models.durations import Span
from models.errors import OfOlderVersion
from models.incident import HandOff
from models.promises import CheckIn
from models.vocabulary import Role, Stage


async def declare(desk: Desk, incoming: Incoming) -> Answer:
    """The Declare button of the overview and of App Home."""
    await allow(desk, incoming)
    return show_declare(desk, DeclareDefaults(), response_url=incoming.response_url)


async def acknowledge(desk: Desk, incoming: Incoming) -> Answer:
    """I have seen it."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await acknowledge_incident(uow, incoming.number, by_id=incoming.user_id)
    return Done()


async def take_command(desk: Desk, incoming: Incoming) -> Answer:
    """I lead."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await assign_role.assign(
            uow, incoming.number, Role.COMMANDER, incoming.user_id, by_id=incoming.user_id
        )
    return Done()


async def join(desk: Desk, incoming: Incoming) -> Answer:
    """Bring me into the channel; the Join button of the announcement."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await join_incident(uow, incoming.number, by_id=incoming.user_id)
    async with desk.store.reading() as session:
        return Say(join_answer(await incident_view(session, incoming.number, desk.clock())))


def opens(form: str, *, notes_only: bool = False) -> Listener:
    """A button that opens a form."""

    async def open_form(desk: Desk, incoming: Incoming) -> Answer:
        await allow(desk, incoming, incoming.number, notes_only=notes_only)
        return await show(desk, form, incoming.number)

    return open_form


async def update(desk: Desk, incoming: Incoming) -> Answer:
    """The form of an update; as it lies below others, for the stage that it was kept from."""
    await allow(desk, incoming, incoming.number)
    to = incoming.kept.get("to")
    return await show_update(desk, incoming.number, Stage(to) if to in set(Stage) else None)


async def more(desk: Desk, incoming: Incoming) -> Answer:
    """The menu behind the three dots: `edit:12`."""
    form, _, value = incoming.value.partition(":")
    number = number_in(value)
    await allow(desk, incoming, number)
    return await show(desk, form, number)


async def snooze(desk: Desk, incoming: Incoming) -> Answer:
    """`snooze_15`: this one check-in later, the cadence as it was."""
    await allow(desk, incoming, await incident_of(desk, CheckIn, incoming.number))
    span = Span(time=timedelta(minutes=number_in(incoming.name.removeprefix("snooze_"))))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await snooze_check_in(uow, incoming.number, span, by_id=incoming.user_id)
    return Done()


async def hand_over(desk: Desk, incoming: Incoming) -> Answer:
    """Let someone else owe the update: the form that gives the communications role."""
    incident_id = await incident_of(desk, CheckIn, incoming.number)
    await allow(desk, incoming, incident_id)
    return await show_hand_over(desk, incident_id, incoming.number)


async def answer_hand_off(desk: Desk, incoming: Incoming) -> Answer:
    """Accept or decline; only the one it was offered to can."""
    await allow(desk, incoming, await incident_of(desk, HandOff, incoming.number))
    accepts = incoming.name == "handoff_accept"
    async with desk.store.unit(incoming.inbox_id) as uow:
        await hand_off_role.answer(uow, incoming.number, by_id=incoming.user_id, accepts=accepts)
    async with desk.store.reading() as session:
        return Replace(hand_off_offer(await hand_off_view(session, incoming.number)))


PRESSES: Final[Listeners] = {
    "declare": declare,
    "acknowledge": acknowledge,
    "take_command": take_command,
    "join": join,
    "update": update,
    "advance": opens("advance"),
    "close": opens("close"),
    "extend_box": opens("extend_box"),
    "pause": opens("pause"),
    "contain": opens("contain"),
    "reopen": opens("reopen"),
    "more": more,
    "hand_over": hand_over,
    "handoff_accept": answer_hand_off,
    "handoff_decline": answer_hand_off,
    **presses_alerts.PRESSES,
    **presses_record.PRESSES,
    **presses_ledger.PRESSES,
    **presses_silence.PRESSES,
    **presses_causes.PRESSES,
    **severity.PRESSES,
    **forms_moves.PRESSES,
    **verbs_runbooks.PRESSES,
    **verbs_stages.PRESSES,
    **verbs_windows.PRESSES,
    **verbs_retention.PRESSES,
    **verbs_backfill.PRESSES,
    **verbs_cause.PRESSES,
    **verbs_suspect.PRESSES,
    **verbs_calls.PRESSES,
    **verbs_oncall.PRESSES,
    **verbs_impact.PRESSES,
    **verbs_breach.PRESSES,
    **verbs_proof.PRESSES,
    **closing.PRESSES,
}


async def press(desk: Desk, incoming: Incoming) -> Answer:
    """Find what a button does; one of an older version says what to do."""
    if incoming.name.startswith("snooze_"):
        return await snooze(desk, incoming)
    known = PRESSES.get(incoming.name)
    if known is None:
        raise OfOlderVersion
    return await known(desk, incoming)
