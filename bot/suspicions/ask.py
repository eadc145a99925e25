"""Ask: something looks wrong to someone. A thread is opened where the team reads, and stays until it ends."""

from datetime import datetime, timedelta
from typing import Final

from bot.incidents.show_change import tell
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.outbox import Priority
from models.suspicion import Suspicion
from models.working_hours import WorkingHours

#: How long nobody may look at it, in working hours, before it is asked once more.
ASK_AGAIN_AFTER: Final = timedelta(minutes=30)

#: What a suspicion, or its answer, may hold: what Slack shows in one block, less the lines around it.
LONGEST: Final = 2_000


async def suspect(
    uow: UnitOfWork, words: str, *, by_id: str, channel_id: str, about_link: str | None = None
) -> Suspicion:
    """Open a thread in this channel; whoever asks hears where it is. Guests may. Raises FieldRefused."""
    suspicion = Suspicion(
        words=checked(words, "words", "Say in a few words what looks wrong."),
        asked_by_id=by_id,
        asked_at=uow.now,
        about_link=about_link,
        channel_id=channel_id,
        look_at=worked_on(uow.playbook.working_hours.of(None), uow.now, ASK_AGAIN_AFTER),
    )
    uow.session.add(suspicion)
    await uow.session.flush()
    posting = await uow.announce(
        "post_suspicion",
        lane=f"alerts:{channel_id}",
        priority=Priority.STAGE,
        suspicion_id=suspicion.id,
    )
    await uow.session.flush()
    suspicion.post_item_id = posting.id
    await tell(uow, by_id, "suspicion_asked", after=posting, suspicion_id=suspicion.id)
    return suspicion


def checked(words: str, field: str, remedy: str) -> str:
    """Neither empty nor too long. Raises FieldRefused."""
    said = words.strip()
    if not said:
        raise FieldRefused(field, "Nothing is said yet.", remedy)
    if len(said) > LONGEST:
        raise FieldRefused(field, f"That has {len(said)} characters.", f"Keep it within {LONGEST}.")
    return said


def worked_on(hours: WorkingHours, now: datetime, length: timedelta) -> datetime:
    """So long after people are at work: what is asked at night waits for the morning."""
    return hours.next_open(hours.next_open(now) + length)
