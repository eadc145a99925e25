"""The forms that move alerts and incidents, sent off; and the buttons that lead there, or take back."""

from collections.abc import Mapping
from typing import Final

from bot.alerts.choose_alerts import fingerprints_of, newest_alert
from bot.alerts.move_alerts import attach_alert_to, detach_concern
from bot.blocks.kit import note
from bot.blocks.parts import line, person
from bot.desk import Desk
from bot.incidents.change_severity import change_severity
from bot.incidents.merge_incidents import merge as merge_incidents
from bot.incidents.split_incident import split as split_incident
from bot.incidents.undo_move import ends_of, undo_move
from handlers.answer import Answer, Done, Open, Redraw, Replace
from handlers.here import allow, incident_of_form
from handlers.incidents.show_moves import show_merge, show_split
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners
from models.errors import FieldRefused, NotFound, OfOlderVersion
from models.ledger import EntryKind, LedgerEntry
from models.vocabulary import Severity

#: What the message says of its move once that is undone; the entry's own words follow.
UNDONE: Final[Mapping[EntryKind, str]] = {
    EntryKind.MERGED: "the merge of ",
    EntryKind.SPLIT: "the split of ",
    EntryKind.ALERT_ATTACHED: "attaching ",
    EntryKind.ALERT_DETACHED: "detaching ",
}


async def attach_here(desk: Desk, incoming: Incoming) -> Answer:
    """The incident was named, the alert chosen."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.reading() as session:
        alert_id = await newest_alert(session, _fingerprint(incoming))
    if alert_id is None:
        raise FieldRefused("alert", "That alert is not there any more.", "Choose another one.")
    async with desk.store.unit(incoming.inbox_id) as uow:
        await attach_alert_to(uow, alert_id, incident_id, by_id=incoming.user_id)
    return Done()


async def detach(desk: Desk, incoming: Incoming) -> Answer:
    """One alert leaves."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await detach_concern(uow, incident_id, _fingerprint(incoming), by_id=incoming.user_id)
    return Done()


async def merge_into(desk: Desk, incoming: Incoming) -> Answer:
    """The other incident is chosen: what will move is shown, and asked about."""
    incident_id = await incident_of_form(desk, incoming)
    into_id = number_in(incoming.fields.get("into"))
    return Redraw(await show_merge(desk, incoming, incident_id, into_id))


async def merge(desk: Desk, incoming: Incoming) -> Answer:
    """It is confirmed."""
    incident_id, into_id = await incident_of_form(desk, incoming), number_in(incoming.kept.get("into"))
    await allow(desk, incoming, into_id)
    why = incoming.fields.get("reason", "")
    async with desk.store.unit(incoming.inbox_id) as uow:
        await merge_incidents(uow, incident_id, into_id, by_id=incoming.user_id, why=why)
    return Done()


async def split(desk: Desk, incoming: Incoming) -> Answer:
    """Some alerts become an incident of their own; one form makes one incident."""
    incident_id = await incident_of_form(desk, incoming)
    fields = incoming.fields
    async with desk.store.reading() as session:
        names = await fingerprints_of(session, incident_id, fields.get("alerts", ()))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await uow.once(f"declared:{incoming.view_id}")
        await split_incident(
            uow,
            incident_id,
            names,
            title=fields.get("title", ""),
            severity=Severity(fields["severity"]),
            by_id=incoming.user_id,
        )
    return Done()


async def undo(desk: Desk, incoming: Incoming) -> Answer:
    """Take back what a message tells of; it says so from then on."""
    async with desk.store.reading() as session:
        entry = await session.get(LedgerEntry, incoming.number)
    if entry is None:
        raise NotFound("There is nothing to undo.", "`/incident timeline` shows what happened.")
    for incident_id in ends_of(entry):
        await allow(desk, incoming, incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await undo_move(uow, entry.id, by_id=incoming.user_id)
    return Replace(note(line("Undone by ", person(incoming.user_id), f": {UNDONE[entry.kind]}{entry.text}")))


async def raise_severity(desk: Desk, incoming: Incoming) -> Answer:
    """`7:sev1`: as bad as what was merged into it."""
    number, _, severity = incoming.value.partition(":")
    if severity not in set(Severity):
        raise OfOlderVersion
    await allow(desk, incoming, number_in(number))
    async with desk.store.unit(incoming.inbox_id) as uow:
        await change_severity(uow, number_in(number), Severity(severity), by_id=incoming.user_id)
    return Done()


async def press_merge(desk: Desk, incoming: Incoming) -> Answer:
    """`7:3`: what will move from the one into the other, to be confirmed."""
    number, _, into = incoming.value.partition(":")
    await allow(desk, incoming, number_in(number))
    return Open(await show_merge(desk, incoming, number_in(number), number_in(into)))


def _fingerprint(incoming: Incoming) -> str:
    return str(incoming.fields.get("alert", "")).removeprefix("alert:")


async def press_split(desk: Desk, incoming: Incoming) -> Answer:
    """What of this is a problem of its own? The form that splits."""
    await allow(desk, incoming, incoming.number)
    return await show_split(desk, incoming.number)


FORMS: Final[Listeners] = {
    "attach_here": attach_here,
    "detach_alert": detach,
    "merge_into": merge_into,
    "merge": merge,
    "split": split,
}

PRESSES: Final[Listeners] = {
    "undo_move": undo,
    "merge_into": press_merge,
    "severity_to": raise_severity,
    "storm_split": press_split,
}
