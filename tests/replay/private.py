"""Who may know of which incident, told without the program; and all that others can read, searched for it."""

import json
import re
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import select

from bot.desk import Desk
from bot.incidents.read_home import home_view_of
from bot.incidents.see_incidents import (
    ids_of_person,
    open_ids,
    overdue_ids,
    recently_closed_ids,
    visible_to,
)
from bot.ledger.catch_up import catch_up
from bot.ledger.export_document import export_document
from bot.ledger.read_ledger import export_timeline, show_timeline
from bot.pages.read_page import read_page
from bot.pages.read_register import read_register
from bot.register.ask_known import ask_known
from models.incident import Incident
from models.ledger import LedgerEntry
from tests.builders import ANA, BEN, CHEN, DIA
from tests.replay.outside import require_kept_outside
from tests.replay.told import Told

PEOPLE: Final = (ANA, BEN, CHEN, DIA)

#: The members of what is private from the start.
MEMBERS: Final = frozenset({ANA, BEN})

#: What fails in these stories, and so what is asked about.
ASSETS: Final = ("orders", "refunds")

_WORD: Final = re.compile(r"Quagga\d+x")

_LISTS: Final = (open_ids, ids_of_person, overdue_ids, recently_closed_ids)


class Secrets:
    """Each incident has a word of its own, which stands in all that is said of it and nowhere else."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._told: Mapping[int, Told] = {}
        self._members: dict[int, frozenset[str]] = {}
        self._words: dict[int, str] = {}
        self._count = 0

    def new_word(self) -> str:
        """The word of an incident that is declared now."""
        self._count += 1
        return f"Quagga{self._count}x"

    def word(self, number: int) -> str:
        """That of one that was declared; what an alert opened gets its own afterwards."""
        return self._words.get(number, "Ordinary")

    def follow(self, told: Mapping[int, Told], added: Sequence[LedgerEntry]) -> None:
        """Whoever is private from now on has members: who was let in, who was there, who declared it."""
        self._told = told
        split = {entry.incident_id for entry in added if "way_back" in entry.detail}
        for entry in added:
            if entry.kind == "incident.declared":
                number, by = entry.incident_id, entry.actor_id or ANA
                found = _WORD.search(entry.text)
                self._words[number] = found[0] if found else self.new_word()
                if told[number].is_private:
                    self._members[number] = frozenset({by}) if number in split else MEMBERS | {by}
        for number, it in told.items():
            if it.is_breach:
                self._members[number] = it.let_in

    def leaves(self, person: str, number: int) -> None:
        """They went out of its channel."""
        self._members[number] = self.members(number) - {person}

    def members(self, number: int) -> frozenset[str]:
        """Who is in its channel."""
        return self._members.get(number, MEMBERS)

    def may_see(self, person: str, number: int) -> bool:
        """Everybody what is public, and members the rest."""
        return number not in self._told or not self._hidden(person, number)

    def _hidden(self, person: str, number: int) -> bool:
        return self._told[number].is_private and person not in self.members(number)

    async def require_lists_kept(self) -> None:
        """No list names to anybody what they may not see, and who may see it finds it."""
        async with self._desk.store.reading() as session:
            for person in PEOPLE:
                hidden = {number for number in self._told if self._hidden(person, number)}
                found = set(await session.scalars(select(Incident.id).where(visible_to(person))))
                assert found == set(self._told) - hidden, f"{person} finds {found}, and {hidden} is hidden"
                for listed in _LISTS:
                    assert not hidden & set(await listed(session, person)), (person, listed)

    async def require_kept_everywhere(self) -> None:
        """Nothing that anybody can read tells of what they may not see."""
        hidden = {person: {each for each in self._told if self._hidden(person, each)} for person in PEOPLE}
        for person, secret in hidden.items():
            async for where, said in self._read_for(person):
                self._require_kept(where, said, secret)
        for number in self._told:
            readers = [person for person in PEOPLE if number not in hidden[person]]
            secret = set().union(*(hidden[person] for person in readers))
            async for where, said in self._read_in(number, reader_id=readers[0] if secret else None):
                self._require_kept(f"{where} of INC-{number}", said, secret)

        def require_kept(where: str, said: str, readers: Iterable[str]) -> None:
            self._require_kept(where, said, set().union(*(hidden.get(each, set()) for each in readers)))

        def may_read(number: int) -> list[str]:
            return [person for person in PEOPLE if number not in hidden[person]]

        await require_kept_outside(self._desk, may_read, PEOPLE, require_kept)

    def _require_kept(self, where: str, said: str, secret: Iterable[int]) -> None:
        for number in secret:
            told_of = re.search(rf".{{0,80}}({self.word(number)}|INC-{number}\b)", said)
            assert not told_of, f"{where} tells of INC-{number}: {told_of and told_of[0]}"

    async def _read_for(self, person: str) -> AsyncIterator[tuple[str, str]]:
        """What is shown to one person."""
        desk = self._desk
        async with desk.store.reading() as session:
            chart = await desk.atlas.chart(session)
            yield "home", repr(await home_view_of(session, person, desk))
            for asset in ASSETS:
                yield "known", repr(await ask_known(session, chart, asset, visible_to(person)))
        yield "register", repr(await read_register(desk, reader_id=person))

    async def _read_in(self, number: int, *, reader_id: str | None) -> AsyncIterator[tuple[str, str]]:
        """What is shown to all who see an incident; nothing is read where nobody could learn anything."""
        desk, now = self._desk, self._desk.clock()
        if reader_id is None:
            return
        async with desk.store.reading() as session:
            yield "the export", json.dumps(await export_document(session, number, now))
            yield "the summary", repr(await catch_up(session, number, now))
            yield "the timeline", _shown(await show_timeline(session, number, now))
            yield "the file", await export_timeline(session, number, now, desk.prose)
        yield "the page", repr((await read_page(desk, number, reader_id=reader_id)).facts)


def _shown(message: Any) -> str:
    return json.dumps(message.as_payload(), ensure_ascii=False)
