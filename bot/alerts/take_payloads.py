"""Stored webhooks are read and decided: a batch of rows in one transaction."""

import json
from collections.abc import Sequence

from sqlalchemy import select

from bot.alerts.ask_lineage import lineage_of
from bot.alerts.heard import Heard, Origin, heard_of, home_channel
from bot.alerts.reading.read_payload import read_payload
from bot.alerts.take_alert import NO_NEWS, take_alerts
from bot.desk import Desk
from bot.inbox.dead_letters import bury, is_dead
from models.alert import Alert
from models.inbox import InboxItem


async def take_payloads(desk: Desk, rows: Sequence[InboxItem]) -> None:
    """Read and decide these rows, oldest first: each is done then, or dead. Raises: nothing was changed."""
    lineage = await lineage_of(desk)
    async with desk.store.unit() as uow:
        waiting = select(InboxItem).where(
            InboxItem.id.in_([row.id for row in rows]), InboxItem.done_at.is_(None)
        )
        stored = (await uow.session.scalars(waiting.order_by(InboxItem.id).with_for_update())).all()
        heard: list[Heard] = []
        for row in stored:
            heard += _read(desk, row)
            if not is_dead(row):
                row.done_at, row.fault = uow.now, None
        taken = await take_alerts(uow, heard, lineage=lineage) if heard else []
        _say_what_was_no_news(stored, taken)
    count(desk, taken)


def _say_what_was_no_news(rows: Sequence[InboxItem], taken: Sequence[Alert]) -> None:
    told = {alert.inbox_id for alert in taken}
    for row in rows:
        if row.id not in told and row.done_at is not None and row.outcome is None:
            row.outcome = NO_NEWS


def count(desk: Desk, taken: Sequence[Alert]) -> None:
    """Let the metrics show what was decided."""
    for alert in taken:
        desk.metrics.alert_decided(alert.decision)


def _read(desk: Desk, row: InboxItem) -> list[Heard]:
    reading = read_payload(json.loads(row.payload), row.source)
    if reading.unreadable:
        bury(row, reading.ignored or "no reader understands it")
        return []
    row.outcome = reading.ignored
    origin = Origin(inbox_id=row.id, alert_channel_id=home_channel(desk))
    return heard_of(desk, reading.signals, origin)
