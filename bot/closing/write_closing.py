"""Write the close notice from the record, for a person to read before it goes out."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.closing.close_notice import LONGEST_TEXT, ClosingView, ToldLine
from bot.blocks.limits import clip
from bot.blocks.views import IncidentView
from bot.causes.read_causes import cause_sentence
from bot.closing.find_told import ANNOUNCEMENT, OWNER, THREAD, Heard, find_told
from bot.desk import Desk
from bot.incidents.show_incident import incident_view
from bot.ledger.people import names_of
from bot.prose.closing import Closing
from bot.repair.read_backfill import backfill_of
from bot.repair.read_windows import windows_of
from bot.verification.read_proven import read_proven
from models.backfill import OPEN
from models.bad_window import window_words
from models.close_notice import CloseNotice
from models.errors import NothingToChange
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry

#: Of each kind of thing so many are named.
_NAMED: Final = 5

_WORDS = {ANNOUNCEMENT: "the announcement", THREAD: "the thread it came from", OWNER: "an owner"}


async def write_closing(desk: Desk, session: AsyncSession, incident_id: int) -> ClosingView:
    """What would be sent, and to whom. Raises NothingToChange where it is not over."""
    incident = await session.get_one(Incident, incident_id)
    require_over(incident)
    view = await incident_view(session, incident_id, desk.clock())
    before = await last_notice(session, incident)
    text = before.text if before else desk.prose.close_notice(await read_closing(session, view))
    return ClosingView(
        incident=view,
        text=clip(text, LONGEST_TEXT),
        rerun=before.rerun if before else await _rerun(session, desk, incident_id),
        remedy=before.remedy if before else None,
        told=lines_of(await find_told(session, incident)),
        sent_before_at=before.sent_at if before else None,
        sent_before_by_id=before.sent_by_id if before else None,
    )


def require_over(incident: Incident) -> None:
    """Raise NothingToChange for one that goes on, here or as part of another."""
    if incident.is_open:
        raise NothingToChange(f"{incident.ref} is open.", "A close notice is sent when it is closed.")
    if incident.merged_into_id is not None:
        raise NothingToChange(
            f"{incident.ref} went into another incident.", "Those who were told hear when that one is over."
        )


async def last_notice(session: AsyncSession, incident: Incident) -> CloseNotice | None:
    """The newest of this close; what an earlier close said is not said again."""
    sent = select(CloseNotice).where(
        CloseNotice.incident_id == incident.id, CloseNotice.sent_at >= incident.closed_at
    )
    return (await session.scalars(sent.order_by(CloseNotice.id.desc()).limit(1))).first()


async def read_closing(session: AsyncSession, view: IncidentView) -> Closing:
    """What the record says."""
    signed = [word.by_id for word in (await read_proven(session, view.id)).words.values() if word.is_given]
    names = await names_of(session, [*signed, view.commander_id, view.declared_by_id])
    return Closing(
        incident=view,
        names=names,
        cause=await cause_sentence(session, view.id),
        contained_at=await _contained_at(session, view.id),
        effect=await _effect(session, view.id),
        waits=tuple(each.name for each in (await backfill_of(session, view.id)).lines if each.state in OPEN),
        signed_by=tuple(dict.fromkeys(names.get(each, each) for each in signed if each)),
    )


def lines_of(told: Iterable[Heard]) -> tuple[ToldLine, ...]:
    """For people."""
    return tuple(ToldLine(what=_WORDS[each.what], to_id=each.to_id) for each in told)


async def _contained_at(session: AsyncSession, incident_id: int) -> datetime | None:
    """When something first kept bad data from being read; an entry may also say why nothing could."""
    said = select(LedgerEntry.at, LedgerEntry.detail).where(
        LedgerEntry.incident_id == incident_id, LedgerEntry.kind == EntryKind.CONTAINMENT_RECORDED
    )
    found = [at for at, detail in await session.execute(said) if not detail.get("nothing_can")]
    return min(found, default=None)


async def _rerun(session: AsyncSession, desk: Desk, incident_id: int) -> str | None:
    """What was computed from bad data, as far as windows say."""
    windows = await windows_of(session, incident_id, desk.atlas.at_hand)
    said = [
        f"what was computed from {each.name} {window_words(each.first_bad, each.last_bad)}"
        for each in windows[:_NAMED]
    ]
    return "; ".join(said) or None


async def _effect(session: AsyncSession, incident_id: int) -> str | None:
    """What the last close said of decisions that were taken by wrong data."""
    closes = select(LedgerEntry.detail).where(
        LedgerEntry.incident_id == incident_id, LedgerEntry.kind == EntryKind.CLOSED
    )
    detail = await session.scalar(closes.order_by(LedgerEntry.id.desc()).limit(1))
    return (detail or {}).get("effect")
