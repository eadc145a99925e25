"""Rows whose time has come, claimed by locking them: any replica may look, and each thing is done once.

What is odd in one of them, or refused by the database, holds up no other.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar, TypeVarTuple

import structlog
from sqlalchemy import ColumnElement, inspect, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.database import is_away
from bot.uow import UnitOfWork
from models.base import Base
from models.incident import Incident

_Row = TypeVar("_Row", bound=Base)
#: What was found beside a row.
_Also = TypeVarTuple("_Also")
_SeeToAll = Callable[[UnitOfWork, Sequence[tuple[_Row, *_Also]]], Awaitable[object]]

log = structlog.get_logger("due")


async def claim(
    uow: UnitOfWork,
    kind: type[_Row],
    due: ColumnElement[bool],
    *order: InstrumentedAttribute[Any],
    room: int,
    **also: Any,
) -> Sequence[tuple[_Row]]:
    """Lock some of what is due, skipping what someone else has in hand; `also` are parameters beside now."""
    claimed = (
        select(kind)
        .where(due, *_unless_laid_aside(uow, kind))
        .order_by(*order)
        .limit(room)
        .with_for_update(skip_locked=True, key_share=True)
    )
    return [(row,) for row in await uow.session.scalars(claimed, {"now": uow.now, **also})]


async def claim_with_incident(
    uow: UnitOfWork,
    kind: type[_Row],
    due: ColumnElement[bool],
    *order: InstrumentedAttribute[Any],
    room: int,
) -> Sequence[tuple[_Row, Incident]]:
    """The same with the incident of each. Presses lock it, too: else the two could wait for each other."""
    claimed = (
        select(kind, Incident)
        .join(Incident, Incident.id == kind.incident_id)  # type: ignore[attr-defined]  # each has one
        .where(due, *_unless_laid_aside(uow, kind))
        .order_by(*order)
        .limit(room)
        .with_for_update(skip_locked=True, key_share=True)
    )
    rows = (await uow.session.execute(claimed, {"now": uow.now})).all()
    return [(row, incident) for row, incident in rows]


async def see_to_each(
    uow: UnitOfWork,
    claimed: Sequence[tuple[_Row, *_Also]],
    see_to: Callable[[UnitOfWork, _Row, *_Also], Awaitable[object]],
) -> int:
    """See to all that was claimed, one after the other; how many there were."""

    async def one_by_one(uow: UnitOfWork, found: Sequence[tuple[_Row, *_Also]]) -> None:
        for each in found:
            await see_to(uow, *each)

    return await see_to_all(uow, claimed, one_by_one)


async def see_to_all(
    uow: UnitOfWork, claimed: Sequence[tuple[_Row, *_Also]], see_to: _SeeToAll[_Row, *_Also]
) -> int:
    """See to all that was claimed: together, and where that fails each alone. How many there were.

    What fails alone leaves nothing behind, is logged and counted, and is laid aside for a while.
    """
    if claimed and not await _together(uow, claimed, see_to):
        for found in claimed:
            await _alone(uow, found, see_to)
    return len(claimed)


async def _together(
    uow: UnitOfWork, claimed: Sequence[tuple[_Row, *_Also]], see_to: _SeeToAll[_Row, *_Also]
) -> bool:
    """What they change alike is written at once, and nearly always none of them is odd."""
    try:
        async with uow.apart():
            await see_to(uow, claimed)
    except Exception as fault:  # which of them it was shows when each is seen to alone
        if is_away(fault):  # all of it is looked at again
            raise
        log.warning("due_together_failed", count=len(claimed), exc_info=True)
        await _read_again(uow.session)
        return False
    return True


async def _alone(uow: UnitOfWork, found: tuple[_Row, *_Also], see_to: _SeeToAll[_Row, *_Also]) -> None:
    row = found[0]
    [key] = inspect(row).identity or ()
    about = {"table": row.__tablename__, "key": key, "incident": getattr(row, "incident_id", None)}
    try:
        async with uow.apart():
            await see_to(uow, [found])
    except Exception as fault:  # the loop top of one row: what is odd in it holds up no other
        if is_away(fault):
            raise
        log.exception("due_failed", **about)
        uow.laid_aside.lay(type(row), key, uow.now)
        await _read_again(uow.session)


def _unless_laid_aside(uow: UnitOfWork, kind: type[Base]) -> list[ColumnElement[bool]]:
    """What failed a moment ago is not claimed again."""
    failed = uow.laid_aside.keys(kind, uow.now)
    [key] = inspect(kind).primary_key
    return [key.not_in(failed)] if failed else []


async def _read_again(session: AsyncSession) -> None:
    """What the failed one has touched is no longer known, and others may lean on it."""
    touched = [each for each in session.identity_map.values() if inspect(each).expired]
    for each in touched:
        await session.refresh(each)
