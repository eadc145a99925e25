"""Undo: a merge, a split, an attachment or a detachment is taken back, and all is as it was before.

What has to be known for it stands in the ledger entry that tells of the move.
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import select

from bot.alerts.carry_alerts import Carried, carry, carry_back, gone_elsewhere
from bot.alerts.load_facts import lock_deciding
from bot.alerts.redraw_moved import redraw_cards_of, redraw_incident
from bot.alerts.undo_attachment import undo_attachment
from bot.breach.open_again import open_if_left
from bot.incidents.close_incident import cancel_hand_offs
from bot.incidents.lock_two import lock_two
from bot.incidents.merge_incidents import require_may_merge
from bot.incidents.plan_session import drop_sessions
from bot.incidents.show_change import say
from bot.incidents.show_in_thread import redraw_threads
from bot.oncall.answer_call import stop_calling
from bot.oncall.start_escalation import restart_escalation
from bot.stages.pause import pause_again
from bot.stages.resume import end_pause
from bot.stages.run_clock import end_clock, hurry_clock
from bot.uow import UnitOfWork
from bot.updates.move_promise import bring_promise_back
from bot.updates.promise_check_in import promise
from bot.updates.settle_check_ins import settle_check_ins
from models.errors import CannotUndo, NotFound, OfOlderVersion
from models.incident import HandOff, Incident
from models.ledger import EntryKind, LedgerEntry

#: After that, people have built on it.
WITHIN: Final = timedelta(days=1)

_UNDONE: Final = (EntryKind.MERGE_UNDONE, EntryKind.SPLIT_UNDONE)
_ALERT_MOVED: Final = (EntryKind.ALERT_ATTACHED, EntryKind.ALERT_DETACHED)


async def undo_move(uow: UnitOfWork, entry_id: int, *, by_id: str) -> LedgerEntry:
    """Take back what a ledger entry tells of; that entry. Raises NotFound, CannotUndo."""
    entry = await uow.session.get(LedgerEntry, entry_id)
    if entry is None:
        raise NotFound("There is nothing to undo.", "`/incident timeline` shows what happened.")
    await lock_deciding(uow.session)
    if entry.kind is EntryKind.MERGED and "moved" in entry.detail:
        await _undo_merge(uow, entry, by_id)
    elif entry.kind is EntryKind.SPLIT and "moved" in entry.detail:
        await _undo_split(uow, entry, by_id)
    elif entry.kind in _ALERT_MOVED and "moved" in entry.detail:
        await _require_fresh(uow, entry, "Attach or detach the alert by hand: `/incident attach`.")
        await undo_attachment(uow, entry, by_id=by_id)
    else:
        raise OfOlderVersion
    return entry


def ends_of(entry: LedgerEntry) -> tuple[int, ...]:
    """The incidents that the undoing changes: whoever asks must be allowed to act in each."""
    moved = entry.detail.get("moved") or {}
    ends = {entry.incident_id, moved.get("from_id"), moved.get("to_id"), entry.detail.get("other")}
    return tuple(sorted(each for each in ends if each is not None))


async def _undo_merge(uow: UnitOfWork, entry: LedgerEntry, by_id: str) -> None:
    merged, survivor = await lock_two(uow, entry.incident_id, entry.detail["other"])
    carried = Carried.from_detail(entry.detail["moved"])
    by_hand = f"Reopen {merged.ref} in its channel, then `/incident attach` what belongs to it."
    await _require_fresh(uow, entry, by_hand)
    if merged.is_open or merged.merged_into_id != survivor.id:
        raise CannotUndo(f"{merged.ref} was taken up again since.", "`/incident attach` brings alerts back.")
    _require_open(survivor, by_hand)
    await _require_undisturbed(uow, carried, by_hand)
    await carry_back(uow, carried)
    merged.part(entry.detail["before"])
    await open_if_left(uow, merged)
    await hurry_clock(uow, merged)
    await restart_escalation(uow, merged, by_id=by_id)
    promised = entry.detail["promises"]
    if promised and not await bring_promise_back(uow, promised, by_id=by_id):
        await promise(uow, merged)  # it was kept there meanwhile: the next one is due here
    for hand_off_id in entry.detail["hand_offs"]:
        offer = await uow.session.get_one(HandOff, hand_off_id)
        offer.answered_at = offer.accepted = None
    await _tell(uow, EntryKind.MERGE_UNDONE, (merged, survivor), undoes=entry.id, by_id=by_id)
    await pause_again(uow, merged, ended_at=entry.at, by_id=by_id)
    await redraw_cards_of(uow, carried.fingerprints)


async def _undo_split(uow: UnitOfWork, entry: LedgerEntry, by_id: str) -> None:
    """The new one ends as part of the one it came from, with all that came to it since."""
    new, source = await lock_two(uow, entry.detail["other"], entry.incident_id)
    carried = Carried.from_detail(entry.detail["moved"])
    by_hand = f"Use `/incident merge {source.ref}` in the channel of {new.ref}."
    await _require_fresh(uow, entry, by_hand)
    _require_open(new, f"Reopen {new.ref} first.")
    _require_open(source, f"Reopen {source.ref} first.")
    await require_may_merge(uow.session, new, source)
    await _require_undisturbed(uow, carried, by_hand)
    await carry_back(uow, carried)
    late = await carry(uow, new.id, source.id)
    await settle_check_ins(uow, new.id, "the undoing", by_id=by_id)
    await cancel_hand_offs(uow, new.id)
    await end_clock(uow, new, "merged", by_id=by_id)
    await end_pause(uow, new, by_id=by_id)
    await drop_sessions(uow, new.id)
    new.merge_into(source.id, by=by_id, at=uow.now)
    await stop_calling(uow, new)
    await _tell(uow, EntryKind.SPLIT_UNDONE, (new, source), undoes=entry.id, by_id=by_id)
    await redraw_cards_of(uow, (*carried.fingerprints, *late.fingerprints))


async def _require_fresh(uow: UnitOfWork, entry: LedgerEntry, by_hand: str) -> None:
    if uow.now - entry.at > WITHIN:
        raise CannotUndo("That was more than a day ago.", by_hand)
    later = select(LedgerEntry).where(
        LedgerEntry.id > entry.id,
        LedgerEntry.incident_id == entry.incident_id,
        LedgerEntry.kind.in_(_UNDONE + _ALERT_MOVED),
    )
    for each in await uow.session.scalars(later):
        if each.detail.get("undoes") == entry.id:
            raise CannotUndo(f"<@{each.actor_id}> has undone that already.", "Nothing was changed.")


def _require_open(incident: Incident, remedy: str) -> None:
    if not incident.is_open:
        raise CannotUndo(f"{incident.ref} was closed since.", remedy)


async def _require_undisturbed(uow: UnitOfWork, carried: Carried, by_hand: str) -> None:
    if moved_on := len(await gone_elsewhere(uow, carried)):
        alerts = "An alert was" if moved_on == 1 else f"{moved_on} alerts were"
        raise CannotUndo(f"{alerts} moved on since.", by_hand)


async def _tell(
    uow: UnitOfWork, kind: EntryKind, ends: tuple[Incident, Incident], *, undoes: int, by_id: str
) -> None:
    """Both ledgers, both channels, both cards and what stands in their threads."""
    await redraw_threads(uow, *(each.id for each in ends))
    for each, other in (ends, ends[::-1]):
        named = "another incident" if other.is_private else other.ref
        text = f"{each.ref} and {named}"
        uow.record(each.entry(kind, at=uow.now, by=by_id, text=text, other=other.id, undoes=undoes))
        await redraw_incident(uow, each, headline=True)
        what = "merge_undone" if kind is EntryKind.MERGE_UNDONE else "split_undone"
        await say(uow, each, what, other_id=other.id, by_id=by_id)
