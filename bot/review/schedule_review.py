"""Schedule the post-mortem when an incident closes; drop an unfinished one when it is reopened."""

from typing import Final

from sqlalchemy import select

from bot.uow import UnitOfWork
from bot.updates.promise_check_in import owner_hours
from models.incident import Incident
from models.promises import Review
from models.vocabulary import Outcome

#: Where nothing was wrong there is nothing to look back on.
WITHOUT_REVIEW: Final = frozenset({Outcome.FALSE_ALARM, Outcome.EXPECTED})


async def schedule_review(uow: UnitOfWork, incident: Incident) -> Review | None:
    """The draft is due as long after the close as the severity asks, in working hours; also of a drill."""
    span = uow.playbook.review_after(incident.severity)
    if span is None or incident.outcome in WITHOUT_REVIEW:
        return None
    hours = await owner_hours(uow, incident)
    due_at = hours.next_open(hours.after(uow.now, span))
    review = Review(incident_id=incident.id, due_at=due_at, look_at=due_at)
    uow.session.add(review)
    return review


async def drop_review(uow: UnitOfWork, incident_id: int) -> None:
    """What was not published is dropped; the next close schedules a new one."""
    unfinished = select(Review).where(
        Review.incident_id == incident_id, Review.published_at.is_(None), Review.dropped_at.is_(None)
    )
    for review in (await uow.session.scalars(unfinished.with_for_update())).all():
        review.dropped_at, review.look_at = uow.now, None
        await show_review(uow, review)


async def show_review(uow: UnitOfWork, review: Review) -> None:
    """Let the message about the post-mortem say what is true now, where there is one."""
    if review.message_ts is not None:
        await uow.announce(
            "edit_review",
            incident=review.incident_id,
            subject=f"review:{review.id}",
            review_id=review.id,
        )
