"""Whom the playbook or a schedule means: ids by handle, id, user group, address or name."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import in_parts
from models.fact import Fact
from models.place import Person

_ID: Final = re.compile(r"[UW][A-Z0-9]{7,}")

#: Ids by what is written; nobody where it means nobody who can act.
Found = Mapping[str, tuple[str, ...]]


async def find_people(session: AsyncSession, written: Iterable[str]) -> Found:
    """Everyone who is meant, and can act: known, still there, and no bot."""
    words = list(dict.fromkeys(written))
    groups = await _groups(session) if any(word.startswith(("@", "S")) for word in words) else {}
    wanted = {word: groups.get(_plain(word), (word,)) for word in words}
    people = await _people(session, {each for members in wanted.values() for each in members})
    return {
        word: tuple(dict.fromkeys(people[each] for each in members if each in people))
        for word, members in wanted.items()
    }


async def handles_of(session: AsyncSession, user_ids: Sequence[str]) -> dict[str, str]:
    """How the playbook would write these people: `@ana`; those who are not known keep their id."""
    found = await session.execute(select(Person.user_id, Person.handle).where(Person.user_id.in_(user_ids)))
    handles = {user_id: f"@{handle}" for user_id, handle in found if handle}
    return {user_id: handles.get(user_id, user_id) for user_id in user_ids}


async def _groups(session: AsyncSession) -> dict[str, tuple[str, ...]]:
    """The members of user groups, by the group's handle and by its id."""
    found: dict[str, tuple[str, ...]] = {}
    for fact in await session.scalars(select(Fact).where(Fact.name.startswith("group:"))):
        members = tuple(fact.value["members"])
        found[_plain(fact.name.removeprefix("group:"))] = members
        if handle := fact.value.get("handle"):
            found[_plain(handle)] = members
    return found


async def _people(session: AsyncSession, words: set[str]) -> dict[str, str]:
    """Ids by what is written."""
    asked = sorted({*words, *(_plain(word) for word in words), *(_local(word) for word in words)})
    heard: dict[str, Person] = {}
    for part in in_parts(asked):
        called = or_(
            Person.user_id.in_(part),
            func.lower(Person.handle).in_(part),
            Person.email.in_(part),
            func.lower(Person.name).in_(part),
        )
        for person in await session.scalars(select(Person).where(called)):
            heard[person.user_id] = person
    known = _Known(list(heard.values()))
    return {word: user_id for word in words if (user_id := known.one(word)) is not None}


class _Known:
    """The people that may be meant; a name counts only where it is one person's."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._all = {person.user_id for person in people}
        self._here = {person.user_id for person in people if not person.has_left and not person.is_bot}
        self._handles = {_plain(person.handle): person.user_id for person in people if person.handle}
        self._addresses = {person.email: person.user_id for person in people if person.email}
        names = [_plain(person.name) for person in people]
        self._names = {
            _plain(person.name): person.user_id for person in people if names.count(_plain(person.name)) == 1
        }

    def one(self, word: str) -> str | None:
        """Who it is. Names are for outside schedules: nobody becomes `@ana` by calling themselves so."""
        if _ID.fullmatch(word):
            return word if word in self._here or word not in self._all else None
        plain = _plain(word)
        found = self._handles.get(plain)
        if found is None and not word.startswith("@"):
            by_address = self._addresses.get(plain) or self._handles.get(_local(word))
            found = by_address if "@" in word else self._names.get(plain)
        return found if found in self._here else None


def _plain(word: str) -> str:
    return word.strip().removeprefix("@").lower()


def _local(word: str) -> str:
    """What stands before the @ of an address, which is the handle in most workspaces."""
    return _plain(word).partition("@")[0]
