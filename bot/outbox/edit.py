"""Edits in the outbox: a message of ours is to show what is true now."""

from typing import Any

from bot.desk import Desk
from bot.outbox.delivery import Call, Delivery


class Edit(Delivery):
    """One `chat.update`; its kind says of which message, and what it shows."""

    method = "chat.update"
    harmless_twice = True

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Edit it in place."""
        await desk.chat.call("chat.update", **call.args)
        return {}
