"""Two incidents with all that one can have, and everything that a move of theirs may touch."""

from typing import Any

from sqlalchemy import select

from bot.incidents.merge_incidents import merge
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Assignment, HandOff, Incident
from models.promises import CheckIn, Review
from models.shared_cause import SharedKind
from tests.builders import ANA, House

#: What is only bookkeeping: it counts changes, and is no part of what people know.
#: Where something was taken out of is remembered beyond the undo, so that it does not come back by itself.
_BOOKKEEPING = {"version", "apart_from_id"}


async def dump(house: House) -> dict[str, list[dict[str, Any]]]:
    """Everything that a merge or a split may touch, but the ledger."""
    found: dict[str, list[dict[str, Any]]] = {}
    async with house.store.reading() as session:
        for kind in (Incident, Assignment, HandOff, Alert, Concern, Cause, CheckIn, Review):
            columns = [column.key for column in kind.__table__.columns if column.key not in _BOOKKEEPING]
            rows = [
                {name: getattr(row, name) for name in columns} for row in await session.scalars(select(kind))
            ]
            found[kind.__tablename__] = sorted(
                rows, key=lambda row: str(row.get("id") or next(iter(row.values())))
            )
    return found


async def shared(house: House, key: str, incident_id: int | None) -> None:
    """A cause that led to an incident."""
    async with house.store.unit() as uow:
        uow.session.add(
            Cause(
                key=key,
                kind=SharedKind.ASSET,
                name=key,
                first_at=uow.now,
                last_at=uow.now,
                concern_count=2,
                incident_id=incident_id,
            )
        )


async def causes(house: House) -> list[Cause]:
    async with house.store.reading() as session:
        return list(await session.scalars(select(Cause).order_by(Cause.key)))


async def merge_them(house: House, first: int, second: int) -> int:
    await house.act(merge, first, second, by_id=ANA)
    number: int = (await house.said("merged_away"))[-1]["undo_id"]
    return number
