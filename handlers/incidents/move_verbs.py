"""Verbs that move alerts between incidents: attach, detach, merge, split."""

from dataclasses import replace
from typing import Final

from bot.alerts.move_alerts import attach_alert_to, detach_concern
from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.desk import Desk
from handlers.alerts.attach_form import show_attach
from handlers.answer import Answer, Open, Say
from handlers.here import allow, incident_here
from handlers.incidents.show_moves import show_attach_here, show_detach, show_merge, show_split
from handlers.incoming import Incoming
from handlers.listeners import Verbs
from handlers.named import alerts_named, incident_named, named_in
from handlers.words import first_word, number_of
from models.alert import Alert
from models.errors import FieldRefused, NotAnIncidentChannel, NotFound


async def attach(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`attach INC-7 <link>`, or in the incident's channel `attach <link>`; what is missing is chosen."""
    await allow(desk, incoming)
    named = named_in(rest)
    incident_id = await incident_named(desk, incoming, named)
    alert_ids = await alerts_named(desk, incoming, named)
    if incident_id is None and not alert_ids:
        raise FieldRefused(
            "alert",
            "Which alert, and to which incident?",
            "`/incident attach INC-7` and the link to the alert's message.",
        )
    if incident_id is None:
        return await show_attach(desk, replace(incoming, value=str(alert_ids[0])))
    if not alert_ids:
        return await show_attach_here(desk, incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        for alert_id in alert_ids:
            await attach_alert_to(uow, alert_id, incident_id, by_id=incoming.user_id)
    return Say(note(line(f"Attached to INC-{incident_id}.")))


async def detach(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`detach <link>` or `detach 14` acts at once; in the incident's channel `detach` opens the form."""
    await allow(desk, incoming)
    named = named_in(rest)
    alert_ids = await alerts_named(desk, incoming, named)
    if not alert_ids:
        incident_id = await incident_named(desk, incoming, named)
        if incident_id is None:
            raise NotAnIncidentChannel("detach")
        return await show_detach(desk, incident_id)
    belonging = [await _belongs(desk, alert_id) for alert_id in alert_ids]
    for incident_id in sorted({incident_id for incident_id, _ in belonging}):
        await allow(desk, incoming, incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        for incident_id, fingerprint in belonging:
            await detach_concern(uow, incident_id, fingerprint, by_id=incoming.user_id)
    return Say(note(line(f"Detached from INC-{belonging[0][0]}. Its card asks again.")))


async def merge(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`merge INC-7 [why]`: the incident of this channel goes into that one; a form says what will move."""
    incident_id = await incident_here(desk, incoming, "merge")
    word, why = first_word(rest.removeprefix("into "))
    into_id = number_of(word)
    if word and into_id is None:
        raise FieldRefused("into", f"“{word}” is no incident.", "Say its number: `/incident merge INC-7`.")
    return Open(await show_merge(desk, incoming, incident_id, into_id, why))


async def split(desk: Desk, incoming: Incoming, _rest: str) -> Answer:
    """`split`: some of its alerts become an incident of their own."""
    return await show_split(desk, await incident_here(desk, incoming, "split"))


async def _belongs(desk: Desk, alert_id: int) -> tuple[int, str]:
    """Where an alert belongs now, and what it is. Raises NotFound."""
    async with desk.store.reading() as session:
        alert = await session.get(Alert, alert_id)
    if alert is None or alert.incident_id is None:
        raise NotFound("That alert belongs to no incident.", "`/incident why` shows those that do.")
    return alert.incident_id, alert.fingerprint


VERBS: Final[Verbs] = {
    "attach": attach,
    "detach": detach,
    "merge": merge,
    "split": split,
}
