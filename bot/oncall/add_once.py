"""Add a row that every replica may want to add: one does, and the others see it."""

from typing import Any

from sqlalchemy import inspect

from bot.inserts import insert_if_new
from bot.uow import UnitOfWork
from models.base import Base


async def add_once(uow: UnitOfWork, kind: type[Base], **row: Any) -> bool:
    """Whether it was us."""
    keys = (column.name for column in inspect(kind).primary_key)
    adding = insert_if_new(uow.session.get_bind().dialect.name, kind, *keys)
    return (await uow.session.execute(adding, row)).first() is not None
