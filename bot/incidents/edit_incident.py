"""Edit: correct what an incident is about; its channel is renamed with it."""

from collections.abc import Mapping
from typing import Any, Final

from bot.impact.look_soon import look_soon
from bot.incidents.declare_incident import checked_title
from bot.incidents.show_change import redraw
from bot.incidents.weigh_soon import weigh_soon
from bot.oncall.start_escalation import Nature, follow_nature
from bot.uow import UnitOfWork
from models.errors import FieldRefused
from models.incident import Incident
from models.outbox import Priority
from models.place import Place
from models.vocabulary import Symptom

#: What may be corrected; stage, severity and times have acts of their own.
EDITABLE: Final = frozenset({"title", "domain", "symptom", "asset"})


async def edit(
    uow: UnitOfWork,
    incident_id: int,
    changes: Mapping[str, Any],
    *,
    by_id: str,
    seen_version: int | None = None,
) -> Incident:
    """Change the named fields and leave the others. Raises FieldRefused, NothingToChange, StaleForm."""
    incident = await uow.incident(incident_id, seen_version=seen_version)
    before = Nature.of(incident)
    uow.record(incident.edit(_checked(changes), by=by_id, at=uow.now))
    await follow_nature(uow, incident, before, by_id=by_id)
    if {"asset", "symptom", "domain"} & changes.keys():
        await weigh_soon(uow, incident)
    if "asset" in changes:
        await look_soon(uow, incident)
    await _rename_channel(uow, incident)
    await redraw(uow, incident, headline=True)
    return incident


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    for field in changes.keys() - EDITABLE:
        raise FieldRefused(
            field, f"{field} cannot be edited.", f"Possible are {', '.join(sorted(EDITABLE))}."
        )
    return {field: _checked_field(field, value) for field, value in changes.items()}


def _checked_field(field: str, value: Any) -> Any:
    if field == "title":
        return checked_title(value or "")
    if field == "symptom":
        return Symptom(value) if value else None
    return (value or "").strip() or None


async def _rename_channel(uow: UnitOfWork, incident: Incident) -> None:
    place = await uow.session.get_one(Place, incident.id)
    await uow.announce(
        "rename_channel",
        incident=incident,
        after=place.open_item_id,
        subject=f"name:{incident.id}",
        priority=Priority.STAGE,
    )
