"""An asset failed for which nobody answers: naming someone is a follow-up, asked once for each incident."""

from sqlalchemy import select

from bot.blocks.limits import clip, one_line
from bot.playbook import Fallback
from bot.uow import UnitOfWork
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.ownership import Ownership


async def ask_for_steward(uow: UnitOfWork, incident: Incident, owned: Ownership, asset: str) -> bool:
    """Add the follow-up, where the team names stewards at all; whether it was added.

    Drills ask for nothing.
    """
    names_stewards = bool(uow.playbook.owners) or uow.playbook.fallback != Fallback()
    if not names_stewards or not owned.has_no_steward or incident.is_drill:
        return False
    if asset in await _asked_for(uow, incident):
        return False
    who = ", ".join(given.value for given in owned.stewards)
    stands_in = f" {clip(one_line(who), 200)} stands in." if who else ""
    words = f"Name a steward for {clip(one_line(asset), 300)}.{stands_in}"
    entry = incident.entry(EntryKind.FOLLOW_UP_ADDED, at=uow.now, text=words, steward_for=asset)
    uow.record(entry)
    return True


async def _asked_for(uow: UnitOfWork, incident: Incident) -> set[str | None]:
    """The assets of this incident for which that was asked before."""
    asked = select(LedgerEntry).where(
        LedgerEntry.incident_id == incident.id,
        LedgerEntry.kind == EntryKind.FOLLOW_UP_ADDED,
        LedgerEntry.actor_id.is_(None),
    )
    return {entry.detail.get("steward_for") for entry in await uow.session.scalars(asked)}
