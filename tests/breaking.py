"""Something odd on purpose: one that always fails, where all others are well."""

from typing import Any

import pytest

from bot.uow import UnitOfWork
from models.incident import Incident
from models.outbox import OutboxItem

NOBODYS = 10**6


def break_one(patching: pytest.MonkeyPatch, fault: str) -> None:
    """The first who has something to say, or to record, always fails: by itself, or at the database."""
    announce, record = UnitOfWork.announce, UnitOfWork.record
    odd: list[Any] = []

    def is_odd(*about: Any) -> bool:
        odd.append(about)
        if odd[0] == about and fault == "raises":
            raise ZeroDivisionError
        return odd[0] == about

    async def odd_announce(uow: UnitOfWork, kind: str, **more: Any) -> OutboxItem:
        about = [more[name] for name in sorted(more) if isinstance(more[name], str | int | Incident)]
        refused = {"incident": NOBODYS} if is_odd(kind, about) else {}
        return await announce(uow, kind, **(more | refused))

    def odd_record(uow: UnitOfWork, entry: Any) -> Any:
        if is_odd(entry.kind, entry.incident_id):
            entry.incident_id = NOBODYS
        return record(uow, entry)

    patching.setattr(UnitOfWork, "announce", odd_announce)
    patching.setattr(UnitOfWork, "record", odd_record)
