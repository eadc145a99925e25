"""People know better than lineage: what else is affected, what fails by itself, and what is fine."""

from sqlalchemy import select

from bot.blocks.impact.impact_forms import LONGEST_NAME, LONGEST_NOTE
from bot.impact.look_soon import look_soon
from bot.uow import UnitOfWork
from models.errors import FieldRefused, NothingToChange
from models.evidence_guard import require_no_data
from models.incident import Incident
from models.incident_asset import IncidentAsset, Part
from models.ledger import EntryKind


async def add_to_impact(
    uow: UnitOfWork, incident_id: int, name: str, part: Part, *, by_id: str, note: str = ""
) -> Incident:
    """Say that an asset is affected, or fails by itself; `name` is its key, or what people call it.

    Raises FieldRefused, NothingToChange, AlreadyClosed, and LooksLikeData of the note.
    """
    return await _say(uow, incident_id, name, part, by_id=by_id, note=note)


async def remove_from_impact(
    uow: UnitOfWork, incident_id: int, name: str, *, by_id: str, note: str = ""
) -> Incident:
    """Say that an asset is fine. Raises FieldRefused, NothingToChange, AlreadyClosed."""
    return await _say(uow, incident_id, name, Part.SPARED, by_id=by_id, note=note)


async def _say(
    uow: UnitOfWork, incident_id: int, name: str, part: Part, *, by_id: str, note: str
) -> Incident:
    incident = await uow.incident(incident_id)
    incident.require_open()
    name, note = " ".join(name.split())[:LONGEST_NAME], note.strip()[:LONGEST_NOTE]
    if not name:
        raise FieldRefused("asset", "Which asset?", "Say its name: `/incident impact add orders`.")
    require_no_data(note, incident_id=incident.id)
    before = await _standing(uow, incident, name)
    if before is not None and before.part is part and (not note or note == before.note):
        raise NothingToChange(f"That is said of {name} already.", "Nothing was changed.")
    if before is not None:
        before.withdrawn_at = uow.now
        await uow.session.flush()
    uow.session.add(
        IncidentAsset(
            incident_id=incident.id,
            name=name,
            part=part,
            note=note or None,
            added_by_id=by_id,
            added_at=uow.now,
        )
    )
    kind = EntryKind.IMPACT_REMOVED if part is Part.SPARED else EntryKind.IMPACT_ADDED
    said = f"{name} as failing" if part is Part.FAILING else name
    text = f"{said}: {note}" if note else said
    uow.record(incident.entry(kind, at=uow.now, by=by_id, text=text, asset=name, part=part))
    await look_soon(uow, incident)
    return incident


async def _standing(uow: UnitOfWork, incident: Incident, name: str) -> IncidentAsset | None:
    stands = select(IncidentAsset).where(
        IncidentAsset.incident_id == incident.id,
        IncidentAsset.name == name,
        IncidentAsset.withdrawn_at.is_(None),
    )
    return (await uow.session.scalars(stands)).one_or_none()
