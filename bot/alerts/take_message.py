"""A message was posted, or changed, in a watched channel: read it, and take in what it says."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import structlog
from sqlalchemy import select

from bot.alerts.ask_lineage import lineage_of
from bot.alerts.heard import Origin, heard_of
from bot.alerts.lineage import Lineage
from bot.alerts.load_facts import lock_deciding
from bot.alerts.message_link import message_link
from bot.alerts.reading.read_message import Reading, read_event
from bot.alerts.take_alert import NO_NEWS, take_alerts
from bot.desk import Desk
from bot.uow import UnitOfWork
from models.alert import Alert
from models.signal import Signal

log = structlog.get_logger("alerts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What became of a message."""

    alerts: tuple[Alert, ...] = ()
    #: Why it changed nothing, where it did not.
    ignored: str | None = None


def watches(desk: Desk, channel_id: str | None) -> bool:
    """Whether alerts are read in a channel."""
    return channel_id is not None and channel_id in {
        desk.directory.channel(name) for name in desk.playbook.watch
    }


async def take_message(desk: Desk, event: Mapping[str, Any], receipt: int | None = None) -> Taken:
    """Take in a `message` event. Junk is ignored with a reason, never raised.

    With alerts in it, the inbox row `receipt` is worked off in the transaction that stores them; what is
    ignored leaves the row to the caller. Raises AlreadyReceived for a redelivery.
    """
    if not watches(desk, event.get("channel") if isinstance(event.get("channel"), str) else None):
        return Taken(ignored="its channel is not watched")
    own = frozenset({desk.identity.user_id, desk.identity.bot_id} - {""})
    reading = read_event(event, own_ids=own)
    if reading.ignored is not None:
        log.debug("message_ignored", channel=reading.channel_id, ts=reading.message_ts, why=reading.ignored)
        return Taken(ignored=reading.ignored)
    lineage = await lineage_of(desk)
    async with desk.store.unit(receipt) as uow:
        taken = await _take(uow, desk, reading, receipt, lineage)
    for alert in taken.alerts:
        desk.metrics.alert_decided(alert.decision)
        log.info(
            "alert_decided", alert=alert.id, source=alert.source, decision=alert.decision, why=alert.reason
        )
    return taken


async def _take(
    uow: UnitOfWork, desk: Desk, reading: Reading, receipt: int | None, lineage: Lineage | None
) -> Taken:
    await lock_deciding(uow.session)  # a message and its edit may come to two replicas at once
    new = await _news(uow, reading)
    if not new:
        return Taken(ignored="it says nothing that is not known already")
    origin = Origin(
        inbox_id=receipt,
        channel_id=reading.channel_id,
        message_ts=reading.message_ts,
        link=message_link(desk.identity.team_url, reading.channel_id, reading.message_ts),
        alert_channel_id=reading.channel_id,
    )
    alerts = await take_alerts(uow, heard_of(desk, new, origin), together=True, lineage=lineage)
    return Taken(alerts=tuple(alerts), ignored=None if alerts else NO_NEWS)


async def _news(uow: UnitOfWork, reading: Reading) -> tuple[Signal, ...]:
    """What this message did not say before: Slack tells of an edit also when it only unfolds a link."""
    of_message = select(Alert).where(
        Alert.channel_id == reading.channel_id, Alert.message_ts == reading.message_ts
    )
    before = (await uow.session.scalars(of_message.order_by(Alert.id))).all()
    if reading.is_reply and not before:
        return ()
    if before and not reading.is_edit:
        return ()
    said = {alert.fingerprint: alert.status for alert in before}
    return tuple(signal for signal in reading.signals if said.get(signal.fingerprint) is not signal.status)
