"""What an alert says, as the report that declares an incident."""

from dataclasses import replace
from datetime import datetime

from bot.alerts.reading.times import time_of_message
from bot.blocks.limits import clip
from bot.incidents.declare_incident import LONGEST_TITLE, Report
from bot.playbook.alerts import Storm
from models.alert import Alert
from models.evidence_guard import without_data


def report_of(alert: Alert, now: datetime, *, by_id: str | None = None, link: str | None = None) -> Report:
    """Title, symptom, asset, times, and the message that bore it."""
    noticed_at = time_of_message(alert.message_ts) if alert.message_ts else None
    return Report(
        title=clip(without_data(alert.title), LONGEST_TITLE),
        by_id=by_id,
        symptom=alert.symptom,
        asset=clip(alert.asset, 300) if alert.asset else None,
        began_at=_past(alert.started_at, now),
        noticed_at=_past(noticed_at, now),
        origin_channel_id=alert.channel_id,
        origin_ts=alert.message_ts,
        origin_link=link or alert.link,
        source=alert.source,
        answers_thread=False,
    )


def storm_report(report: Report, storm: Storm) -> Report:
    """The incident that gathers the rest: about no asset in particular, and answering in no thread."""
    return replace(
        report,
        title=f"Alert storm: more than {storm.channels} causes within {storm.within.words}",
        symptom=None,
        asset=None,
        domain=None,
        source=None,
        origin_channel_id=None,
        origin_ts=None,
        origin_link=None,
        is_storm=True,
    )


def _past(at: datetime | None, now: datetime) -> datetime | None:
    """A tool's clock may run ahead of ours."""
    return None if at is None else min(at, now)
