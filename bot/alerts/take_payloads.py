"""Stored webhooks are read and decided: a batch of rows in one transaction."""

import json
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, select

from bot.alerts.ask_lineage import lineage_of
from bot.alerts.heard import Heard, Origin, heard_of, home_channel
from bot.alerts.reading.payloads.pagerduty import answered_keys
from bot.alerts.reading.read_payload import read_payload
from bot.alerts.take_alert import NO_NEWS, take_alerts
from bot.desk import Desk
from bot.inbox.dead_letters import bury, is_dead
from bot.oncall.answer_call import answer_by_key, by_incident
from bot.uow import UnitOfWork
from bot.write_together import write_alike
from models.alert import Alert
from models.inbox import InboxItem

#: The source whose tool we also call people by.
PAGERDUTY: Final = "pagerduty"

#: What a receipt says of such a message.
ANSWERED: Final = "a call was answered in PagerDuty"

#: What becomes of a row.
_SETTLED: Final = ("done_at", "fault", "outcome")

#: Asked with every batch, so built once.
_WAITING: Final = (
    select(InboxItem)
    .where(InboxItem.id.in_(bindparam("ids", expanding=True)), InboxItem.done_at.is_(None))
    .order_by(InboxItem.id)
    .with_for_update()
)


async def take_payloads(desk: Desk, rows: Sequence[InboxItem]) -> None:
    """Read and decide these rows, oldest first: each is done then, or dead. Raises: nothing was changed."""
    lineage = await lineage_of(desk)
    async with desk.store.unit() as uow:
        stored = (await uow.session.scalars(_WAITING, {"ids": [row.id for row in rows]})).all()
        heard: list[Heard] = []
        for row in stored:
            heard += _read(desk, row)
        taken = await take_alerts(uow, heard, lineage=lineage) if heard else []
        await _answer_calls(uow, stored)
        _settle(stored, taken, uow.now)
    count(desk, taken)


async def _answer_calls(uow: UnitOfWork, rows: Sequence[InboxItem]) -> None:
    """Whom we called by PagerDuty may have answered there; several answers lock incidents in one order."""
    told: dict[str, list[InboxItem]] = defaultdict(list)
    for row in rows:
        if row.source == PAGERDUTY and not is_dead(row):
            for key in answered_keys(json.loads(row.payload)):
                told[key].append(row)
    for key in await by_incident(uow.session, told):
        if await answer_by_key(uow, key):
            told[key][0].outcome = ANSWERED


def _settle(rows: Sequence[InboxItem], taken: Sequence[Alert], now: datetime) -> None:
    """What is not dead is done; said at the end, so that it is written once."""
    told = {alert.inbox_id for alert in taken}
    done = [row for row in rows if not is_dead(row)]
    for row in done:
        row.done_at, row.fault = now, None
        if row.id not in told and row.outcome is None:
            row.outcome = NO_NEWS
    write_alike(done, _SETTLED)


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
