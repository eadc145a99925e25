"""Rows whose time has come, claimed by locking them: any replica may look, and each thing is done once."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from bot.uow import UnitOfWork
from models.base import Base
from models.incident import Incident

_Row = TypeVar("_Row", bound=Base)


async def claim(
    uow: UnitOfWork,
    kind: type[_Row],
    due: ColumnElement[bool],
    *order: InstrumentedAttribute[Any],
    room: int,
    **also: Any,
) -> Sequence[_Row]:
    """Lock some of what is due, skipping what someone else has in hand; `also` are parameters beside now."""
    claimed = select(kind).where(due).order_by(*order).limit(room).with_for_update(skip_locked=True)
    return (await uow.session.scalars(claimed, {"now": uow.now, **also})).all()


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
        .where(due)
        .order_by(*order)
        .limit(room)
        .with_for_update(skip_locked=True, key_share=True)
    )
    rows = (await uow.session.execute(claimed, {"now": uow.now})).all()
    return [(row, incident) for row, incident in rows]
