"""A close notice as it was sent, drawn for those who get it and for the incident's own channel."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.closing.close_notice import ClosingView, closing_notice, closing_sent
from bot.blocks.kit import Message
from bot.blocks.views import IncidentView
from bot.closing.find_told import find_told
from bot.closing.write_closing import lines_of
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from models.close_notice import CloseNotice
from models.incident import Incident


async def closing_message(session: AsyncSession, close_notice_id: int, desk: Desk) -> Message:
    """The notice."""
    notice = await session.get_one(CloseNotice, close_notice_id)
    view = await incident_view(session, notice.incident_id, desk.clock())
    return _drawn(view, notice)


async def closing_in_channel(view: IncidentView, facts: Mapping[str, Any], session: AsyncSession) -> Message:
    """Here it is a line about who got it; where that is nobody, the notice itself."""
    notice = await session.get_one(CloseNotice, facts["notice_id"])
    if facts["what"] == "closing_here":
        return _drawn(view, notice)
    told = await find_told(session, await session.get_one(Incident, notice.incident_id))
    return closing_sent(view, lines_of(told), by_id=notice.sent_by_id)


def _drawn(view: IncidentView, notice: CloseNotice) -> Message:
    return closing_notice(
        ClosingView(
            incident=view,
            text=notice.text,
            rerun=notice.rerun,
            remedy=notice.remedy,
            sent_by_id=notice.sent_by_id,
        )
    )
