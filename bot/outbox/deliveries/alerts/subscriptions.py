"""Telling Amazon SNS that its messages are wanted here."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.errors import ChatError
from bot.integrations.amazon import NotFetched
from bot.outbox.delivery import Call, Delivery
from models.outbox import OutboxItem


class ConfirmSubscription(Delivery):
    """Visits the address that SNS gave for it; visiting it twice changes nothing."""

    kind = "confirm_subscription"
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Nothing to read."""
        return Call(args={"address": item.intent["address"]})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Visit it."""
        try:
            await desk.fetch(call.args["address"])
        except NotFetched as silent:
            raise ChatError(
                str(silent), method="confirm_subscription", permanent=silent.permanent
            ) from silent
        return {}
