"""The tick's look at post-mortems: write the draft when it is due, then ask for it until it is published.

The claim of the rows decides who does it, so any replica may look, and each draft and chase comes once.
"""

from functools import partial
from typing import Final

from sqlalchemy import and_, bindparam

from bot.desk import Desk
from bot.due import claim_with_incident, see_to_each
from bot.incidents.post_in_channel import post_in_channel
from bot.prose import Prose
from bot.review.gather import gather
from bot.uow import UnitOfWork
from bot.updates.promise_check_in import owner_hours
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import Priority
from models.promises import Review

#: Post-mortems looked at in one transaction: each reads a whole ledger.
ROOM: Final = 10

#: Which post-mortems are to be looked at.
DUE: Final = and_(
    Review.look_at <= bindparam("now"), Review.published_at.is_(None), Review.dropped_at.is_(None)
)


async def draft_due(desk: Desk, *, room: int = ROOM) -> int:
    """Do what is due now, for up to `room` post-mortems; how many were looked at."""
    async with desk.store.unit() as uow:
        claimed = await claim_with_incident(uow, Review, DUE, Review.look_at, Review.id, room=room)
        return await see_to_each(uow, claimed, partial(_see_to, prose=desk.prose))


async def _see_to(uow: UnitOfWork, review: Review, incident: Incident, *, prose: Prose) -> None:
    if review.drafted_at is None:
        await _draft(uow, review, incident, prose)
    else:
        await _chase(uow, review, incident)
    hours = await owner_hours(uow, incident)
    review.look_at = hours.next_open(hours.after(uow.now, uow.playbook.chase_review_every))


async def _draft(uow: UnitOfWork, review: Review, incident: Incident, prose: Prose) -> None:
    facts = await gather(uow.session, incident.id, uow.now, uow.playbook)
    review.draft, review.drafted_at = prose.postmortem(facts), uow.now
    uow.record(incident.entry(EntryKind.REVIEW_DRAFTED, at=uow.now))
    # The lane lets the message follow the file; it does not wait for one that Slack refused for good.
    for kind in ("post_review_file", "post_review"):
        await _into_channel(uow, kind, review, incident)
        await uow.session.flush()


async def _chase(uow: UnitOfWork, review: Review, incident: Incident) -> None:
    review.chased_count += 1
    await _into_channel(uow, "chase_review", review, incident)


async def _into_channel(uow: UnitOfWork, kind: str, review: Review, incident: Incident) -> None:
    await post_in_channel(uow, incident, kind, priority=Priority.NOTICE, review_id=review.id)
