"""The changes of an incident, as its entries say: what was done to which system, and what became of it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.ledger.views import ChangeView, StepView
from bot.ledger.merged_ids import merged_ids
from bot.ledger.standing_entries import Standing, read_standing
from bot.playbook import Playbook
from models.change import ChangeState, life_of
from models.change_card import ChangeCard
from models.errors import NotFound
from models.incident import Incident
from models.ledger import STEP_KINDS, EntryKind, LedgerEntry
from models.typed_entry import change_of

_KINDS = (EntryKind.CHANGE_RECORDED, *STEP_KINDS)


async def read_changes(
    session: AsyncSession, incident_id: int, playbook: Playbook | None = None
) -> tuple[ChangeView, ...]:
    """In the order in which they happened; withdrawn ones are left out."""
    ids = await merged_ids(session, incident_id)
    found = await _read(session, incident_id, playbook, LedgerEntry.incident_id.in_(ids))
    return tuple(each for each in found if not each.is_withdrawn)


async def open_changes(
    session: AsyncSession, incident_id: int, playbook: Playbook | None = None
) -> tuple[ChangeView, ...]:
    """Those of which something is still to be done or seen, temporary ones that are in place among them."""
    return tuple(
        each for each in await read_changes(session, incident_id, playbook) if not each.life.is_settled
    )


async def remedy_sentence(session: AsyncSession, incident_id: int) -> str | None:
    """What was done, in the words of the changes that hold."""
    held = [each for each in await read_changes(session, incident_id) if each.life.state is ChangeState.HELD]
    return "; ".join(each.text.rstrip(". ") for each in held) or None


async def find_change(session: AsyncSession, entry_id: int, playbook: Playbook | None = None) -> ChangeView:
    """One, by the entry that records it, also when that was withdrawn. Raises NotFound."""
    entry = await session.get(LedgerEntry, entry_id)
    if entry is not None and entry.kind is EntryKind.CHANGE_RECORDED:
        of_it = or_(LedgerEntry.id == entry_id, LedgerEntry.detail["change"].as_integer() == entry_id)
        of_incident = LedgerEntry.incident_id == entry.incident_id
        [found] = await _read(session, entry.incident_id, playbook, of_incident, of_it)
        return found
    raise NotFound("There is no such change.", "`/incident timeline` shows the ledger.")


async def _read(
    session: AsyncSession, incident_id: int, playbook: Playbook | None, *where: ColumnElement[bool]
) -> list[ChangeView]:
    standing = await read_standing(
        session, *where, LedgerEntry.kind.in_(_KINDS), LedgerEntry.corrects_id.is_(None)
    )
    if not standing:
        return []
    steps: dict[int, list[Standing]] = defaultdict(list)
    for each in standing:
        if isinstance(meant := each.detail.get("change"), int) and not each.is_withdrawn:
            steps[meant].append(each)
    ids = {each.entry.incident_id for each in standing}
    cards = select(ChangeCard.entry_id, ChangeCard.message_ts).where(ChangeCard.incident_id.in_(ids))
    messages = {row.entry_id: row.message_ts for row in await session.execute(cards)}
    incidents = {
        each.id: each for each in await session.scalars(select(Incident).where(Incident.id.in_(ids)))
    }
    return [
        replace(
            _view(each, steps[each.entry.id], incidents[each.entry.incident_id], incident_id, playbook),
            message_ts=messages.get(each.entry.id),
        )
        for each in standing
        if each.entry.kind is EntryKind.CHANGE_RECORDED
    ]


def _view(
    standing: Standing,
    steps: Sequence[Standing],
    incident: Incident,
    shown_in: int,
    playbook: Playbook | None,
) -> ChangeView:
    entry, typed = standing.entry, change_of(standing.detail)
    taken = sorted(steps, key=lambda each: each.entry.id)
    life = life_of(
        typed.state,
        [STEP_KINDS[each.entry.kind] for each in taken],
        author_id=standing.detail.get("author") or entry.actor_id,
        is_temporary=bool(typed.temporary),
    )
    asked = playbook is not None and incident.severity in playbook.changes.approval
    return ChangeView(
        id=entry.id,
        incident_id=entry.incident_id,
        text=standing.text,
        by_id=life.author_id,
        at=standing.at,
        life=life,
        typed=typed,
        steps=tuple(
            StepView(step=STEP_KINDS[each.entry.kind], why=each.text, by_id=each.entry.actor_id, at=each.at)
            for each in taken
        ),
        wants_approval=asked and not life.is_approved,
        is_drill=incident.is_drill,
        is_withdrawn=standing.is_withdrawn,
        of_ref=None if entry.incident_id == shown_in else incident.ref,
        message_link=entry.permalink,
    )
