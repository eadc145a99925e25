"""Record data issues: what an incident leaves behind on each asset that failed, for later readers."""

from typing import Final

from sqlalchemy import select

from bot.impact.read_said import read_said
from bot.repair.read_windows import windows_of
from bot.uow import UnitOfWork
from models.data_issue import DataIssue
from models.incident import Incident
from models.outbox import Priority
from models.vocabulary import Outcome

#: What was no trouble leaves nothing behind.
LEAVES: Final = frozenset({Outcome.FIXED, Outcome.NO_ACTION})

#: A storm names very many; of these the record of the incident has all.
MOST: Final = 50


async def record_issues(uow: UnitOfWork, incident: Incident, *, remedy: str | None = None) -> None:
    """One for each asset that failed, or for which a window is said; `remedy` is what to do about the data.

    What was recorded before stays, and follows the incident: a reopened one is open again in the register.
    """
    if incident.is_drill or incident.is_open or incident.outcome not in LEAVES:
        return
    known = await _known(uow, incident.id)
    for asset in await _assets(uow, incident):
        if asset not in known:
            known[asset] = DataIssue(incident_id=incident.id, asset=asset, recorded_at=uow.now)
            uow.session.add(known[asset])
    for issue in known.values():
        issue.remedy = remedy or issue.remedy
    await redraw_register(uow)


async def redraw_register(uow: UnitOfWork) -> None:
    """The files are to say what is true now; several changes are written once."""
    if uow.playbook.data_issues.folder is not None:
        await uow.announce_unless_waiting("write_register", subject="register", priority=Priority.BACKGROUND)


async def _known(uow: UnitOfWork, incident_id: int) -> dict[str, DataIssue]:
    rows = await uow.session.scalars(select(DataIssue).where(DataIssue.incident_id == incident_id))
    return {row.asset: row for row in rows}


async def _assets(uow: UnitOfWork, incident: Incident) -> list[str]:
    said = await read_said(uow.session, incident.id)
    failing = [name for name in said.failing if name not in said.spared]
    windows = [window.asset for window in await windows_of(uow.session, incident.id)]
    return [name[:500] for name in dict.fromkeys([*windows, *failing])][:MOST]
