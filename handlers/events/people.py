"""People: who comes and goes, whose profile changed, who is in a group, who looks at their App Home."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from sqlalchemy import bindparam, select

from bot.channels import notice_members
from bot.channels.read_members import refresh_members
from bot.channels.reconcile import notice_state
from bot.desk import Desk
from handlers.here import incident_of_channel
from models.place import Place

#: Two for each incident that opens, so built once.
_THERE: Final = select(Place).where(Place.channel_id == bindparam("channel_id"))


async def member_joined(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """Someone is in an incident's channel now; when it is us, it may be reached again."""
    channel_id, user_id = str(event["channel"]), str(event["user"])
    async with desk.store.reading() as session:
        place = (await session.scalars(_THERE, {"channel_id": channel_id})).one_or_none()
    if place is None:
        return
    if user_id == desk.identity.user_id:
        if place.trouble is not None:  # else we come as its maker, which is no news
            await notice_state(desk, place.incident_id, channel_id, receipt=inbox_id)
        return
    async with desk.store.unit(inbox_id) as uow:
        await notice_members.joined(uow, place.incident_id, channel_id, user_id)


async def member_left(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """Someone left, and with them their roles; when it was us, that is trouble."""
    channel_id, user_id = str(event["channel"]), str(event["user"])
    incident_id = await incident_of_channel(desk, channel_id)
    if incident_id is None:
        return
    if user_id == desk.identity.user_id:
        await notice_state(desk, incident_id, channel_id, receipt=inbox_id)
        return
    async with desk.store.unit(inbox_id) as uow:
        await notice_members.left(uow, incident_id, channel_id, user_id)


async def user_change(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """A new name, zone or standing; whoever left the workspace holds no role any more."""
    user = event["user"]
    await desk.directory.hear_of([user])
    if user.get("deleted"):
        async with desk.store.unit(inbox_id) as uow:
            await notice_members.left_workspace(uow, user["id"])


async def group_members_changed(desk: Desk, event: Mapping[str, Any], _inbox_id: int) -> None:
    """The event has only the difference, and one may have been lost: the groups are read anew."""
    if desk.playbook.responders or desk.directory.group(str(event.get("subteam_id"))):
        await desk.directory.read_groups()


async def group_updated(desk: Desk, event: Mapping[str, Any], _inbox_id: int) -> None:
    """This event has the whole group."""
    group = event["subteam"]
    if "users" in group:
        await desk.directory.hear_group(group["id"], group.get("handle") or "", list(group["users"]))


async def home_opened(desk: Desk, event: Mapping[str, Any], inbox_id: int) -> None:
    """Someone looks at their App Home: draw it for their eyes."""
    if event.get("tab", "home") != "home":
        return
    await refresh_members(desk)
    async with desk.store.unit(inbox_id) as uow:
        await notice_members.announce_home(uow, str(event["user"]))


EVENTS: Final[Mapping[str, Callable[[Desk, Mapping[str, Any], int], Awaitable[None]]]] = {
    "member_joined_channel": member_joined,
    "member_left_channel": member_left,
    "user_change": user_change,
    "team_join": user_change,
    "subteam_members_changed": group_members_changed,
    "subteam_updated": group_updated,
    "app_home_opened": home_opened,
}
