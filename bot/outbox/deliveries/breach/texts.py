"""What the private channel of a breach is told, with the channel that was left."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.message_link import channel_link
from bot.blocks.breach import LeftView, left_behind, moved_private
from bot.blocks.kit import Message
from bot.blocks.views import IncidentView
from bot.desk import Desk
from models.breach import LeftChannel

BREACH: Final = frozenset({"moved_private", "left_behind"})


async def of_breach(
    view: IncidentView, facts: Mapping[str, Any], session: AsyncSession, desk: Desk
) -> Message:
    """That it moved here; later, that nothing of ours is left there."""
    left = await session.get_one(LeftChannel, facts["left_id"])
    shown = LeftView(
        address=channel_link(desk.identity.team_url, left.channel_id),
        commander_id=view.commander_id,
        protocol=desk.playbook.security_protocol,
    )
    if facts["what"] == "moved_private":
        return moved_private(view, shown, by_id=facts["by_id"], why=facts["why"])
    return left_behind(view, shown, stayed=facts["stayed"], fault=facts["fault"])
