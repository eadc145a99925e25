"""Say from when to when an asset's data was bad; a later word takes the place of the one before."""

from datetime import datetime

from bot.incidents.show_change import say
from bot.register.record_issues import record_issues, redraw_register
from bot.repair.read_windows import standing_window
from bot.uow import UnitOfWork
from models.affected_window import AffectedWindow
from models.bad_window import BadWindow, window_words
from models.errors import FieldRefused, NothingToChange
from models.evidence_guard import require_no_data
from models.ledger import EntryKind

#: As much as `AffectedWindow.asset` holds.
LONGEST_ASSET = 500


async def record_window(
    uow: UnitOfWork,
    incident_id: int,
    asset: str,
    window: BadWindow,
    *,
    by_id: str,
    known_good: str = "",
    note: str = "",
) -> AffectedWindow:
    """Also in a closed incident: what is learnt afterwards belongs to the record.

    `asset` is its key, or what people call it. What is left empty keeps what was said of it before.
    Raises FieldRefused, NothingToChange, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    asset = " ".join(asset.split())[:LONGEST_ASSET]
    if not asset:
        raise FieldRefused("asset", "Which asset?", "`/incident window orders from 2026-11-18 to 2026-11-20`")
    require_no_data(window.words, known_good, note, incident_id=incident.id)
    before = await standing_window(uow.session, incident.id, asset)
    row = _row(incident.id, asset, window, by_id=by_id, at=uow.now)
    row.known_good = known_good.strip() or (before.known_good if before else None)
    row.note = note.strip() or (before.note if before else None)
    if before is not None:
        if _said(before) == _said(row):
            raise NothingToChange(f"That is said of {asset} already.", "Nothing was changed.")
        before.withdrawn_at = uow.now
        await uow.session.flush()
    uow.session.add(row)
    uow.record(
        incident.entry(
            EntryKind.WINDOW_RECORDED,
            at=uow.now,
            by=by_id,
            text=_in_words(row),
            asset=asset,
            was=window_words(before.first_bad, before.last_bad) if before else None,
        )
    )
    await record_issues(uow, incident)
    await say(uow, incident, "window", by_id=by_id, text=_in_words(row))
    return row


async def withdraw_window(uow: UnitOfWork, incident_id: int, asset: str, *, by_id: str) -> AffectedWindow:
    """It was not bad after all. Raises NothingToChange."""
    incident = await uow.incident(incident_id)
    before = await standing_window(uow.session, incident.id, asset)
    if before is None:
        raise NothingToChange(f"No window is recorded for {asset}.", "`/incident window` shows them.")
    before.withdrawn_at = uow.now
    uow.record(
        incident.entry(EntryKind.WINDOW_WITHDRAWN, at=uow.now, by=by_id, text=_in_words(before), asset=asset)
    )
    await redraw_register(uow)
    await say(uow, incident, "window_withdrawn", by_id=by_id, text=_in_words(before))
    return before


def _row(incident_id: int, asset: str, window: BadWindow, *, by_id: str, at: datetime) -> AffectedWindow:
    return AffectedWindow(
        incident_id=incident_id,
        asset=asset,
        first_bad=window.first.words,
        first_at=window.first.at,
        last_bad=window.last.words if window.last else None,
        last_at=window.last.at if window.last else None,
        said_by_id=by_id,
        said_at=at,
    )


def _said(row: AffectedWindow) -> tuple[object, ...]:
    return row.first_bad, row.first_at, row.last_bad, row.last_at, row.known_good, row.note


def _in_words(row: AffectedWindow) -> str:
    """`marts.orders from 2026-11-18 to 2026-11-20; known good: the load of Tuesday`."""
    parts = [
        f"{row.asset} {window_words(row.first_bad, row.last_bad)}",
        f"known good: {row.known_good}" if row.known_good else "",
        row.note or "",
    ]
    return "; ".join(part for part in parts if part)
