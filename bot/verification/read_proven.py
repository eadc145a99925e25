"""How proof stands, from the ledger, the alerts, and what was asked for."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Row, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models.change import ChangeState
from models.concern import Concern
from models.ledger import EntryKind, LedgerEntry
from models.proof import Proof
from models.stages import ORDER
from models.verification import Check, Happened, Look, Proven, RoundEnded, Seen, SignsAs, Word, prove
from models.vocabulary import AlertStatus, Role, Stage

_LOOKS: Final = {EntryKind.CHECK_HELD: True, EntryKind.CHECK_FAILED: False}
_WORDS: Final = {EntryKind.SIGN_OFF_GIVEN: True, EntryKind.SIGN_OFF_REFUSED: False}
#: The system is not as it was when somebody looked.
_CHANGES: Final = frozenset(
    {EntryKind.CHANGE_RECORDED, EntryKind.CHANGE_APPLIED, EntryKind.CHANGE_ROLLED_BACK}
)
_ENDS: Final = (EntryKind.STAGE_ADVANCED, EntryKind.CLOSED, EntryKind.REOPENED, EntryKind.MERGED)
_KINDS: Final = (*_LOOKS, *_WORDS, *_CHANGES, *_ENDS)


#: No more than that: it is asked at every card, and there may be hundreds.
_SAID: Final = select(
    LedgerEntry.kind, LedgerEntry.detail, LedgerEntry.text, LedgerEntry.actor_id, LedgerEntry.at
)


async def read_proven(session: AsyncSession, incident_id: int) -> Proven:
    """Of one incident; what was proven of those that were merged into it does not count here."""
    asked = await session.get(Proof, incident_id)
    withdrawn = select(LedgerEntry.corrects_id).where(
        LedgerEntry.incident_id == incident_id,
        LedgerEntry.kind == EntryKind.ENTRY_WITHDRAWN,
        LedgerEntry.corrects_id.is_not(None),
    )
    said = _SAID.where(
        LedgerEntry.incident_id == incident_id,
        LedgerEntry.kind.in_(_KINDS),
        LedgerEntry.id.not_in(withdrawn.scalar_subquery()),
    )
    entries = await session.execute(said.order_by(LedgerEntry.id))
    return prove(
        _happened(entries),
        asked_checks=[Check(each) for each in asked.checks] if asked else (),
        asked_roles=[Role(each) for each in asked.sign_offs] if asked else (),
        alerts=await read_alerts(session, incident_id, green_runs=asked.green_runs if asked else 1),
    )


async def read_alerts(session: AsyncSession, incident_id: int, *, green_runs: int) -> Seen:
    """How many alerts belong to it, and how many of them were fine so often in a row."""
    is_fine = and_(Concern.status != AlertStatus.FIRING, Concern.green_count >= green_runs)
    counted = select(func.count(), func.coalesce(func.sum(case((is_fine, 1), else_=0)), 0))
    total, fine = (await session.execute(counted.where(Concern.incident_id == incident_id))).one()
    return Seen(total=total, fine=fine)


def changes_system(kind: EntryKind, detail: Mapping[str, Any]) -> bool:
    """Whether an entry says that a change was made to a system, or undone; a plan is none."""
    planned = kind is EntryKind.CHANGE_RECORDED and detail.get("state") == ChangeState.PLANNED
    return kind in _CHANGES and not planned


def _happened(entries: Iterable[Row[Any]]) -> Iterator[Happened]:
    is_closed = False
    for entry in entries:
        if entry.kind in {EntryKind.CLOSED, EntryKind.REOPENED}:
            is_closed = entry.kind is EntryKind.CLOSED
        if entry.kind in _LOOKS:
            yield _look(entry)
        elif entry.kind in _WORDS:
            yield _word(entry)
        elif changes_system(entry.kind, entry.detail) and not is_closed:
            yield RoundEnded(by_change_at=entry.at)
        elif _begins_anew(entry):
            yield RoundEnded()


def _look(entry: Row[Any]) -> Look:
    detail = entry.detail
    return Look(
        check=Check(detail["check"]),
        holds=_LOOKS[entry.kind],
        seen=entry.text,
        by_id=entry.actor_id,
        at=entry.at,
        baseline=detail.get("baseline"),
        link=detail.get("link"),
        query=detail.get("query"),
        count=detail.get("count"),
    )


def _word(entry: Row[Any]) -> Word:
    return Word(
        role=Role(entry.detail["role"]),
        is_given=_WORDS[entry.kind],
        by_id=entry.actor_id,
        at=entry.at,
        why=entry.text,
        signs_as=SignsAs(entry.detail["signs_as"]),
    )


def _begins_anew(entry: Row[Any]) -> bool:
    if entry.kind is not EntryKind.STAGE_ADVANCED:
        return entry.kind in {EntryKind.REOPENED, EntryKind.MERGED}
    before, after = Stage(entry.detail["before"]), Stage(entry.detail["after"])
    return ORDER.index(after) < ORDER.index(before)
