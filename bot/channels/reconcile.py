"""The slow tick: open channels compared with the record, because Slack can lose events for good.

Each look is claimed by a row's `checked_at`, so that replicas share the work and Slack's budget. Nothing is
called inside a transaction.
"""

from datetime import timedelta
from typing import Final

import structlog
from sqlalchemy import or_, select

from bot.channels.notice_channel import ChannelState, notice_channel, read_channel
from bot.channels.notice_members import known_members, members_read
from bot.channels.read_missed import record_missed
from bot.desk import Desk
from bot.errors import ChatError
from models.errors import StaleForm
from models.incident import Incident
from models.place import Place
from models.vocabulary import Stage

log = structlog.get_logger("reconcile")

#: Channels looked at in one tick. Each costs a `conversations.info`, a `.members` and a `.history`, of which
#: Slack allows 50, 100 and 50 a minute.
AT_ONCE: Final = 20

#: A little less than the tick, so that its jitter makes nobody wait for the next one.
FRESH_FOR: Final = timedelta(seconds=50)


async def reconcile(desk: Desk) -> None:
    """Look at the open channels that were not looked at for longest."""
    for incident_id, channel_id in await _claim(desk):
        try:
            await look_at(desk, incident_id, channel_id)
        except StaleForm:
            continue  # someone changed the incident at this very moment; the next look sees it
        except ChatError as silent:
            log.warning("channel_not_compared", incident=incident_id, error=str(silent))
            if not silent.permanent:
                return  # Slack is away, or asks for a rest: the next tick goes on
        except Exception:  # the loop top of one channel: what is odd in it holds up no other
            log.exception("comparing_failed", incident=incident_id)


async def look_at(desk: Desk, incident_id: int, channel_id: str, *, is_deleted: bool = False) -> None:
    """Compare one channel with its record, and take up what is different. Raises ChatError."""
    state = await notice_state(desk, incident_id, channel_id, is_deleted=is_deleted)
    if not state.is_there or not state.is_member:
        return
    async with desk.store.reading() as session:
        known = await known_members(session, channel_id)
    pages = desk.chat.pages("conversations.members", "members", channel=channel_id)
    people = frozenset([member["id"] async for member in pages])
    async with desk.store.unit() as uow:
        await members_read(uow, incident_id, channel_id, known=known, now=people)
    await record_missed(desk, incident_id, channel_id)


async def notice_state(
    desk: Desk, incident_id: int, channel_id: str, *, receipt: int | None = None, is_deleted: bool = False
) -> ChannelState:
    """Ask Slack for the channel's state and take it up; `receipt` is the event that made us look."""
    state = await read_channel(desk, channel_id)
    async with desk.store.unit(receipt) as uow:
        await notice_channel(uow, incident_id, channel_id, state, is_deleted=is_deleted)
    return state


async def _claim(desk: Desk) -> list[tuple[int, str]]:
    async with desk.store.unit() as uow:
        due = (
            select(Place)
            .join(Incident, Incident.id == Place.incident_id)
            .where(
                Incident.stage != Stage.CLOSED,
                Place.channel_id.is_not(None),
                or_(Place.checked_at.is_(None), Place.checked_at <= uow.now - FRESH_FOR),
            )
            .order_by(Place.checked_at.nulls_first(), Place.incident_id)
            .limit(AT_ONCE)
            .with_for_update(skip_locked=True, of=Place)
        )
        places = (await uow.session.scalars(due)).all()
        for place in places:
            place.checked_at = uow.now
    return [(place.incident_id, place.channel_id) for place in places if place.channel_id is not None]
