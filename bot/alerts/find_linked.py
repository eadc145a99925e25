"""The alerts of a message, found by its address: the tool's own message, or our card about it."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.incidents.see_incidents import alert_told_to
from models.alert import Alert
from models.concern import Concern
from models.errors import NotFound


async def linked_alerts(session: AsyncSession, channel_id: str, ts: str, user_id: str) -> Sequence[int]:
    """The newest alert of each thing of which the message, or our card, tells them. Raises NotFound."""
    shown_there = (
        select(Concern.fingerprint)
        .where(Concern.card_alert_id == Alert.id, Concern.alert_channel_id == channel_id)
        .exists()
    )
    posted = and_(Alert.channel_id == channel_id, or_(Alert.message_ts == ts, Alert.card_ts == ts))
    alone = and_(Alert.channel_id.is_(None), Alert.card_ts == ts, shown_there)
    newest = select(func.max(Alert.id)).where(or_(posted, alone), alert_told_to(user_id))
    newest = newest.group_by(Alert.fingerprint)
    found = sorted(number for number in await session.scalars(newest) if number is not None)
    if not found:
        raise NotFound(
            "I know of no alert in that message.", "Copy the link of an alert's message, or of its card."
        )
    return found
