"""Move a promise: when two incidents become one, the earlier of their promised updates is what holds."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from bot.stages.read_pause import open_pause
from bot.uow import UnitOfWork
from bot.updates.settle_check_ins import edit_messages
from models.promises import CheckIn

#: What a move changes of a promise, and so what bringing it back restores.
_MOVED: Final = (
    "incident_id",
    "look_at",
    "reminded_at",
    "settled_at",
    "reminder_channel_id",
    "reminder_ts",
    "overdue_ts",
)
_TIMES: Final = frozenset({"look_at", "reminded_at", "settled_at"})


async def move_promise(uow: UnitOfWork, from_id: int, to_id: int, *, by_id: str) -> list[dict[str, Any]]:
    """Let the other incident owe what this one promised; each promise touched, as it was before.

    One whose clocks stand still owes nothing; it promises when it goes on.
    """
    leaving, owed = await _open_one(uow, from_id), await _open_one(uow, to_id)
    if leaving is None:
        return []
    if await open_pause(uow.session, to_id) or (owed is not None and owed.due_at <= leaving.due_at):
        return [await _settle(uow, leaving, by_id)]
    before = [] if owed is None else [await _settle(uow, owed, by_id)]
    before.insert(0, _as_it_is(leaving))
    await _settle_messages(uow, leaving, by_id)
    leaving.incident_id = to_id
    if leaving.reminded_at is not None and leaving.missed_at is None:
        # Somebody else owes it now.
        leaving.reminded_at, leaving.look_at = None, uow.now
    return before


async def bring_promise_back(uow: UnitOfWork, before: Sequence[dict[str, Any]], *, by_id: str) -> bool:
    """Restore each as it was, unless it was kept or replaced meanwhile. Whether the first one was."""
    restored = [await _restore(uow, each, by_id) for each in before]
    return bool(restored) and restored[0]


async def _restore(uow: UnitOfWork, before: dict[str, Any], by_id: str) -> bool:
    check_in = await uow.session.get_one(CheckIn, before["id"])
    moved = check_in.incident_id != before["incident_id"]
    if moved and check_in.settled_at is not None:
        return False
    if moved:
        await _settle_messages(uow, check_in, by_id, "the undoing")
    elif await _open_one(uow, check_in.incident_id) or await open_pause(uow.session, check_in.incident_id):
        return False
    for name in _MOVED:
        value = before[name]
        setattr(check_in, name, datetime.fromisoformat(value) if value and name in _TIMES else value)
    await uow.session.flush()
    return True


async def _open_one(uow: UnitOfWork, incident_id: int) -> CheckIn | None:
    promised = select(CheckIn).where(CheckIn.incident_id == incident_id, CheckIn.settled_at.is_(None))
    return (await uow.session.scalars(promised.order_by(CheckIn.id).limit(1).with_for_update())).one_or_none()


async def _settle(uow: UnitOfWork, check_in: CheckIn, by_id: str) -> dict[str, Any]:
    before = _as_it_is(check_in)
    await _settle_messages(uow, check_in, by_id)
    check_in.settled_at, check_in.look_at = uow.now, None
    return before


async def _settle_messages(
    uow: UnitOfWork, check_in: CheckIn, by_id: str, settled_with: str = "the merge"
) -> None:
    at = uow.now.isoformat()
    await edit_messages(uow, check_in, settled_at=at, settled_by_id=by_id, settled_with=settled_with)


def _as_it_is(check_in: CheckIn) -> dict[str, Any]:
    kept: dict[str, Any] = {"id": check_in.id}
    for name in _MOVED:
        value = getattr(check_in, name)
        kept[name] = value.isoformat() if isinstance(value, datetime) else value
    return kept
