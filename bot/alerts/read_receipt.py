"""What became of a webhook, by its receipt: per alert what was decided, and why."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.say_reason import sayable
from bot.inbox.dead_letters import is_dead
from models.alert import Alert
from models.inbox import InboxItem
from models.incident import Incident

State = Literal["waiting", "decided", "dead_letter"]

#: Said instead of a reason that could name a private incident.
ELSEWHERE: Final = "It is handled where you cannot see it."

_RECEIPT: Final = re.compile(r"r(\d{1,9})", re.ASCII | re.IGNORECASE)
_ALERT: Final = re.compile(r"a?(\d{1,9})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertFate:
    """What was decided about one alert."""

    id: str
    title: str
    status: str
    fingerprint: str
    decision: str
    reason: str
    #: `INC-12`; none where there is none, or where it is private.
    incident: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one webhook."""

    receipt: str
    source: str
    received_at: datetime
    state: State
    alerts: tuple[AlertFate, ...] = ()
    #: Why there is no alert, where there is none.
    ignored: str | None = None

    def as_document(self) -> dict[str, Any]:
        """For programs."""
        return {**asdict(self), "received_at": self.received_at.isoformat()}


def receipt_name(inbox_id: int) -> str:
    """`r12`."""
    return f"r{inbox_id}"


def receipt_number(name: str) -> int | None:
    """The row of a receipt; none where the word is no receipt."""
    found = _RECEIPT.fullmatch(name)
    return int(found[1]) if found else None


def alert_number(name: str) -> int | None:
    """The alert of `a45` or `45`; none where the word is no alert's."""
    found = _ALERT.fullmatch(name)
    return int(found[1]) if found else None


async def read_receipt(session: AsyncSession, inbox_id: int) -> Receipt | None:
    """What became of this row; none where it is no webhook's, or forgotten."""
    row = await session.get(InboxItem, inbox_id)
    if row is None or row.source is None:
        return None
    alerts = select(Alert).where(Alert.inbox_id == row.id).order_by(Alert.id)
    return Receipt(
        receipt=receipt_name(row.id),
        source=row.source,
        received_at=row.received_at,
        state="dead_letter" if is_dead(row) else "decided" if row.done_at else "waiting",
        alerts=await _fates(session, (await session.scalars(alerts)).all()),
        ignored=row.outcome if row.done_at else row.fault,
    )


async def read_fate(session: AsyncSession, alert_id: int) -> tuple[AlertFate, str | None] | None:
    """What was decided about one alert, and the receipt of the webhook that brought it, if one did."""
    alert = await session.get(Alert, alert_id)
    if alert is None:
        return None
    row = await session.get(InboxItem, alert.inbox_id) if alert.inbox_id else None
    [fate] = await _fates(session, [alert])
    return fate, receipt_name(row.id) if row and row.source else None


async def _fates(session: AsyncSession, alerts: Sequence[Alert]) -> tuple[AlertFate, ...]:
    ids = {alert.incident_id for alert in alerts if alert.incident_id is not None}
    private = select(Incident.id).where(Incident.id.in_(ids), Incident.is_private)
    hidden = set(await session.scalars(private)) if ids else set()
    reasons = await sayable(session, (alert.reason for alert in alerts))
    return tuple(
        _fate(alert, reasons[alert.reason], is_hidden=alert.incident_id in hidden) for alert in alerts
    )


def _fate(alert: Alert, reason: str, *, is_hidden: bool) -> AlertFate:
    named = alert.incident_id is not None and not is_hidden
    return AlertFate(
        id=f"a{alert.id}",
        title=alert.title,
        status=alert.status.value,
        fingerprint=alert.fingerprint,
        decision=alert.decision.value,
        reason=ELSEWHERE if is_hidden else reason,
        incident=f"INC-{alert.incident_id}" if named else None,
    )
