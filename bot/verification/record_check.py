"""Check a layer: somebody looked, and says what they saw. What does not hold goes back to remediation."""

from collections.abc import Mapping
from typing import Any, Final

from bot.incidents.advance_stage import move
from bot.incidents.show_change import redraw, say
from bot.incidents.show_in_thread import show_in_thread
from bot.uow import UnitOfWork
from bot.verification.keep_asked import keep_asked
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind
from models.thread_message import ThreadTopic
from models.verification import Check
from models.vocabulary import Stage, label

#: What may be said of what was seen, beside the words: where it is and how much, never the data itself.
_BESIDE: Final = ("baseline", "link", "query", "count")


async def record_check(
    uow: UnitOfWork,
    incident_id: int,
    check: Check,
    seen: str,
    *,
    holds: bool,
    by_id: str,
    evidence: Mapping[str, Any] | None = None,
) -> Incident:
    """Keep it; in verification a check that fails takes the incident back, because of what was seen.

    Raises AlreadyClosed, FieldRefused, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    incident.require_open()
    seen = seen.strip()
    _require_sound(check, seen)
    beside = {name: (evidence or {}).get(name) for name in _BESIDE}
    kind = EntryKind.CHECK_HELD if holds else EntryKind.CHECK_FAILED
    uow.record(incident.entry(kind, at=uow.now, by=by_id, text=seen, check=check, **beside))
    await keep_asked(uow, incident)
    await show_in_thread(uow, incident.id, ThreadTopic.CHECKS)
    if holds or incident.stage is not Stage.VERIFICATION:
        await redraw(uow, incident)
    else:
        await back_to_remediation(uow, incident, f"{label(check)} does not hold: {seen}", by_id=by_id)
    return incident


async def back_to_remediation(uow: UnitOfWork, incident: Incident, why: str, *, by_id: str) -> None:
    """It is not right yet; what was proven so far lapses with the move."""
    before = incident.stage
    await move(uow, incident, Stage.REMEDIATION, by_id=by_id, why=why)
    await redraw(uow, incident, headline=True)
    await say(uow, incident, "stage", before=before, by_id=by_id, why=why)


def _require_sound(check: Check, seen: str) -> None:
    if check is Check.ALERTS:
        raise FieldRefused(
            "check",
            "What the alerts say fills in by itself.",
            "Take an alert that does not belong here out: `/incident detach`.",
        )
    if not seen:
        raise FieldRefused(
            "seen", "It does not say what was seen.", "A count, a link, a sentence; never the data."
        )
