"""The tick's look at silences: those that ran out end, and owners of known failures are told in time.

The claim of the rows decides who does it, so any replica may look, and each thing happens once.
"""

from datetime import datetime
from typing import Any, Final

import structlog
from sqlalchemy import and_, bindparam, or_

from bot.alerts.quiet_now import rule_of
from bot.alerts.redraw_quiet import redraw_quiet
from bot.alerts.silence import tell_of_silence
from bot.due import claim, see_to_each
from bot.uow import Store, UnitOfWork
from models.quiet import WARN_BEFORE
from models.silence import Silence

log = structlog.get_logger("silences")

#: Silences looked at in one transaction.
ROOM: Final = 20

_ENDS_SOON: Final = and_(Silence.warned_at.is_(None), Silence.until_at <= bindparam("warn_until"))

#: Which silences are to be looked at.
DUE: Final = and_(Silence.ended_at.is_(None), or_(Silence.until_at <= bindparam("now"), _ENDS_SOON))


async def end_due(store: Store) -> bool:
    """End what ran out, and warn of what will; whether there was anything to do."""
    async with store.unit() as uow:
        claimed = await claim(
            uow, Silence, DUE, Silence.until_at, Silence.id, room=ROOM, warn_until=uow.now + WARN_BEFORE
        )
        return await see_to_each(uow, claimed, _see_to) > 0


def times_of(now: datetime) -> dict[str, Any]:
    """What DUE asks for."""
    return {"now": now, "warn_until": now + WARN_BEFORE}


async def _see_to(uow: UnitOfWork, silence: Silence) -> None:
    if silence.until_at <= uow.now:
        await _end(uow, silence)
    else:
        await _warn(uow, silence)


async def _end(uow: UnitOfWork, silence: Silence) -> None:
    """It has run out; the owner of a known failure hears of it where it goes on failing."""
    silence.ended_at = uow.now
    await uow.session.flush()
    fires = await redraw_quiet(uow, [rule_of(silence)])
    log.info("silence_ended", silence=silence.id, kind=silence.kind.value, firing=len(fires))
    if silence.owner_id is not None and fires:
        await tell_of_silence(uow, silence, "still_fires")


async def _warn(uow: UnitOfWork, silence: Silence) -> None:
    silence.warned_at = uow.now
    if silence.owner_id is not None:
        await tell_of_silence(uow, silence, "ends_soon")
