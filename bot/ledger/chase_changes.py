"""The tick's look at temporary changes: are they gone? Asked in the incident's channel, also after the close.

The claim of the rows decides who asks, so any replica may look.
"""

from typing import Final

import structlog
from sqlalchemy import bindparam

from bot.due import claim, see_to_each
from bot.incidents.show_change import say
from bot.ledger.changes import find_change
from bot.ledger.merged_ids import survivor_of
from bot.ledger.when_to_chase import next_chase
from bot.uow import Store, UnitOfWork
from models.change_card import ChangeCard

log = structlog.get_logger("changes")

#: Which changes are to be asked about.
DUE: Final = ChangeCard.look_at <= bindparam("now")


async def chase_changes(store: Store, *, room: int = 50) -> int:
    """Ask what is due now; how many were looked at."""
    async with store.unit() as uow:
        claimed = await claim(uow, ChangeCard, DUE, ChangeCard.look_at, room=room)
        return await see_to_each(uow, claimed, _chase)


async def _chase(uow: UnitOfWork, card: ChangeCard) -> None:
    view = await find_change(uow.session, card.entry_id)
    if view.is_withdrawn or not view.life.must_go:
        card.look_at = None
        return
    card.look_at = next_chase(uow.now, uow.playbook)
    log.info("change_chased", change=card.entry_id, incident=card.incident_id)
    number = await survivor_of(uow.session, card.incident_id)
    await say(uow, number, "change_chase", change=card.entry_id, next_at=card.look_at.isoformat())
