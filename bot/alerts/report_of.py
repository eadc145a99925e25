"""What an alert says, as the report that declares an incident."""

from datetime import datetime

from bot.alerts.reading.times import time_of_message
from bot.blocks.limits import clip
from bot.incidents.declare_incident import LONGEST_TITLE, Report
from models.alert import Alert


def report_of(alert: Alert, now: datetime, *, by_id: str | None = None, link: str | None = None) -> Report:
    """Title, symptom, asset, times, and the message that bore it."""
    noticed_at = time_of_message(alert.message_ts) if alert.message_ts else None
    return Report(
        title=clip(alert.title, LONGEST_TITLE),
        by_id=by_id,
        symptom=alert.symptom,
        asset=clip(alert.asset, 300) if alert.asset else None,
        began_at=_past(alert.started_at, now),
        noticed_at=_past(noticed_at, now),
        origin_channel_id=alert.channel_id,
        origin_ts=alert.message_ts,
        origin_link=link or alert.link,
    )


def _past(at: datetime | None, now: datetime) -> datetime | None:
    """A tool's clock may run ahead of ours."""
    return None if at is None else min(at, now)
