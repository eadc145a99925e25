"""Leaving a channel without a trace: messages emptied one by one, the channel gone through, and closed."""

import contextlib
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.breach import handled_elsewhere
from bot.breach.declare_breach import GOES_ON
from bot.breach.take_back import take_back
from bot.breach.what_was_said import Said
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.show_change import say
from bot.outbox.delivery import Call, Delivery, Postpone, Skip
from bot.outbox.edit import edit_of
from bot.slack.codes import ALREADY_SO, GONE
from bot.uow import UnitOfWork
from models.breach import EmptiedMessage, LeftChannel
from models.incident import Incident
from models.ledger import EntryKind
from models.naming import left_name
from models.outbox import OutboxItem, Priority, Standing

#: Messages of one look into the old channel: each may have a thread to be asked for.
PAGE: Final = 30

#: Passes after the first one: what Slack does not let us change must not be looked at for ever.
PASSES: Final = 3

#: Seconds between looks while something of ours is still on its way.
LOOK_AGAIN: Final = 1.0

#: How many names are tried before the old channel keeps its own.
TRIES: Final = 9

#: What is neither edited by us nor by anybody: then it is deleted, if Slack lets us.
_FIXED: Final = frozenset({"cant_update_message", "edit_window_closed", "invalid_blocks"})


class EmptyMessage(Delivery):
    """One message of ours says from now on that it is handled elsewhere, and no more."""

    kind = "empty_message"
    method = "chat.update"
    harmless_twice = True
    shows_incident = False
    is_discreet = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Which, once no edit of ours that was under way at the move can fill it again."""
        if await _is_told_of(session):
            raise Postpone(LOOK_AGAIN, "something that was said before the move is still on its way")
        where = item.intent["channel_id"], item.intent["ts"]
        return Call(args={**edit_of(*where, handled_elsewhere()), "attachments": []})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Edit it, else delete it. What Slack lets us neither is told to those who go on with it."""
        try:
            await desk.chat.call("chat.update", **call.args)
        except ChatError as refused:
            if refused.code not in _FIXED:
                raise
            await desk.chat.call("chat.delete", channel=call.args["channel"], ts=call.args["ts"])
        return {}

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """It is gone, which is as good, or stays as it is."""
        if error.code not in {"message_not_found", "channel_not_found"}:
            key = (item.intent["channel_id"], item.intent["ts"])
            emptied = await uow.session.get_one(EmptiedMessage, key)
            emptied.fault = error.code[:80]
        return True


class EmptyChannel(Delivery):
    """Go through the old channel by Slack's own list, page by page, until nothing of ours is left in it."""

    kind = "empty_channel"
    harmless_twice = True
    shows_incident = False
    is_discreet = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Once nothing is on its way there any more, and what we knew of is emptied."""
        left = await session.get_one(LeftChannel, item.intent["left_id"])
        if await _is_under_way(session, left):
            raise Postpone(LOOK_AGAIN, "something is still on its way to the old channel")
        return Call(args={"channel": left.channel_id, "cursor": item.intent.get("cursor")})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Find what is ours and still says something."""
        page = await desk.chat.read("conversations.history", limit=PAGE, **call.args)
        messages = list(page["messages"])
        for parent in page["messages"]:
            if parent.get("reply_count"):
                asked = desk.chat.pages(
                    "conversations.replies", "messages", channel=call.args["channel"], ts=parent["ts"]
                )
                messages += [reply async for reply in asked if reply["ts"] != parent["ts"]]
        ours = [each for each in messages if _is_ours(each, desk)]
        return {
            "speaking": [each["ts"] for each in ours if _says_something(each)],
            "files": [file["id"] for each in ours for file in each.get("files") or [] if _stands(file)],
            "cursor": (page.get("response_metadata") or {}).get("next_cursor") or None,
        }

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Empty what was found, and go on; once a whole pass has found nothing new, the channel is closed."""
        left = await uow.session.get_one(LeftChannel, item.intent["left_id"])
        said = [Said(channel_id=left.channel_id, ts=ts) for ts in result["speaking"]]
        files = [Said(file_id=file_id) for file_id in result["files"]]
        found = await take_back(uow, left.incident_id, [*said, *files]) + len(files)
        found, again = found + item.intent.get("found", 0), item.intent.get("again", 0)
        kind, more = "empty_channel", {"cursor": result["cursor"], "found": found, "again": again}
        if result["cursor"] is None:
            kind, more = "empty_channel", {"again": again + 1}
            if not found or again >= PASSES:
                kind, more = "leave_channel", {}
        await uow.announce(kind, incident=left.incident_id, priority=Priority.STAGE, left_id=left.id, **more)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Somebody archived or deleted it, or put us out: those who go on with it hear of that."""
        if error.code not in GONE:
            return False
        await _finish(uow, item.intent["left_id"], fault=error.code)
        return True


class LeaveChannel(Delivery):
    """The old channel gets a name and a topic that tell nothing, and is archived."""

    kind = "leave_channel"
    method = "conversations.archive"
    harmless_twice = True
    shows_incident = False
    is_discreet = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """By its number alone."""
        left = await session.get_one(LeftChannel, item.intent["left_id"])
        if left.done_at is not None:
            raise Skip("it is left")
        incident = await session.get_one(Incident, left.incident_id)
        name = left_name(incident.id, incident.declared_at, is_drill=incident.is_drill)
        return Call(args={"channel": left.channel_id, "name": name})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Topic, name, archive; what a workspace forbids us is told, and holds up nothing else."""
        channel_id, faults = call.args["channel"], []
        for method, args in (
            ("conversations.setTopic", {"topic": ""}),
            ("conversations.rename", {"name": call.args["name"]}),
            ("conversations.archive", {}),
        ):
            if method == "conversations.archive":
                await _hush(desk, channel_id)
            fault = await _try(desk, method, {"channel": channel_id, **args})
            faults += [f"{method}: {fault}"] if fault else []
        return {"faults": faults}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """Tell those who go on with it what is left for people to do."""
        await _finish(uow, item.intent["left_id"], fault="; ".join(result["faults"]))


async def _try(desk: Desk, method: str, args: Mapping[str, Any]) -> str | None:
    """One step, under another name where this one is taken; the fault that nobody here can mend."""
    names = [f"{args['name']}-{number}" for number in range(2, TRIES + 1)] if "name" in args else []
    tried = [args, *({**args, "name": name} for name in names)]
    for each in tried:
        try:
            await desk.chat.call(method, **each)
        except ChatError as refused:
            if refused.code == "name_taken":
                continue
            if refused.code in ALREADY_SO | {"is_archived", "not_in_channel"}:
                return None
            if not refused.permanent:
                raise
            return refused.code
        return None
    return "name_taken"


async def _hush(desk: Desk, channel_id: str) -> None:
    """Slack's own line about the rename bears the old name; where we may, it is deleted."""
    with contextlib.suppress(ChatError):
        newest = await desk.chat.read("conversations.history", channel=channel_id, limit=5)
        for each in newest["messages"]:
            if each.get("subtype") == "channel_name":
                await desk.chat.call("chat.delete", channel=channel_id, ts=each["ts"])


async def _finish(uow: UnitOfWork, left_id: int, *, fault: str) -> None:
    left = await uow.session.get_one(LeftChannel, left_id)
    if left.done_at is not None:
        return
    left.done_at = uow.now
    incident = await uow.session.get_one(Incident, left.incident_id)
    kept = select(EmptiedMessage).where(
        EmptiedMessage.incident_id == incident.id, EmptiedMessage.fault.is_not(None)
    )
    stayed = len((await uow.session.scalars(kept)).all())
    uow.record(incident.entry(EntryKind.CHANNEL_LEFT, at=uow.now, text=fault, stayed=stayed or None))
    into = incident.merged_into_id or incident.id
    await say(uow, into, "left_behind", left_id=left.id, stayed=stayed, fault=fault)


async def _is_under_way(session: AsyncSession, left: LeftChannel) -> bool:
    """What was sent before the move and has not come back, and what is still to be emptied."""
    waits = exists().where(
        OutboxItem.incident_id == left.incident_id,
        OutboxItem.standing == Standing.WAITING,
        or_(OutboxItem.id <= left.last_item_id, OutboxItem.kind.in_(["empty_message", "delete_file"])),
    )
    return bool((await session.scalars(select(waits))).one())


async def _is_told_of(session: AsyncSession) -> bool:
    """Whether a process has something at work that was drawn before a breach."""
    breaches = select(Incident.id).where(Incident.breach_at.is_not(None))
    at_work = exists().where(
        OutboxItem.standing == Standing.WAITING,
        OutboxItem.claimed_by.is_not(None),
        OutboxItem.incident_id.in_(breaches),
        OutboxItem.id <= select(func.max(LeftChannel.last_item_id)).scalar_subquery(),
        OutboxItem.kind.not_in(GOES_ON),
    )
    return bool((await session.scalars(select(at_work))).one())


def _is_ours(message: Mapping[str, Any], desk: Desk) -> bool:
    ours = desk.identity
    return message.get("user") == ours.user_id or bool(ours.bot_id and message.get("bot_id") == ours.bot_id)


def _says_something(message: Mapping[str, Any]) -> bool:
    neutral = handled_elsewhere().text
    is_empty = message.get("text") == neutral and not message.get("attachments")
    return not is_empty and message.get("subtype") not in {"tombstone", "channel_join"}


def _stands(file: Mapping[str, Any]) -> bool:
    return file.get("mode") != "tombstone"
