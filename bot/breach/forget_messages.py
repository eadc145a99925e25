"""Where an incident's messages are: forgotten when it leaves its channel; nothing edits them again."""

from collections.abc import Collection, Mapping
from typing import Any, Final

from sqlalchemy import update

from bot.uow import UnitOfWork
from models.base import Base
from models.call import Call, Summons
from models.cause import Cause
from models.change_card import ChangeCard
from models.notice import Notice
from models.place import Place
from models.promises import CheckIn, Review
from models.proof import Proof
from models.runbook import RunbookRun
from models.stage_clock import StageClock

#: Every column that says where a message of ours about an incident is, or which item posts it.
FORGOTTEN: Final[Mapping[type[Base], Mapping[str, Any]]] = {
    Place: {
        "card_ts": None,
        "announcement_ts": None,
        "announcement_channel_id": None,
        "announcement_item_id": None,
        "impact_ts": None,
        "impact_item_id": None,
        "impact_digest": None,
        "picture_file_id": None,
        "picture_link": None,
        "picture_digest": None,
        "read_until_ts": None,
    },
    Call: {"message_ts": None},
    Cause: {"offer_ts": None},
    ChangeCard: {"message_ts": None},
    CheckIn: {"reminder_ts": None, "overdue_ts": None},
    Notice: {"message_ts": None},
    Proof: {"sign_offs_item_id": None},
    Review: {"message_ts": None, "file_link": None},
    RunbookRun: {"message_ts": None},
    StageClock: {"asks_item_id": None},
    Summons: {"message_ts": None},
}


async def forget_messages(uow: UnitOfWork, incident_ids: Collection[int]) -> None:
    """What stands in the new channel is posted anew; the rest is nowhere any more."""
    await uow.session.flush()
    for mapped, columns in FORGOTTEN.items():
        of_these = mapped.incident_id.in_(incident_ids)  # type: ignore[attr-defined]  # each of them has one
        await uow.session.execute(update(mapped).where(of_these).values(**columns))
