"""Post an update: what is said, where it stands, and when the next word comes."""

from typing import Final, Literal

from bot.incidents.advance_stage import move
from bot.incidents.show_change import redraw, say
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import promise
from bot.updates.settle_check_ins import settle_check_ins
from models.durations import Span
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import Stage

#: What an update may hold: what Slack shows in one block, less the lines around it.
LONGEST_UPDATE: Final = 2_800


async def post_update(
    uow: UnitOfWork,
    incident_id: int,
    message: str,
    *,
    by_id: str,
    stage: Stage | None = None,
    next_due: Span | Literal["default"] | None = "default",
    seen_version: int | None = None,
) -> Incident:
    """Keep the promise and give the next one: as the severity asks by default, after a span, or none.

    Raises FieldRefused, StageNotReachable, AlreadyClosed, StaleForm, GateHolds.
    """
    incident = await uow.incident(incident_id, seen_version=seen_version)
    incident.require_open()
    text = _checked_message(message)
    before = incident.stage
    uow.record(incident.entry(EntryKind.UPDATE_POSTED, at=uow.now, by=by_id, text=text))
    if stage is not None and stage is not before:
        await move(uow, incident, stage, by_id=by_id)
    await settle_check_ins(uow, incident.id, "an update", by_id=by_id)
    if next_due is not None:
        await promise(uow, incident, every=None if next_due == "default" else next_due)
    await redraw(uow, incident, headline=True)
    moved_from = before if incident.stage is not before else None
    await say(uow, incident, "update", text=text, by_id=by_id, moved_from=moved_from)
    return incident


def _checked_message(message: str) -> str:
    text = message.strip()
    if not text:
        raise FieldRefused("message", "The update is empty.", "Say what is known and what happens next.")
    if len(text) > LONGEST_UPDATE:
        raise FieldRefused(
            "message",
            f"The update has {len(text)} characters.",
            f"Keep it within {LONGEST_UPDATE}; the ledger takes more.",
        )
    return text
