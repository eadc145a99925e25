"""Attach and detach by hand: someone knows better where an alert belongs; its whole concern goes along."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from bot.alerts.attach_alert import LONGEST_EXCERPT
from bot.alerts.carry_alerts import Carried, carry
from bot.alerts.load_facts import lock_deciding
from bot.alerts.message_link import kept_message_link
from bot.alerts.redraw_card import post_card, redraw_card
from bot.alerts.redraw_moved import redraw_cards_of, redraw_incident
from bot.incidents.lock_two import lock_two
from bot.incidents.see_incidents import visible_to
from bot.incidents.show_change import say
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.errors import FieldRefused, NotAllowed, NotFound, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.vocabulary import Stage


async def attach_alert_to(uow: UnitOfWork, alert_id: int, incident_id: int, *, by_id: str) -> Incident:
    """Let an alert, and all that its card stands for, belong to this incident, wherever it was before.

    Raises NotFound, NotAllowed, NothingToChange, AlreadyClosed, FieldRefused for a drill.
    """
    alert, concern = await _alert(uow, alert_id)
    before_id = await _open_one(uow, concern.incident_id if concern else alert.incident_id)
    if before_id == incident_id:
        raise NothingToChange(f"This alert belongs to INC-{incident_id} already.", "Nothing was changed.")
    if before_id is None and alert.incident_id is not None and not _fires_anew(alert, concern):
        raise NothingToChange(
            "This alert belongs to an incident that is closed.", "Reopen that one, if it goes on."
        )
    await _require_sees(uow, before_id, by_id)
    before, incident = await lock_two(uow, before_id or incident_id, incident_id)
    _require_real(incident)
    names = await _beside(uow, alert, concern, before_id)
    since_at = None if before_id else _since(alert, concern)
    carried = await carry(uow, before_id, incident.id, names, since_at=since_at)
    entry = await record_move(uow, EntryKind.ALERT_ATTACHED, incident, alert, carried=carried, by_id=by_id)
    if before_id is not None:
        # A private one is named nowhere else.
        to = None if incident.is_private else incident
        await record_move(uow, EntryKind.ALERT_DETACHED, before, alert, carried=carried, by_id=by_id, to=to)
        await redraw_incident(uow, before)
        await say(uow, before, "alert_detached", alert_id=alert.id, by_id=by_id, to_id=to.id if to else None)
    await _show(uow, "alert_attached", incident, entry)
    await redraw_cards_of(uow, names)
    return incident


async def detach_concern(uow: UnitOfWork, incident_id: int, fingerprint: str, *, by_id: str) -> Incident:
    """One alert leaves an incident, with its repeats; its card asks again.

    Raises NotFound, NothingToChange when it does not belong there, AlreadyClosed.
    """
    await lock_deciding(uow.session)
    incident = await uow.incident(incident_id)
    incident.require_open()
    here = select(Alert).where(Alert.fingerprint == fingerprint, Alert.incident_id == incident.id)
    alert = (await uow.session.scalars(here.order_by(Alert.id.desc()).limit(1))).one_or_none()
    if alert is None:
        raise NothingToChange(
            f"That alert does not belong to {incident.ref}.", "`/incident why` shows those that do."
        )
    carried = await carry(uow, incident.id, None, [fingerprint])
    spoke = {"card": await _ask_again(uow, alert)}
    entry = await record_move(
        uow, EntryKind.ALERT_DETACHED, incident, alert, carried=carried, by_id=by_id, more=spoke
    )
    await _show(uow, "alert_detached", incident, entry)
    return incident


async def _alert(uow: UnitOfWork, alert_id: int) -> tuple[Alert, Concern | None]:
    """The alert and its concern, for this transaction alone."""
    alert = await uow.session.get(Alert, alert_id)
    if alert is None:
        raise NotFound("There is no such alert.", "Look at the newest card in the channel.")
    await lock_deciding(uow.session)
    await uow.session.refresh(alert)
    return alert, await uow.session.get(Concern, alert.fingerprint, populate_existing=True)


async def _open_one(uow: UnitOfWork, incident_id: int | None) -> int | None:
    """Where it is worked on now: a concern keeps pointing to where it was once."""
    still_open = select(Incident.id).where(Incident.id == incident_id, Incident.stage != Stage.CLOSED)
    return (await uow.session.scalars(still_open)).one_or_none()


async def _require_sees(uow: UnitOfWork, incident_id: int | None, by_id: str) -> None:
    """Nobody takes an alert out of an incident that they may not see."""
    seen = select(Incident.id).where(Incident.id == incident_id, visible_to(by_id))
    if incident_id is not None and (await uow.session.scalars(seen)).one_or_none() is None:
        raise NotAllowed("This alert is handled where you cannot see it.", "Ask in the alert's thread.")


def _require_real(incident: Incident) -> None:
    incident.require_open()
    if incident.is_drill:
        raise FieldRefused(
            "incident",
            f"{incident.ref} is a drill, and the alert is real.",
            "Choose another one, or press Declare.",
        )


def _fires_anew(alert: Alert, concern: Concern | None) -> bool:
    """It came again since the incident to which this alert belonged was closed."""
    return concern is not None and concern.last_at > alert.received_at


def _since(alert: Alert, concern: Concern | None) -> datetime:
    """When the loose alerts began that go along: earlier ones are history."""
    began_at = concern.firing_since_at if concern else None
    return min(alert.received_at, began_at) if began_at else alert.received_at


async def _beside(
    uow: UnitOfWork, alert: Alert, concern: Concern | None, incident_id: int | None
) -> list[str]:
    """The fingerprints for which this alert's card speaks, and that are where it is."""
    names = {alert.fingerprint}
    if concern is not None and concern.card_alert_id == alert.id:
        same = select(Concern).where(Concern.card_alert_id == alert.id)
        for other in (await uow.session.scalars(same)).all():
            if await _open_one(uow, other.incident_id) == incident_id:
                names.add(other.fingerprint)
    return sorted(names)


async def record_move(
    uow: UnitOfWork,
    kind: EntryKind,
    incident: Incident,
    alert: Alert,
    *,
    carried: Carried,
    by_id: str,
    to: Incident | None = None,
    undoes: int | None = None,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> LedgerEntry:
    """What stands in the ledger; the entry of where it is now also knows the way back."""
    others = f" and {len(carried.fingerprints) - 1} more" if len(carried.fingerprints) > 1 else ""
    gone = f" (to {to.ref})" if to is not None else ""
    excerpt = (
        f": {alert.excerpt[:LONGEST_EXCERPT]}" if alert.excerpt and kind is EntryKind.ALERT_ATTACHED else ""
    )
    knows_back = undoes is None and (kind is EntryKind.ALERT_ATTACHED or carried.to_id is None)
    entry = incident.entry(
        kind,
        at=uow.now,
        by=by_id,
        text=f"{alert.title}{others}{gone}{excerpt}",
        alert=alert.id,
        source=alert.source,
        link=alert.link,
        concern=alert.fingerprint,
        moved=carried.as_detail() if knows_back else None,
        undoes=undoes,
    )
    entry.detail = {**entry.detail, **more}
    entry.message_channel_id, entry.message_ts = alert.channel_id, alert.message_ts
    entry.permalink = await kept_message_link(uow.session, alert.channel_id, alert.message_ts)
    uow.record(entry)
    await uow.session.flush()
    return entry


async def _show(uow: UnitOfWork, what: str, incident: Incident, entry: LedgerEntry) -> None:
    """The incident's card counts anew, and its channel is told who did it, with the way back."""
    await redraw_incident(uow, incident)
    alert_id = entry.detail["alert"]
    await say(uow, incident, what, alert_id=alert_id, by_id=entry.actor_id, undo_id=entry.id)


async def _ask_again(uow: UnitOfWork, alert: Alert) -> int | None:
    """By its card, whose alert comes back; where that speaks for others too, it gets one of its own."""
    await uow.session.refresh(alert)
    concern = await uow.session.get(Concern, alert.fingerprint, populate_existing=True)
    if concern is None:
        return None
    spoke_id = concern.card_alert_id
    card = await uow.session.get(Alert, spoke_id, populate_existing=True) if spoke_id else None
    if card is not None and card.fingerprint == alert.fingerprint:
        await redraw_card(uow, card, pressed=True)
    elif concern.is_firing:
        concern.card_alert_id = alert.id
        await post_card(uow, alert)
    return spoke_id
