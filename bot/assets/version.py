"""Which lineage it is: a word that every change replaces, so that others know when to look again."""

from typing import Final
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.uow import UnitOfWork
from models.fact import Fact

#: The name of the fact that holds it.
LINEAGE: Final = "lineage"


async def lineage_version(session: AsyncSession) -> str:
    """The version now; empty before the first import."""
    value = await session.scalar(select(Fact.value).where(Fact.name == LINEAGE))
    return str(value["version"]) if value else ""


async def mark_changed(uow: UnitOfWork) -> None:
    """Say that the lineage changes with this transaction, and let no other import write until it ends."""
    row = {"name": LINEAGE, "value": {"version": uuid4().hex}, "found_at": uow.now}
    await uow.put(Fact, row)
