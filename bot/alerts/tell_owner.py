"""Whoever took an alert on, or leads its incident, hears that it recovered, when, and after how long."""

from sqlalchemy import select

from bot.alerts.facts import time_of
from bot.incidents.find_roles import role_holders
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.incident import Incident
from models.known import Repeats
from models.outbox import OutboxItem
from models.vocabulary import Role, Stage


async def tell_owner(uow: UnitOfWork, concern: Concern, alert: Alert) -> None:
    """One direct message for each spell; none while it flaps, and none where nobody has it in hand.

    `alert` is the word of recovery, `concern` what came of it, with the times of its spell.
    """
    rule = uow.playbook.alerts.flapping
    if concern.is_flapping(uow.now, Repeats(count=rule.changes, within=time_of(rule.within))):
        return
    took_id = await _taken_by(uow, concern)
    owner_id = took_id or await _commander(uow, concern.incident_id)
    began_at, ended_at = concern.firing_since_at, concern.recovered_at or uow.now
    subject = f"recovered:{concern.fingerprint}:{int((began_at or ended_at).timestamp())}"
    if owner_id is None or await _is_told(uow, subject):
        return
    await uow.announce(
        "tell",
        # Who took the alert hears of the alert, which is all that they are told.
        incident=None if took_id else concern.incident_id,
        lane=f"person:{owner_id}",
        subject=subject,
        what="alert_recovered",
        person_id=owner_id,
        alert_id=alert.id,
        began_at=began_at.isoformat() if began_at else None,
        ended_at=ended_at.isoformat(),
    )


async def _taken_by(uow: UnitOfWork, concern: Concern) -> str | None:
    """Who said "it's mine" on the card of this spell."""
    if concern.card_alert_id is None:
        return None
    return await uow.session.scalar(select(Alert.taken_by_id).where(Alert.id == concern.card_alert_id))


async def _commander(uow: UnitOfWork, incident_id: int | None) -> str | None:
    if incident_id is None:
        return None
    still_open = select(Incident.id).where(Incident.id == incident_id, Incident.stage != Stage.CLOSED)
    if await uow.session.scalar(still_open) is None:
        return None
    return (await role_holders(uow.session, incident_id)).get(Role.COMMANDER)


async def _is_told(uow: UnitOfWork, subject: str) -> bool:
    told = select(OutboxItem.id).where(OutboxItem.subject == subject).limit(1)
    return await uow.session.scalar(told) is not None
