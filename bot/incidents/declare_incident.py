"""Declare an incident: the row, its first ledger entry, its first check-in, and everything that opens it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.incidents.open_incident import announce_opening
from bot.incidents.weigh_soon import weigh_soon
from bot.oncall.start_escalation import start_escalation
from bot.runbooks.open_runbook import open_fitting
from bot.stages.run_clock import start_first_clock
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import promise_first
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import Severity, Stage, Symptom

#: What a title may hold; Slack's header has 150, and the reference and marks stand before it.
LONGEST_TITLE = 120

#: What an incident may be about.
_ABOUT: Final = ("domain", "symptom", "asset")

#: When it was, as far as that is told.
_TIMES: Final = ("began_at", "noticed_at", "fixed_at")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What is known when someone, or an alert, raises the alarm. Only the title is a must."""

    title: str
    #: None: an alert opened it by itself.
    by_id: str | None
    severity: Severity = Severity.SEV3
    domain: str | None = None
    symptom: Symptom | None = None
    asset: str | None = None
    note: str | None = None
    began_at: datetime | None = None
    noticed_at: datetime | None = None
    #: It is over, and told after the fact.
    fixed_at: datetime | None = None
    is_private: bool = False
    is_drill: bool = False
    #: It gathers what alerts would open beyond the cap of channels.
    is_storm: bool = False
    #: The tool whose alert opens it.
    source: str | None = None
    origin_channel_id: str | None = None
    origin_ts: str | None = None
    origin_link: str | None = None
    #: Where to answer who declared, while Slack allows it (30 minutes).
    response_url: str | None = None
    #: Whether the thread of the message is told; an alert has a card there, which says it.
    answers_thread: bool = True


async def declare(uow: UnitOfWork, report: Report) -> Incident:
    """Open an incident. Raises FieldRefused."""
    incident = await record_declared(uow, report)
    await promise_first(uow, incident)
    await weigh_soon(uow, incident, is_new=True)
    await start_first_clock(uow, incident)
    start_escalation(uow, incident, by_id=report.by_id)
    await announce_opening(
        uow, incident, response_url=report.response_url, answers_thread=report.answers_thread
    )
    await open_fitting(uow, incident, report.source)
    return incident


async def record_declared(uow: UnitOfWork, report: Report) -> Incident:
    """The row and its first ledger entries, with nothing said outside yet. Raises FieldRefused."""
    incident = _incident_of(report, uow.now)
    uow.session.add(incident)
    await uow.session.flush()
    uow.record(
        incident.entry(
            EntryKind.DECLARED,
            at=uow.now,
            by=report.by_id,
            text=incident.title,
            severity=incident.severity,
            origin=report.origin_link,
            **_as_declared(incident),
        )
    )
    if report.note:
        uow.record(incident.entry(EntryKind.NOTE_ADDED, at=uow.now, by=report.by_id, text=report.note))
    return incident


def _as_declared(incident: Incident) -> dict[str, Any]:
    """All else that is known at the start: the ledger alone has to tell what an incident was."""
    about = {name: value for name in _ABOUT if (value := getattr(incident, name)) is not None}
    times = {name: at.isoformat() for name in _TIMES if (at := getattr(incident, name)) is not None}
    return {
        "about": about or None,
        "private": incident.is_private or None,
        "drill": incident.is_drill or None,
        "storm": incident.is_storm or None,
        "stage": incident.stage if incident.fixed_at else None,
        "acknowledged_by": incident.acknowledged_by_id,
        **times,
    }


def checked_title(title: str) -> str:
    """One line, not empty, not too long. Raises FieldRefused."""
    line = " ".join(title.split())
    if not line:
        raise FieldRefused("title", "The title is empty.", "Say in a few words what is wrong.")
    if len(line) > LONGEST_TITLE:
        raise FieldRefused(
            "title",
            f"The title has {len(line)} characters.",
            f"Keep it within {LONGEST_TITLE}; notes take more.",
        )
    return line


def checked_past(field: str, at: datetime | None, now: datetime) -> datetime | None:
    """What has happened does not lie in the future. Raises FieldRefused."""
    if at is not None and at > now:
        raise FieldRefused(field, "That time is in the future.", "Choose a time that has passed, or none.")
    return at


def _incident_of(report: Report, now: datetime) -> Incident:
    incident = Incident(
        title=checked_title(report.title),
        severity=report.severity,
        domain=report.domain,
        symptom=report.symptom,
        asset=report.asset,
        is_private=report.is_private,
        is_drill=report.is_drill,
        is_storm=report.is_storm,
        declared_by_id=report.by_id,
        declared_at=now,
        stage_since_at=now,
        began_at=checked_past("began_at", report.began_at, now),
        noticed_at=checked_past("noticed_at", report.noticed_at, now),
        origin_channel_id=report.origin_channel_id,
        origin_ts=report.origin_ts,
        origin_link=report.origin_link,
    )
    if report.fixed_at is not None:
        _is_over(incident, report.fixed_at)
    return incident


def _is_over(incident: Incident, fixed_at: datetime) -> None:
    """What was fixed before it was declared starts in verification."""
    incident.fixed_at, incident.stage = fixed_at, Stage.VERIFICATION
    if incident.declared_by_id is not None and incident.noticed_at is not None:
        # Whoever noticed it had seen it: nobody is asked to acknowledge what is over.
        incident.acknowledged_at = incident.noticed_at
        incident.acknowledged_by_id = incident.declared_by_id
