"""What would be said now of all that waits to be said: it can be, and to nobody who may not know of it."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.outbox.deliveries.every import every_delivery
from bot.outbox.delivery import Postpone, Skip
from bot.outbox.discretion import require_discreet, require_still_meant
from models.outbox import OutboxItem, Standing
from models.place import Place

#: Raises where something tells of incidents that whoever reads it may not see: where, what, and who reads it.
RequireKept = Callable[[str, str, Iterable[str]], None]

#: Whoever is called hears the number of what is private, and its severity: docs/escalation.md.
_NUMBERED = frozenset({"call_by_slack", "edit_call", "place_call"})

#: Whoever declared it hears that its channel is open a moment before they are let in.
_ANSWERS = frozenset({"declared", "not_opened"})

_DELIVERIES = every_delivery()


async def require_kept_outside(
    desk: Desk, may_read: Callable[[int], Iterable[str]], everybody: Iterable[str], require_kept: RequireKept
) -> None:
    """Render every item that waits, as the outbox would in a moment; `may_read` is who sees an incident."""
    async with desk.store.reading() as session:
        places = await session.scalars(select(Place).where(Place.channel_id.is_not(None)))
        rooms = {place.channel_id: place.incident_id for place in places}
        waiting = select(OutboxItem).where(OutboxItem.standing == Standing.WAITING).order_by(OutboxItem.id)
        for item in (await session.scalars(waiting)).all():
            args = await _rendered(item, session, desk)
            if args is None:
                continue
            where = str(args.get("channel") or args.get("to") or args.get("channel_id") or "")
            readers = (
                may_read(rooms[where]) if where in rooms else [where] if where[:1] in "UW" else everybody
            )
            said = json.dumps(args, default=repr, ensure_ascii=False)
            if item.kind == "tell" and item.intent["what"] in _ANSWERS:
                continue
            if item.kind in _NUMBERED:
                said = said.replace(f"INC-{item.incident_id}", "")
            require_kept(f"{item.kind} to {where or 'somewhere'}", said, readers)


async def _rendered(item: OutboxItem, session: AsyncSession, desk: Desk) -> Mapping[str, Any] | None:
    """None where there is nothing to say any more, or not yet. A fault of ours is raised."""
    delivery = _DELIVERIES[item.kind]
    try:
        await require_still_meant(item, delivery, session)
        call = await delivery.render(item, session, desk)
        await require_discreet(item, delivery, call, session)
    except (Skip, Postpone):
        return None
    except Exception as fault:
        raise AssertionError(f"{item.kind} {item.intent} cannot be said: {fault!r}") from fault
    return call.args
