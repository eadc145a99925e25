"""What people did to an incident's channel by hand: noticed, recorded, told to the commander with the remedy.

An event, or the slow tick, is only the reason to look; what is true is asked of Slack. So it does not
matter which of them came, in which order, or how often.
"""

from dataclasses import dataclass

from sqlalchemy import exists, select

from bot.blocks.incidents.trouble import Trouble, trouble_sentence
from bot.channels.notice_members import known_members
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.find_roles import role_holders
from bot.incidents.name_channel import name_of
from bot.incidents.show_change import redraw, say, tell
from bot.outbox.unpark import unpark_gone
from bot.register.record_issues import redraw_register
from bot.uow import UnitOfWork
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.vocabulary import Role

#: Nothing can be posted there until someone has mended it.
OUT_OF_REACH = frozenset({Trouble.ARCHIVED, Trouble.BOT_REMOVED, Trouble.DELETED})


@dataclass(frozen=True, slots=True)
class ChannelState:
    """A channel as Slack describes it now."""

    name: str = ""
    is_there: bool = True
    is_archived: bool = False
    is_member: bool = True
    is_private: bool = False


async def read_channel(desk: Desk, channel_id: str) -> ChannelState:
    """Ask Slack. Raises ChatError when it does not say."""
    try:
        channel = (await desk.chat.read("conversations.info", channel=channel_id))["channel"]
    except ChatError as refused:
        if refused.code == "channel_not_found":
            return ChannelState(is_there=False)
        raise
    return ChannelState(
        name=channel.get("name") or "",
        is_archived=bool(channel.get("is_archived")),
        is_member=bool(channel.get("is_member", True)),
        is_private=bool(channel.get("is_private")),
    )


def trouble_of(
    state: ChannelState, *, is_private: bool, was: str | None = None, is_deleted: bool = False
) -> Trouble | None:
    """What stands in the way until someone mends it; Slack hides a lost private channel as if deleted."""
    if not state.is_there:
        deleted = is_deleted or was == Trouble.DELETED or not is_private
        return Trouble.DELETED if deleted else Trouble.BOT_REMOVED
    if state.is_archived:
        return Trouble.ARCHIVED
    if not state.is_member:
        return Trouble.BOT_REMOVED
    if is_private and not state.is_private:
        return Trouble.MADE_PUBLIC
    return None


async def notice_channel(
    uow: UnitOfWork, incident_id: int, channel_id: str, state: ChannelState, *, is_deleted: bool = False
) -> Trouble | None:
    """Compare the channel with the record, and say what changed; gives back what is wrong now."""
    incident = await uow.incident(incident_id)
    place = await uow.session.get_one(Place, incident_id)
    if place.channel_id != channel_id:
        return None  # the incident has left it meanwhile
    place.checked_at = uow.now
    if state.is_there and state.is_private and not incident.is_private:
        await _made_private(uow, incident, place)
    if state.is_there and state.name:
        await _compare_names(uow, incident, place, state.name)
    was, place.trouble = (
        place.trouble,
        trouble_of(state, is_private=incident.is_private, was=place.trouble, is_deleted=is_deleted),
    )
    now = Trouble(place.trouble) if place.trouble else None
    if now is not None and now != was:
        await _troubled(uow, incident, place, now)
    elif was is not None and now is None:
        await _restored(uow, incident)
    return now


async def _made_private(uow: UnitOfWork, incident: Incident, place: Place) -> None:
    """Whoever hides the channel hides the incident: from here on only its members see it."""
    incident.is_private = True
    place.members_read_at = None
    if place.announcement_item_id is not None:
        await uow.announce("withdraw_announcement", incident=incident, after=place.announcement_item_id)
    await redraw_register(uow)
    await _troubled(uow, incident, place, Trouble.MADE_PRIVATE)


async def _compare_names(uow: UnitOfWork, incident: Incident, place: Place, name: str) -> None:
    """A rename is no lasting trouble, but told once; our own, also one that is under way, is no news."""
    if name == place.channel_name or await _renaming(uow, incident.id):
        return
    ours = name_of(incident)
    known, place.channel_name = place.channel_name, name
    if known is not None and name != ours:
        await _troubled(uow, incident, place, Trouble.RENAMED)


async def _renaming(uow: UnitOfWork, incident_id: int) -> bool:
    under_way = exists().where(
        OutboxItem.incident_id == incident_id,
        OutboxItem.kind == "rename_channel",
        OutboxItem.standing == Standing.WAITING,
    )
    return bool((await uow.session.scalars(select(under_way))).one())


async def _troubled(uow: UnitOfWork, incident: Incident, place: Place, trouble: Trouble) -> None:
    sentence = trouble_sentence(trouble, place.channel_name)
    uow.record(incident.entry(EntryKind.CHANNEL_TROUBLED, at=uow.now, text=sentence, trouble=trouble))
    if not incident.is_open:
        return
    if trouble not in OUT_OF_REACH:
        await redraw(uow, incident)
    if told_id := await _whom_to_tell(uow, incident, place):
        await tell(uow, told_id, "trouble", incident=incident, trouble=trouble)
    elif trouble not in OUT_OF_REACH:
        await say(uow, incident, "trouble", trouble=trouble)


async def _whom_to_tell(uow: UnitOfWork, incident: Incident, place: Place) -> str | None:
    """The commander, else who declared; of a private incident only someone who is in its channel."""
    leader_id = (await role_holders(uow.session, incident.id)).get(Role.COMMANDER)
    known = [person_id for person_id in (leader_id, incident.declared_by_id) if person_id]
    if incident.is_private:
        members = await known_members(uow.session, place.channel_id or "")
        known = [person_id for person_id in known if person_id in members]
    return next(iter(known), None)


async def _restored(uow: UnitOfWork, incident: Incident) -> None:
    uow.record(incident.entry(EntryKind.CHANNEL_RESTORED, at=uow.now))
    await unpark_gone(uow.session, incident.id)
    await redraw(uow, incident, headline=True)
    if incident.is_open:
        await say(uow, incident, "trouble_over")
