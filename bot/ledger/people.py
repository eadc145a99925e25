"""Whom the entries of a ledger name, and what those people are called."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.views import EntryView
from bot.database import in_parts
from models.place import Person

_KEYS = ("person", "relieved", "author", "before", "decided_by")


async def names_of(session: AsyncSession, ids: Iterable[str | None]) -> dict[str, str]:
    """Names by Slack id, of those of whom we have heard."""
    names: dict[str, str] = {}
    for some in in_parts(sorted({user_id for user_id in ids if user_id})):
        found = await session.scalars(select(Person).where(Person.user_id.in_(some)))
        names |= {each.user_id: each.name or each.handle for each in found if each.name or each.handle}
    return names


def ids_in(entries: Sequence[EntryView]) -> Iterator[str]:
    """Everyone whom the entries name."""
    for entry in entries:
        yield from people_in(entry.actor_id, entry.detail)


def people_in(actor_id: str | None, detail: Mapping[str, Any]) -> Iterator[str]:
    """Everyone whom one entry names."""
    if actor_id:
        yield actor_id
    for key in _KEYS:
        if isinstance(named := detail.get(key), str):
            yield named
    yield from (each for each in detail.get("people") or () if isinstance(each, str))
