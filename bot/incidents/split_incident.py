"""Split: what looked like one problem is two. Chosen alerts go into an incident of their own."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from bot.alerts.carry_alerts import Carried, carry
from bot.alerts.load_facts import lock_deciding
from bot.alerts.redraw_moved import redraw_cards_of, redraw_incident
from bot.database import in_parts
from bot.incidents.declare_incident import Report, checked_title, declare
from bot.incidents.merge_incidents import words_of
from bot.incidents.record_in_both import record_in_both
from bot.incidents.show_change import say
from bot.uow import UnitOfWork
from models.concern import Concern
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.vocabulary import Severity


async def split(
    uow: UnitOfWork,
    incident_id: int,
    fingerprints: Collection[str],
    *,
    title: str,
    severity: Severity,
    by_id: str,
    response_url: str | None = None,
) -> Incident:
    """Open a new incident with these alerts; as private, and as much a drill, as where they come from.

    Raises FieldRefused, AlreadyClosed, NotFound.
    """
    await lock_deciding(uow.session)
    source = await uow.incident(incident_id)
    source.require_open()
    title = checked_title(title)
    concerns = await _concerns(uow, source.id, sorted(fingerprints))
    if not concerns:
        raise FieldRefused("alerts", "These alerts are not here any more.", "Open the form again.")
    report = _report(source, concerns, title=title, by_id=by_id)
    new = await declare(uow, replace(report, severity=severity, response_url=response_url))
    await uow.session.flush()
    names = [concern.fingerprint for concern in concerns]
    carried = await carry(uow, source.id, new.id, names)
    entry = await _record(uow, source, new, by_id, carried)
    await redraw_incident(uow, source)
    facts: dict[str, Any] = {"by_id": by_id, "undo_id": entry.id, "alert_count": len(names)}
    await say(uow, source, "split_away", other_id=new.id, **facts)
    await say(uow, new, "split_here", other_id=source.id, **facts)
    await redraw_cards_of(uow, names)
    return new


async def _concerns(uow: UnitOfWork, incident_id: int, names: Sequence[str]) -> list[Concern]:
    """Those chosen that are still there."""
    found: list[Concern] = []
    for some in in_parts(names):
        chosen = select(Concern).where(Concern.incident_id == incident_id, Concern.fingerprint.in_(some))
        found += await uow.session.scalars(chosen.order_by(Concern.fingerprint))
    return found


def _report(source: Incident, concerns: Sequence[Concern], *, title: str, by_id: str) -> Report:
    """What the chosen alerts have in common is known of the new one."""
    assets = {concern.asset for concern in concerns}
    symptoms = {concern.symptom for concern in concerns}
    began = [concern.firing_since_at for concern in concerns if concern.firing_since_at]
    return Report(
        title=title,
        by_id=by_id,
        domain=source.domain,
        symptom=symptoms.pop() if len(symptoms) == 1 else None,
        asset=assets.pop() if len(assets) == 1 else None,
        began_at=min(began, default=None),
        is_private=source.is_private,
        is_drill=source.is_drill,
    )


async def _record(
    uow: UnitOfWork, source: Incident, new: Incident, by_id: str, carried: Carried
) -> LedgerEntry:
    along = words_of(len(carried.fingerprints), has_promise=False)
    away = "another incident" if new.is_private else f"{new.ref} “{new.title}”"
    out_of = "another incident" if source.is_private else source.ref
    left = (source, f"{away} out of {source.ref}, with {along}")
    reached = (new, f"{new.ref} out of {out_of}, with {along}")
    return await record_in_both(uow, EntryKind.SPLIT, left, reached, by_id=by_id, moved=carried.as_detail())
