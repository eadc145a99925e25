"""Stored webhooks are read and decided: a batch of rows in one transaction."""

import json
from collections.abc import Sequence

from bot.alerts.match_rules import matching_rules
from bot.alerts.reading.read_payload import read_payload
from bot.alerts.take_alert import Origin, take_alerts
from bot.desk import Desk
from bot.inbox.dead_letters import bury
from bot.uow import UnitOfWork
from models.inbox import InboxItem


async def take_payloads(desk: Desk, rows: Sequence[InboxItem]) -> None:
    """Read and decide these rows, oldest first: each is done then, or dead. Raises: nothing was changed."""
    async with desk.store.unit() as uow:
        for row in rows:
            await _take(desk, uow, await uow.session.get_one(InboxItem, row.id))


async def _take(desk: Desk, uow: UnitOfWork, row: InboxItem) -> None:
    reading = read_payload(json.loads(row.payload), row.source)
    if reading.unreadable:
        bury(row, reading.ignored or "no reader understands it")
        return

    rules, find_channel = desk.playbook.alerts.rules, desk.directory.channel
    await take_alerts(
        uow,
        reading.signals,
        Origin(inbox_id=row.id),
        lambda signal: matching_rules(rules, signal, None, find_channel),
    )
    row.done_at, row.outcome = uow.now, reading.ignored
