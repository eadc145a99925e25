"""Who may do what: asked on the server for every verb, press and form, because anyone can send them.

Whoever may see an incident may act in it; guests and people of other workspaces may read and note only.
"""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import select

from bot.channels.read_members import refresh_members
from bot.desk import Desk
from bot.incidents.see_incidents import find_visible
from models.errors import NotAllowed
from models.place import Place

_UNKNOWN: Final = "Slack did not tell me who you are."


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, and from where."""

    user_id: str
    team_id: str = ""
    channel_id: str | None = None


async def require_may_act(
    desk: Desk, asking: Asking, incident_id: int | None = None, *, notes_only: bool = False
) -> None:
    """Raise NotFound or NotAllowed unless this person may see the incident, and act in it.

    With `notes_only` seeing is enough: guests may read and note. Without an incident (declaring one) only
    the person is asked about.
    """
    if incident_id is not None:
        await _require_sees(desk, asking, incident_id)
    if notes_only:
        return
    if asking.team_id and desk.identity.team_id and asking.team_id != desk.identity.team_id:
        raise NotAllowed("People of other workspaces may read and note only.", "Ask someone of the team.")
    person = await desk.directory.look_up(asking.user_id)
    if person is None:
        raise NotAllowed(_UNKNOWN, "Try again in a moment.")
    if person.is_guest:
        raise NotAllowed("Guests may read and note only.", "Ask someone of the team.")
    if person.has_left or person.is_bot:
        raise NotAllowed("This account may not act here.", "Ask someone of the team.")


async def _require_sees(desk: Desk, asking: Asking, incident_id: int) -> None:
    async with desk.store.reading() as session:
        place = (await session.scalars(select(Place).where(Place.incident_id == incident_id))).one_or_none()
    if place is not None and place.channel_id is not None and place.channel_id == asking.channel_id:
        return  # Slack lets nobody act from a channel they are not in
    await refresh_members(desk, incident_id)
    async with desk.store.reading() as session:
        await find_visible(session, incident_id, asking.user_id)
