"""What a rule let wait (“only when it fires for ten minutes”) is decided when its time has come."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from sqlalchemy import bindparam, select

from bot.alerts.ask_lineage import lineage_of
from bot.alerts.heard import Heard, Origin, heard_of
from bot.alerts.lineage import Lineage
from bot.alerts.load_facts import lock_deciding
from bot.alerts.message_link import message_link
from bot.alerts.said_again import said_by
from bot.alerts.take_alert import decide_again
from bot.desk import Desk
from bot.due import claim, see_to_all
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern

#: Concerns in one transaction.
STEP = 50

#: Which concerns are to be looked at.
DUE: Final = Concern.look_at <= bindparam("now")


async def look_again(desk: Desk) -> bool:
    """Decide about what is due; says whether there was any."""
    lineage = await lineage_of(desk)
    async with desk.store.unit() as uow:
        await lock_deciding(uow.session)
        claimed = await claim(uow, Concern, DUE, Concern.look_at, room=STEP)
        return await see_to_all(uow, claimed, partial(_decide, desk=desk, lineage=lineage)) > 0


async def _decide(
    uow: UnitOfWork, claimed: Sequence[tuple[Concern]], *, desk: Desk, lineage: Lineage | None
) -> None:
    waiting = []
    for (concern,) in claimed:
        concern.look_at = None
        if concern.is_firing:
            waiting.append(await _last(desk, uow, concern))
    if waiting:
        await decide_again(uow, waiting, lineage=lineage)


async def _last(desk: Desk, uow: UnitOfWork, concern: Concern) -> tuple[Heard, Alert]:
    """What was heard of it last."""
    heard = select(Alert).where(Alert.fingerprint == concern.fingerprint).order_by(Alert.id.desc()).limit(1)
    alert = (await uow.session.scalars(heard)).one()
    origin = Origin(
        inbox_id=alert.inbox_id,
        channel_id=alert.channel_id,
        message_ts=alert.message_ts,
        link=message_link(desk.identity.team_url, alert.channel_id, alert.message_ts),
        alert_channel_id=concern.alert_channel_id,
    )
    [again] = heard_of(desk, [said_by(concern, alert)], origin)
    return again, alert
