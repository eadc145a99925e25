"""Someone answers what an incident means for the business, and a severity is suggested from it."""

from collections.abc import Mapping
from typing import Any

from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.impact_severity import Suggested
from models.ledger import EntryKind
from models.weighing import Weighing


async def answer_impact(
    uow: UnitOfWork, incident_id: int, given: Mapping[str, Any], *, by_id: str
) -> Suggested:
    """Keep the answers, which count more than what was read; nothing is changed by it but the suggestion.

    Raises AlreadyClosed, and FieldRefused where too little was answered.
    """
    incident = await uow.incident(incident_id)
    incident.require_open()
    weighing = await uow.session.get(Weighing, incident_id)
    if weighing is None:
        weighing = Weighing(incident_id=incident_id, answers={})
        uow.session.add(weighing)
    changed = weighing.weigh(weighing.known.answered(given), at=uow.now, by=by_id)
    suggested = weighing.suggested
    if suggested is None:
        raise FieldRefused("used_by", "That is too little to suggest anything.", "Say who uses it.")
    if changed:
        uow.record(
            incident.entry(
                EntryKind.SEVERITY_SUGGESTED,
                at=uow.now,
                by=by_id,
                text=suggested.because,
                after=suggested.severity,
                answers=weighing.answers,
            )
        )
        await redraw(uow, incident)
    return suggested
