"""Promote: what looked wrong is an incident, which begins with all that was said so far."""

from dataclasses import replace

from bot.alerts.message_link import kept_message_link
from bot.incidents.declare_incident import Report, declare
from bot.incidents.show_change import tell
from bot.suspicions.find_suspicion import locked, redraw
from bot.uow import UnitOfWork
from models.evidence_guard import kept_words
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.place import Place
from models.suspicion import Suspicion


async def promote(uow: UnitOfWork, suspicion_id: int, report: Report) -> Incident:
    """Declare it, with the question as its first note; the thread follows, with its own times.

    Whoever asked noticed it, and is invited. Raises FieldRefused, NotFound, NothingToChange.
    """
    suspicion = await locked(uow, suspicion_id)
    suspicion.require_open()
    link = await kept_message_link(uow.session, suspicion.channel_id, suspicion.message_ts)
    incident = await declare(
        uow,
        replace(
            report,
            noticed_at=suspicion.asked_at,
            origin_channel_id=suspicion.channel_id,
            origin_ts=suspicion.message_ts,
            origin_link=link,
        ),
    )
    await uow.session.flush()
    suspicion.become(incident.id)
    _record_question(uow, incident, suspicion, link)
    await _bring_along(uow, incident, suspicion)
    return incident


def _record_question(uow: UnitOfWork, incident: Incident, suspicion: Suspicion, link: str | None) -> None:
    entry = incident.entry(
        EntryKind.NOTE_ADDED,
        at=uow.now,
        by=suspicion.asked_by_id,
        text=kept_words(suspicion.words),
        suspicion=suspicion.id,
        about=suspicion.about_link,
    )
    entry.at = suspicion.asked_at
    entry.message_channel_id, entry.message_ts = suspicion.channel_id, suspicion.message_ts
    entry.permalink = link
    uow.record(entry)


async def _bring_along(uow: UnitOfWork, incident: Incident, suspicion: Suspicion) -> None:
    """The thread so far, whoever asked, and the thread's root, once there is a channel to link."""
    place = await uow.session.get_one(Place, incident.id)
    await uow.announce(
        "carry_thread", incident=incident, after=suspicion.post_item_id, suspicion_id=suspicion.id
    )
    await redraw(uow, suspicion)
    await redraw(uow, suspicion, after=place.open_item_id)
    asker_id = suspicion.asked_by_id
    if asker_id == incident.declared_by_id:
        return
    invited = await uow.announce(
        "invite_people",
        incident=incident,
        after=place.open_item_id,
        priority=Priority.OPENING,
        people=[asker_id],
    )
    await uow.session.flush()
    facts = {"suspicion_id": suspicion.id, "incident_id": incident.id}
    await tell(uow, asker_id, "suspicion_declared", incident=incident, after=invited, **facts)
