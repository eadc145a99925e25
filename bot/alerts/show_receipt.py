"""What `breakwater alerts show` prints: a receipt, or one alert, for people and for programs."""

import asyncio
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.alerts.read_receipt import (
    AlertFate,
    Receipt,
    alert_number,
    read_fate,
    read_receipt,
    receipt_number,
)
from bot.database import one_look
from bot.migrate import require_schema
from models.errors import NotFound

Shown = Receipt | tuple[AlertFate, str | None]


def find_shown(database_url: str, name: str) -> Shown:
    """Of a receipt (`r12`) or an alert (`a45`). Raises NotFound, SchemaRefused, SQLAlchemyError."""
    require_schema(database_url)
    return asyncio.run(_find(database_url, name))


def as_document(shown: Shown) -> dict[str, Any]:
    """For programs."""
    if isinstance(shown, Receipt):
        return shown.as_document()
    fate, receipt = shown
    return {**asdict(fate), "receipt": receipt}


def lines_of(shown: Shown) -> Iterator[str]:
    """For people."""
    if not isinstance(shown, Receipt):
        fate, receipt = shown
        yield from _fate(fate)
        if receipt:
            yield f"  came with the webhook {receipt}"
        return
    state = shown.state.replace("_", " ")
    yield f"{shown.receipt}: {shown.source}, received {shown.received_at:%Y-%m-%d %H:%M:%S} UTC, {state}"
    if shown.ignored:
        yield f"  {shown.ignored}"
    for fate in shown.alerts:
        yield from _fate(fate)


def _fate(fate: AlertFate) -> Iterator[str]:
    led = f" {fate.incident}" if fate.incident else ""
    yield f"{fate.id}: {' '.join(fate.title.split())} ({fate.status})"
    yield f"  {fate.decision}{led}: {fate.reason}"


async def _find(database_url: str, name: str) -> Shown:
    found: Shown | None = None
    async with one_look(database_url) as session:
        if (receipt := receipt_number(name)) is not None:
            found = await read_receipt(session, receipt)
        elif (alert := alert_number(name)) is not None:
            found = await read_fate(session, alert)
    if found is None:
        raise NotFound(
            f"There is no receipt or alert {name}.", "Give a receipt as r12, or an alert's number as a45."
        )
    return found
