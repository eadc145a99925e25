"""Publish: the team has read the post-mortem, and someone says so."""

from bot.review.schedule_review import show_review
from bot.uow import UnitOfWork
from models.errors import NotFound, NothingToChange
from models.ledger import EntryKind
from models.promises import Review


async def publish(uow: UnitOfWork, review_id: int, *, by_id: str) -> Review:
    """The reminders stop. Raises NotFound, NothingToChange."""
    review = await uow.session.get(Review, review_id)
    if review is None:
        raise NotFound("There is no such post-mortem.", "Look into the incident's channel.")
    incident = await uow.incident(review.incident_id)
    await uow.session.refresh(review, with_for_update=True)
    _require_publishable(review)
    review.published_at, review.published_by_id, review.look_at = uow.now, by_id, None
    uow.record(incident.entry(EntryKind.REVIEW_PUBLISHED, at=uow.now, by=by_id))
    await show_review(uow, review)
    return review


def _require_publishable(review: Review) -> None:
    if review.published_at is not None:
        raise NothingToChange(
            f"<@{review.published_by_id}> marked it published already.", "Nothing more is needed."
        )
    if review.dropped_at is not None:
        raise NothingToChange(
            "The incident was reopened, and this draft dropped.", "The next close brings a new one."
        )
    if review.drafted_at is None:
        raise NothingToChange("The draft is not written yet.", "It comes into the incident's channel.")
