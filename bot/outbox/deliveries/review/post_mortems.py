"""The post-mortem in the channel: the draft as a file, one message about it, and the word that it waits."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.kit import Message, note
from bot.blocks.parts import line
from bot.blocks.review_card import review_card, review_chase
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.show_change import tell
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Skip
from bot.outbox.edit import Edit, edit_of
from bot.outbox.post import Letter, Post
from bot.outbox.upload import Document, Upload
from bot.review.read_review import review_view
from bot.review.schedule_review import show_review
from bot.slack.codes import GONE
from bot.uow import UnitOfWork
from models.outbox import OutboxItem
from models.place import Place
from models.promises import Review


class PostReviewFile(Upload):
    """The draft, as Markdown, in the incident's channel."""

    kind = "post_review_file"

    async def write(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Document:
        """Share the draft as it was written."""
        review = await _standing_review(item, session)
        place = await session.get_one(Place, item.incident_id)
        view = await incident_view(session, review.incident_id, desk.clock())
        drill = "DRILL " if view.is_drill else ""
        return Document(
            to=opened_channel(place),
            name=f"{view.ref}-post-mortem",
            title=f"{drill}Post-mortem of {view.ref}",
            content=review.draft or "",
        )

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """The message links to it; one that was posted before is edited."""
        review = await uow.session.get_one(Review, item.intent["review_id"])
        review.file_link = result["permalink"]
        await show_review(uow, review)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Many archive the channel after the close: whom the draft waits for hears how to get it."""
        if error.code in GONE:
            view = await review_view(uow.session, item.intent["review_id"], desk.clock(), desk.playbook)
            if view.asked_id is not None:
                await tell(uow, view.asked_id, "review_stuck", incident=item.incident_id, review_id=view.id)
        return False


class PostReview(Post):
    """The one message that bears Open review and Mark published."""

    kind = "post_review"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say what the draft lacks, as the record stands now."""
        review = await _standing_review(item, session)
        place = await session.get_one(Place, item.incident_id)
        return Letter(opened_channel(place), await _draw(review, session, desk))

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Edits find it here; what changed while it was on the way is shown at once."""
        review = await uow.session.get_one(Review, item.intent["review_id"], with_for_update=True)
        review.message_ts = result["ts"]
        if review.published_at is not None or review.dropped_at is not None:
            await show_review(uow, review)


class EditReview(Edit):
    """Let the message about the post-mortem say what is true now."""

    kind = "edit_review"

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it anew."""
        review = await session.get_one(Review, item.intent["review_id"])
        place = await session.get_one(Place, item.incident_id)
        if review.message_ts is None:
            raise Skip("there is no message")
        return Call(
            args=edit_of(opened_channel(place), review.message_ts, await _draw(review, session, desk))
        )


class ChaseReview(Post):
    """Ask for the post-mortem, in the thread of its message."""

    kind = "chase_review"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Say nothing once it is published or dropped."""
        review = await _standing_review(item, session)
        if review.published_at is not None:
            raise Skip("it is published")
        place = await session.get_one(Place, item.incident_id)
        view = await review_view(session, review.id, desk.clock(), desk.playbook)
        return Letter(opened_channel(place), review_chase(view), thread_ts=review.message_ts)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Where nothing can be posted nobody needs reminding of it every day."""
        return error.code in GONE


async def _standing_review(item: OutboxItem, session: AsyncSession) -> Review:
    review = await session.get_one(Review, item.intent["review_id"])
    if review.dropped_at is not None:
        raise Skip("the incident was reopened")
    return review


async def _draw(review: Review, session: AsyncSession, desk: Desk) -> Message:
    view = await review_view(session, review.id, desk.clock(), desk.playbook)
    if review.dropped_at is not None:
        return note(line(f"{view.ref} was reopened; its post-mortem comes after the next close."))
    return review_card(view)
