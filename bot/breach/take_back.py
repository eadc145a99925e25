"""What was said of an incident in public is taken back: emptied of its words, its files deleted."""

from collections.abc import Iterable

from sqlalchemy import select

from bot.breach.what_was_said import Said
from bot.uow import UnitOfWork
from models.breach import EmptiedMessage
from models.outbox import Priority


async def take_back(uow: UnitOfWork, incident_id: int, said: Iterable[Said]) -> int:
    """Put it into the outbox, each once; how many are new. From the commit on nothing fills them again."""
    known = select(EmptiedMessage.channel_id, EmptiedMessage.message_ts)
    rows = await uow.session.execute(known.where(EmptiedMessage.incident_id == incident_id))
    there = {(channel_id, ts) for channel_id, ts in rows}
    count = 0
    for each in said:
        if each.file_id:
            await uow.announce(
                "delete_file", incident=incident_id, priority=Priority.STAGE, file_id=each.file_id
            )
        elif (each.channel_id, each.ts) not in there:
            there.add((each.channel_id, each.ts))
            await uow.put(
                EmptiedMessage,
                {"channel_id": each.channel_id, "message_ts": each.ts, "incident_id": incident_id},
            )
            await uow.announce(
                "empty_message",
                incident=incident_id,
                priority=Priority.STAGE,
                channel_id=each.channel_id,
                ts=each.ts,
            )
            count += 1
    return count
