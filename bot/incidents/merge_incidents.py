"""Merge: two incidents are one problem. One goes on with all that both had, the other ends in it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.carry_alerts import carry
from bot.alerts.load_facts import lock_deciding
from bot.alerts.redraw_moved import redraw_cards_of, redraw_incident
from bot.channels.notice_members import known_members
from bot.incidents.close_incident import cancel_hand_offs
from bot.incidents.find_roles import role_holders
from bot.incidents.lock_two import lock_two
from bot.incidents.plan_session import drop_sessions
from bot.incidents.record_in_both import record_in_both
from bot.incidents.show_change import say
from bot.incidents.show_in_thread import redraw_threads
from bot.oncall.answer_call import stop_calling
from bot.stages.resume import end_pause
from bot.stages.run_clock import end_clock
from bot.uow import UnitOfWork
from bot.updates.move_promise import move_promise
from models.errors import FieldRefused, NothingToChange
from models.evidence_guard import require_no_data
from models.incident import Incident
from models.ledger import EntryKind, LedgerEntry
from models.outbox import Priority
from models.place import Person, Place


async def merge(uow: UnitOfWork, incident_id: int, into_id: int, *, by_id: str, why: str = "") -> Incident:
    """Let the first go into the second, which comes back. Who leads there stays; the severity is proposed.

    Raises AlreadyClosed, NothingToChange, FieldRefused where one is a drill, or others would be told of it.
    """
    require_no_data(why, incident_id=incident_id, kind=EntryKind.MERGED)  # titles beside it may be a tool's
    await lock_deciding(uow.session)
    merged, survivor = await lock_two(uow, incident_id, into_id)
    await require_may_merge(uow.session, merged, survivor)
    carried = await carry(uow, merged.id, survivor.id)
    promises = await move_promise(uow, merged.id, survivor.id, by_id=by_id)
    offers = await cancel_hand_offs(uow, merged.id)
    await end_clock(uow, merged, "merged", by_id=by_id)
    await end_pause(uow, merged, by_id=by_id)
    await drop_sessions(uow, merged.id)
    before = merged.merge_into(survivor.id, by=by_id, at=uow.now)
    await stop_calling(uow, merged)
    alert_count = len(carried.fingerprints)
    along = words_of(alert_count, has_promise=bool(promises))
    undoing = {
        "moved": carried.as_detail(),
        "promises": promises,
        "hand_offs": offers,
        "before": before,
    }
    entry = await _record(uow, merged, survivor, undoing, by_id=by_id, more=_more(along, why))
    await _invite_holders(uow, merged, survivor)
    await redraw_incident(uow, merged, headline=True)
    await redraw_incident(uow, survivor)
    await redraw_threads(uow, survivor.id)
    facts: dict[str, Any] = {
        "by_id": by_id,
        "undo_id": entry.id,
        "alert_count": alert_count,
        "has_promise": bool(promises),
        "why": why.strip(),
    }
    await say(uow, merged, "merged_away", other_id=survivor.id, **facts)
    await say(uow, survivor, "merged_here", other_id=merged.id, **facts)
    await redraw_cards_of(uow, carried.fingerprints)
    return survivor


async def require_may_merge(session: AsyncSession, merged: Incident, survivor: Incident) -> None:
    """Both open, both real or both drills, and nobody learns of what is private. Raises FieldRefused."""
    if merged.id == survivor.id:
        raise NothingToChange(f"{merged.ref} cannot be merged into itself.", "Choose another one.")
    for each in (merged, survivor):
        each.require_open()
    if merged.is_drill != survivor.is_drill:
        drill = merged if merged.is_drill else survivor
        raise FieldRefused("into", f"{drill.ref} is a drill, the other one is real.", "Choose another one.")
    if merged.is_private and not survivor.is_private:
        raise FieldRefused(
            "into",
            f"{merged.ref} is private, and {survivor.ref} would tell of it in public.",
            f"Merge the other way round: `/incident merge {merged.ref}` in the channel of {survivor.ref}.",
        )
    if merged.is_private:
        await _require_all_may_know(session, merged, survivor)


async def _require_all_may_know(session: AsyncSession, merged: Incident, survivor: Incident) -> None:
    """What is private is read where it goes on: by nobody there who may not see it now."""
    there, here = [await session.get_one(Place, each.id) for each in (survivor, merged)]
    strangers = await known_members(session, there.channel_id or "")
    strangers -= await known_members(session, here.channel_id or "")
    bots = await session.scalars(select(Person.user_id).where(Person.user_id.in_(strangers), Person.is_bot))
    if many := len(strangers.difference(bots)):
        people = "1 person" if many == 1 else f"{many} people"
        raise FieldRefused(
            "into",
            f"{merged.ref} is private, and {people} in the channel of {survivor.ref} may not see it.",
            f"Invite them to the channel of {merged.ref} first, if they may know.",
        )


def words_of(alert_count: int, *, has_promise: bool) -> str:
    """What moved, for people: `3 alerts and the promised update`."""
    alerts = {0: "", 1: "1 alert"}.get(alert_count, f"{alert_count} alerts")
    return " and ".join(each for each in (alerts, "the promised update" if has_promise else "") if each)


def _more(along: str, why: str) -> str:
    """What follows in the ledger."""
    return (f", with {along}" if along else "") + (f": {why.strip()}" if why.strip() else "")


async def _record(
    uow: UnitOfWork,
    merged: Incident,
    survivor: Incident,
    undoing: Mapping[str, Any],
    *,
    by_id: str,
    more: str,
) -> LedgerEntry:
    """A private incident is named in no other's ledger."""
    into = "another incident" if survivor.is_private else survivor.ref
    left = (merged, f"{merged.ref} into {into}{more}")
    reached = (survivor, f"{merged.ref} “{merged.title}” into {survivor.ref}{more}")
    return await record_in_both(uow, EntryKind.MERGED, left, reached, by_id=by_id, **undoing)


async def _invite_holders(uow: UnitOfWork, merged: Incident, survivor: Incident) -> None:
    """Who had a role goes on there with what they know; their roles end with their incident."""
    people = sorted(set((await role_holders(uow.session, merged.id)).values()))
    if not people:
        return
    place = await uow.session.get_one(Place, survivor.id)
    await uow.announce(
        "invite_people",
        incident=survivor,
        after=place.open_item_id,
        priority=Priority.STAGE,
        people=people,
    )
