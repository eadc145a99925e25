"""Read a post-mortem as view data: what it still lacks, and who is asked to complete it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.views import ReviewView
from bot.playbook import Playbook
from bot.prose.post_mortem import gaps_of
from bot.review.gather import gather
from models.errors import NotFound
from models.promises import Review


async def review_view(session: AsyncSession, review_id: int, now: datetime, playbook: Playbook) -> ReviewView:
    """One post-mortem, with its gaps as the record stands now. Raises NotFound."""
    review = await session.get(Review, review_id)
    if review is None:
        raise NotFound("There is no such post-mortem.", "Look into the incident's channel.")
    facts = await gather(session, review.incident_id, now, playbook)
    view = facts.incident
    return ReviewView(
        id=review.id,
        incident_id=view.id,
        title=view.title,
        is_drill=view.is_drill,
        drafted_at=review.drafted_at,
        file_link=review.file_link,
        gaps=gaps_of(facts),
        asked_id=view.commander_id or view.closed_by_id or view.declared_by_id,
        chased_count=review.chased_count,
        published_at=review.published_at,
        published_by_id=review.published_by_id,
    )
