"""A reaction on an alert, or on its card, does the same as the button of that name."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.triage import declare_from_alert, expect_alert, snooze_alert, take_alert_on
from bot.desk import Desk
from models.alert import Alert
from models.concern import Concern

#: By the playbook's word for the emoji.
ACTS: Final[Mapping[str, Callable[..., Awaitable[Any]]]] = {
    "mine": take_alert_on,
    "declare": declare_from_alert,
    "expected": expect_alert,
    "snooze": snooze_alert,
}


async def alert_at(session: AsyncSession, channel_id: str, ts: str) -> int | None:
    """The alert that speaks for a message, or whose card a message is; none where it is neither."""
    for column in (Alert.message_ts, Alert.card_ts):
        here = select(Alert.id, Alert.fingerprint).where(Alert.channel_id == channel_id, column == ts)
        rows = (await session.execute(here.order_by(Alert.id).limit(100))).all()
        if rows:
            return await _speaking(session, {row.fingerprint for row in rows}) or int(rows[0].id)
    return None


async def _speaking(session: AsyncSession, fingerprints: set[str]) -> int | None:
    """A repeat has no card of its own: the one of the first speaks for it."""
    cards = select(func.max(Concern.card_alert_id)).where(Concern.fingerprint.in_(fingerprints))
    return (await session.scalars(cards)).one()


async def act_by_reaction(desk: Desk, alert_id: int, meaning: str, *, by_id: str, receipt: int) -> None:
    """Do it, as at a press; the caller has asked whether they may. Raises what the button would."""
    async with desk.store.unit(receipt) as uow:
        await ACTS[meaning](uow, alert_id, by_id=by_id)
