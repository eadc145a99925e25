"""Open the forms that move alerts and incidents, filled with what is known."""

from typing import Any, Final

from bot.alerts.choose_alerts import Choice, choices_of, loose_alerts
from bot.blocks.incident_lines import heading
from bot.blocks.incidents import move_forms
from bot.blocks.views import IncidentView
from bot.channels.read_members import refresh_members
from bot.desk import Desk
from bot.incidents.read_merge import merge_view
from bot.incidents.see_incidents import open_ids
from bot.incidents.show_incident import incident_view, incident_views
from handlers.answer import Open
from handlers.here import allow
from handlers.incoming import Incoming
from handlers.show_forms import keep, severities
from models.errors import NothingToChange

#: Incidents that a menu offers, worst first.
OFFERED: Final = 100


async def show_attach_here(desk: Desk, incident_id: int) -> Open:
    """Which of the alerts that fire and belong nowhere? Raises NothingToChange."""
    channels = {desk.directory.channel(name) for name in desk.playbook.watch}
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        choices = await loose_alerts(session, [each for each in channels if each])
    if not choices:
        raise NothingToChange(
            "No alert fires that belongs nowhere.",
            "For another one say which: `/incident attach` and the link to its message.",
        )
    return Open(
        move_forms.attach_here_form(view, words_of(choices), private_metadata=keep(incident=incident_id))
    )


async def show_detach(desk: Desk, incident_id: int) -> Open:
    """Which of this incident's alerts? Raises NothingToChange."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        choices = await choices_of(session, incident_id)
    _require_alerts(view, choices)
    return Open(move_forms.detach_form(view, words_of(choices), private_metadata=keep(incident=incident_id)))


async def show_split(desk: Desk, incident_id: int) -> Open:
    """What becomes an incident of its own? Raises NothingToChange."""
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
        choices = await choices_of(session, incident_id, causes=True)
    _require_alerts(view, choices)
    kept = keep(incident=incident_id)
    return Open(move_forms.split_form(view, words_of(choices), severities(desk), private_metadata=kept))


async def show_merge(
    desk: Desk, incoming: Incoming, incident_id: int, into_id: int | None, why: str = ""
) -> dict[str, Any]:
    """What will move, to be confirmed; without the other incident it is chosen first."""
    if into_id is None:
        return await _choose_survivor(desk, incoming, incident_id)
    await allow(desk, incoming, into_id)
    async with desk.store.reading() as session:
        view = await merge_view(session, incident_id, into_id, desk.clock())
    return move_forms.merge_form(view, why, private_metadata=keep(incident=incident_id, into=into_id))


def words_of(choices: list[Choice]) -> dict[str, str]:
    """As a menu takes them."""
    return {choice.value: choice.words for choice in choices}


async def _choose_survivor(desk: Desk, incoming: Incoming, incident_id: int) -> dict[str, Any]:
    await refresh_members(desk)
    async with desk.store.reading() as session:
        view = await incident_view(session, incident_id, desk.clock())
    others = [
        other
        for other in await _open_views(desk, incoming.user_id)
        if other.id != view.id
        and other.is_drill is view.is_drill
        and (other.is_private or not view.is_private)
    ]
    if not others:
        raise NothingToChange("No other incident is open that it could go into.", "Nothing was changed.")
    return move_forms.merge_into_form(view, _menu(others), private_metadata=keep(incident=incident_id))


async def _open_views(desk: Desk, user_id: str) -> tuple[IncidentView, ...]:
    async with desk.store.reading() as session:
        ids = await open_ids(session, user_id)
        return await incident_views(session, ids[:OFFERED], desk.clock())


def _menu(views: list[IncidentView]) -> dict[str, str]:
    return {str(view.id): heading(view) for view in views}


def _require_alerts(view: IncidentView, choices: list[Choice]) -> None:
    if not choices:
        raise NothingToChange(f"No alert belongs to {view.ref}.", "`/incident attach` adds one.")
