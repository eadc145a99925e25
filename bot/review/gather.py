"""Gather what the record says of an incident, for its post-mortem: from times, roles, ledger and alerts."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.views import EntryView, IncidentView, RoleView
from bot.causes.read_causes import causes_of_incident
from bot.incidents.show_incident import incident_view
from bot.ledger.changes import read_changes
from bot.ledger.hypotheses import read_hypotheses
from bot.ledger.people import ids_in, names_of
from bot.ledger.read_ledger import read_ledger
from bot.playbook import Playbook
from bot.prose.post_mortem import PostMortem
from bot.repair.read_backfill import backfill_of
from bot.repair.read_windows import windows_of
from bot.review.findings import judged, results
from bot.review.hints import hints_of
from bot.review.open_questions import open_questions
from bot.review.repairs import bad_data, computed_anew, walked
from bot.review.working_hints import working_hints
from models.alert import Alert
from models.hypothesis import HypothesisState
from models.incident import Assignment
from models.ledger import EntryKind

#: A note that begins so tells whom it hurt: `/incident note impact: the CFO's deck had Monday's figures`.
IMPACT_MARKS: Final = ("impact:", "affected:")


async def gather(session: AsyncSession, incident_id: int, now: datetime, playbook: Playbook) -> PostMortem:
    """Read everything that the sections of a post-mortem are filled from. Raises NotFound."""
    view = await incident_view(session, incident_id, now)
    entries = await read_ledger(session, incident_id)
    alerts = await _alerts(session, incident_id)
    roles = await _roles(session, incident_id)
    hypotheses = await read_hypotheses(session, incident_id)
    changes = await read_changes(session, incident_id, playbook)
    noticed_by = _noticed_by(view, alerts)
    view = _with_alert_times(view, alerts)
    counted = tuple(each for each in entries if not each.withdrawn)
    own = tuple(each for each in counted if each.of_ref is None)
    hints = hints_of(view, own, noticed_by=noticed_by)
    more = working_hints(view, own)
    ids = {*ids_in(entries), *(held.user_id for held in roles), *_ids_of(view)}
    return PostMortem(
        incident=view,
        drafted_at=now,
        names=await names_of(session, ids),
        severity_means=playbook.severity(view.severity).means,
        roles=roles,
        entries=entries,
        impact=_impact(counted),
        noticed_by=noticed_by,
        noticed_by_id=None if noticed_by else view.declared_by_id,
        helped=(*hints.helped, *more.helped),
        hindered=(*hints.hindered, *more.hindered),
        follow_ups=tuple(each.text for each in counted if each.kind == EntryKind.FOLLOW_UP_ADDED),
        questions=open_questions(
            view,
            counted,
            [alert.asset for alert in alerts if alert.asset],
            hypotheses=hypotheses,
            changes=changes,
        ),
        supported=judged(hypotheses, HypothesisState.SUPPORTED),
        ruled_out=judged(hypotheses, HypothesisState.RULED_OUT),
        changes=results(changes),
        causes=walked(await causes_of_incident(session, incident_id)),
        bad_data=bad_data(await windows_of(session, incident_id), counted),
        computed_anew=computed_anew(await backfill_of(session, incident_id)),
    )


async def _roles(session: AsyncSession, incident_id: int) -> tuple[RoleView, ...]:
    """Everyone who held a role, with from when to when."""
    held = select(Assignment).where(Assignment.incident_id == incident_id).order_by(Assignment.id)
    return tuple(
        RoleView(role=each.role, user_id=each.user_id, since_at=each.since_at, until_at=each.until_at)
        for each in await session.scalars(held)
    )


async def _alerts(session: AsyncSession, incident_id: int) -> list[Alert]:
    belonging = select(Alert).where(Alert.incident_id == incident_id)
    return list(await session.scalars(belonging.order_by(Alert.received_at, Alert.id)))


def _noticed_by(view: IncidentView, alerts: list[Alert]) -> str | None:
    """The tool that spoke before a person did."""
    first = alerts[0] if alerts else None
    if first is None or first.received_at > (view.noticed_at or view.declared_at):
        return None
    return first.source


def _with_alert_times(view: IncidentView, alerts: list[Alert]) -> IncidentView:
    """Where nobody says when it was noticed or began, the alert that came first does."""
    first = alerts[0] if alerts else None
    if first is None or first.received_at > view.declared_at:
        return view
    noticed_at = view.noticed_at or first.received_at
    began_at = view.began_at or (first.started_at if (first.started_at or noticed_at) < noticed_at else None)
    return replace(view, noticed_at=noticed_at, began_at=began_at)


def _impact(entries: tuple[EntryView, ...]) -> tuple[str, ...]:
    said = (entry.text.strip() for entry in entries if entry.kind in _WRITTEN)
    marked = ((text, mark) for text in said for mark in IMPACT_MARKS if text.lower().startswith(mark))
    decided = (str(entry.detail["effect"]) for entry in entries if entry.detail.get("effect"))
    told = (text[len(mark) :].strip() for text, mark in marked)
    return tuple(dict.fromkeys(each for each in (*told, *decided) if each))


_WRITTEN: Final = frozenset({EntryKind.NOTE_ADDED, EntryKind.EVIDENCE_ADDED, EntryKind.DECISION_RECORDED})


def _ids_of(view: IncidentView) -> tuple[str | None, ...]:
    return (view.declared_by_id, view.commander_id, view.acknowledged_by_id, view.closed_by_id)
