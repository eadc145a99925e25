"""App Home, drawn for one person when they look at it."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.front.home import home
from bot.desk import Desk
from bot.errors import ChatError
from bot.incidents.read_home import home_view_of
from bot.outbox.delivery import Call, Delivery, Skip
from bot.uow import UnitOfWork
from models.outbox import OutboxItem

#: There is nobody, or no tab, to show it to: nothing that anyone could mend by retrying.
_NOBODY: Final = frozenset({"not_enabled", "user_not_found", "user_not_visible", "user_disabled"})


class PublishHome(Delivery):
    """Only what this person may see, as it stands when it is sent."""

    kind = "publish_home"
    method = "views.publish"
    harmless_twice = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Draw it."""
        user_id = item.intent["user_id"]
        person = desk.directory.person(user_id)
        if person is not None and (person.has_left or person.is_bot):
            raise Skip("nobody looks at it")
        view = await home_view_of(session, user_id, desk)
        return Call(args={"user_id": user_id, "view": home(view)})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Publish it."""
        await desk.chat.call("views.publish", **call.args)
        return {}

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """A workspace may have switched the tab off."""
        return error.code in _NOBODY
