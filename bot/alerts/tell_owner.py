"""Whoever took an alert on, or leads its incident, hears that it recovered, when, and after how long.

What recovers together is told together: a card or an incident may stand for many alerts.
"""

from typing import Any, Final

from sqlalchemy import select

from bot.alerts.facts import time_of
from bot.incidents.find_roles import role_holders
from bot.outbox.queue import lease_clock
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.incident import Incident
from models.known import Repeats
from models.outbox import OutboxItem, Priority, Standing
from models.vocabulary import Role

#: Seconds that the message waits for more to recover.
GATHERS_FOR: Final = 20.0

#: Alerts that one message knows by name; it counts the others.
MOST_NAMED: Final = 20

_OWNERS: Final = "owners_of_recovered"
_MESSAGES: Final = "messages_to_owners"


async def tell_owner(uow: UnitOfWork, concern: Concern, alert: Alert) -> None:
    """Once for each spell; not while it flaps, and not where nobody has it in hand.

    `alert` is the word of recovery, `concern` what came of it, with the times of its spell.
    """
    rule = uow.playbook.alerts.flapping
    if concern.is_flapping(uow.now, Repeats(count=rule.changes, within=time_of(rule.within))):
        return
    owner_id, incident_id = await _owner(uow, concern, alert.incident_id or concern.incident_id)
    if owner_id is None:
        return
    began_at, ended_at = concern.firing_since_at, concern.recovered_at or uow.now
    recovered = {
        "fingerprint": concern.fingerprint,
        "began_at": began_at.isoformat() if began_at else None,
        "ended_at": ended_at.isoformat(),
    }
    item = await _message(uow, owner_id, incident_id)
    known: list[dict[str, Any]] = item.intent["recovered"]
    if recovered in known:
        return
    if len(known) < MOST_NAMED:
        item.intent = {**item.intent, "recovered": [*known, recovered]}
    else:
        item.intent = {**item.intent, "more": item.intent["more"] + 1}


async def _owner(uow: UnitOfWork, concern: Concern, incident_id: int | None) -> tuple[str | None, int | None]:
    """Who said "it's mine" on its card, else who leads its incident, which only members may hear of."""
    known: dict[Any, tuple[str | None, int | None]] = uow.session.info.setdefault(_OWNERS, {})
    key = (concern.card_alert_id, incident_id)
    if key not in known:
        took_id = await _taken_by(uow, concern.card_alert_id)
        # Who took the alert hears of the alert, which is all that they are told.
        known[key] = (took_id, None) if took_id else (await _commander(uow, incident_id), incident_id)
    return known[key]


async def _taken_by(uow: UnitOfWork, card_alert_id: int | None) -> str | None:
    card = await uow.session.get(Alert, card_alert_id) if card_alert_id is not None else None
    return card.taken_by_id if card else None


async def _commander(uow: UnitOfWork, incident_id: int | None) -> str | None:
    incident = await uow.session.get(Incident, incident_id) if incident_id is not None else None
    if incident is None or not incident.is_open:
        return None
    return (await role_holders(uow.session, incident.id)).get(Role.COMMANDER)


async def _message(uow: UnitOfWork, owner_id: str, incident_id: int | None) -> OutboxItem:
    """The one that still gathers, where nobody renders it meanwhile; else a new one."""
    subject = f"recovered:{owner_id}:{incident_id or 0}"
    made: dict[str, OutboxItem] = uow.session.info.setdefault(_MESSAGES, {})
    if subject not in made:
        waiting = select(OutboxItem).where(
            OutboxItem.subject == subject,
            OutboxItem.standing == Standing.WAITING,
            OutboxItem.claimed_by.is_(None),
            OutboxItem.unsure_since.is_(None),
        )
        found = await uow.session.scalars(waiting.limit(1).with_for_update(skip_locked=True))
        made[subject] = found.one_or_none() or await _new(uow, subject, owner_id, incident_id)
    return made[subject]


async def _new(uow: UnitOfWork, subject: str, owner_id: str, incident_id: int | None) -> OutboxItem:
    facts: dict[str, Any] = {"what": "alert_recovered", "person_id": owner_id, "recovered": [], "more": 0}
    item = await uow.announce(
        "tell",
        incident=incident_id,
        lane=f"person:{owner_id}",
        subject=subject,
        priority=Priority.NOTICE,
        **facts,
    )
    item.free_at = await lease_clock(uow.session) + GATHERS_FOR
    return item
