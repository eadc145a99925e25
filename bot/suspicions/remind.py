"""The tick's look at what was asked: once more where nobody looked, and a word to who looks for long.

The claim of the rows decides who does it, so any replica may look, and each of the two comes once.
"""

from typing import Final

import structlog
from sqlalchemy import bindparam

from bot.due import claim, see_to_each
from bot.incidents.show_change import tell
from bot.suspicions.find_suspicion import redraw, reply
from bot.uow import Store, UnitOfWork
from models.suspicion import Suspicion

log = structlog.get_logger("suspicions")

#: Which of them are to be looked at.
DUE: Final = Suspicion.look_at <= bindparam("now")


async def remind_suspicions(store: Store, *, room: int = 50) -> int:
    """Do what is due now; how many were looked at."""
    async with store.unit() as uow:
        claimed = await claim(uow, Suspicion, DUE, Suspicion.look_at, room=room)
        return await see_to_each(uow, claimed, _remind)


async def _remind(uow: UnitOfWork, suspicion: Suspicion) -> None:
    suspicion.look_at = None
    if not suspicion.is_open:
        return
    log.info("suspicion_waits", suspicion=suspicion.id, state=suspicion.state)
    if suspicion.looked_by_id is not None:
        await tell(uow, suspicion.looked_by_id, "suspicion_waits", suspicion_id=suspicion.id)
        return
    suspicion.asked_again_at = uow.now
    await reply(uow, suspicion, "asked_again")
    await redraw(uow, suspicion)
