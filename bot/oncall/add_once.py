"""Add a row that every replica may want to add: one does, and the others see it."""

from typing import Any, cast

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from bot.uow import UnitOfWork
from models.base import Base


async def add_once(uow: UnitOfWork, kind: type[Base], **row: Any) -> bool:
    """Whether it was us."""
    dialect = postgresql if uow.session.get_bind().dialect.name == "postgresql" else sqlite
    table = cast("Table", kind.__table__)
    adding = dialect.insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return (await uow.session.execute(adding, row)).first() is not None
