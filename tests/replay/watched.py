"""A house in which all that is done is watched: after every act, what may never happen is looked for."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any, Self, cast

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.desk import Desk
from bot.incidents.see_incidents import find_visible
from bot.looks import look
from bot.prose import Prose
from bot.slack.directory import Directory
from bot.slack.identity import Identity
from models.errors import BreakwaterError
from models.ledger import LedgerEntry
from models.place import Place
from tests.builders import ANA, BEN, CHEN, DIA, House, open_house
from tests.replay.behind import Behind
from tests.replay.gates import require_gates_asked
from tests.replay.kept import kept
from tests.replay.playbook import PLAYBOOK
from tests.replay.private import Secrets
from tests.replay.replayed import replay
from tests.replay.rest import require_rest
from tests.replay.rooms import open_doors, place_of
from tests.replay.told import Told, differences


class Watched:
    """The house, and what it held before the act that comes now."""

    def __init__(self, url: str) -> None:
        self._loop = asyncio.Runner()
        self._open = AsyncExitStack()
        self.house: House = self.run(self._open.enter_async_context(open_house(url, playbook=PLAYBOOK)))
        self.desk = _desk(self.house)
        self._behind = Behind(url)
        self._entries: list[LedgerEntry] = []
        self.told: dict[int, Told] = {}
        self.secrets = Secrets(self.desk)
        for person in (ANA, BEN, CHEN, DIA):
            self.run(self.house.heard_of(person, person))
        self._version, self._incidents, self._ledger = self._behind.version(), set[Any](), list[Any]()

    def run(self, work: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await work

        return self._loop.run(awaited())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._behind.close()
        self.run(self._open.aclose())
        self._loop.close()

    def act(
        self,
        number: int | None,
        person: str,
        use_case: Callable[..., Awaitable[Any]],
        /,
        *args: Any,
        **more: Any,
    ) -> Any:
        """Do it as a handler would, for whoever may see the incident; None when it is refused."""

        async def done() -> Any:
            if number is not None:
                async with self.house.store.reading() as session:
                    await find_visible(session, number, person)
            return await self.house.act(use_case, *args, **more)

        may_see = number is None or self.sees(person, number)
        try:
            result = self.run(done())
        except BreakwaterError:
            assert self._behind.version() == self._version, "it was refused, and yet something changed"
            return None
        assert may_see, f"{person} acted in INC-{number}, which is not theirs to see"
        self._look()
        return result

    def happens(self, what: Awaitable[Any]) -> None:
        """Something that is nobody's act."""
        self.run(what)
        self._look()

    def pass_time(self, **length: float) -> None:
        """Move the clock, and do what is due."""
        self.house.clock.advance(**length)
        with capture_logs() as logs:
            self.run(look(self.desk))
        assert not [each for each in logs if each["log_level"] == "error"], logs
        self._look()

    @property
    def now(self) -> datetime:
        return self.house.clock()

    def numbers(self) -> list[int]:
        return sorted(self.told)

    def entries(self) -> list[LedgerEntry]:
        return self._entries

    def rows(self, mapped: type[Any]) -> list[Any]:
        found: list[Any] = self.run(self.house.all_of(mapped))
        return found

    def place(self, number: int) -> Place | None:
        """Where it lives."""
        found: Place | None = self.run(place_of(self.house, number))
        return found

    def sees(self, person: str, number: int) -> bool:
        return self.secrets.may_see(person, number)

    def look_at_everything(self) -> None:
        """All rows once more; the whole ledger; and whatever anybody can read."""
        self._compare(self.told.keys())
        assert [tuple(row) for row in self._behind.rows("ledger_entries")] == self._ledger, (
            "the ledger was changed"
        )
        self.run(self.secrets.require_kept_everywhere())

    def _look(self) -> None:
        """Whatever was done: what must hold, holds."""
        incidents = set(self._behind.rows("incidents"))
        touched = {row[0] for row in incidents - self._incidents}
        added = self.run(self._read_on())
        self._incidents, before = incidents, self.told
        self.told = replay(self._entries)
        self._compare(touched | {entry.incident_id for entry in added})
        for number in before:
            require_gates_asked(number, before, self.told[number], added)
        self.secrets.follow(self.told, added)
        self.run(open_doors(self.house, self.secrets.members))
        self._require_led_by_insiders()
        self.run(self.secrets.require_lists_kept())
        self._version = self._behind.version()

    async def _read_on(self) -> list[LedgerEntry]:
        """What was added to the ledgers; that all that stood there stands there still is asked at the end."""
        last = self._entries[-1].id if self._entries else 0
        newer = select(LedgerEntry).where(LedgerEntry.id > last).order_by(LedgerEntry.id)
        async with self.house.store.reading() as session:
            added = list(await session.scalars(newer))
        self._entries += added
        if added:
            self._ledger += self._behind.rows("ledger_entries")[len(self._ledger) :]
        return added

    def _compare(self, numbers: Collection[int]) -> None:
        """The rows say what the ledger tells again."""

        async def read() -> dict[int, Told]:
            async with self.house.store.reading() as session:
                await require_rest(session, self.told, numbers)
                return await kept(session, numbers)

        rows = self.run(read())
        for number in numbers:
            differ = differences(rows.get(number), self.told.get(number))
            assert not differ, f"of INC-{number} rows and ledger say {differ}"

    def _require_led_by_insiders(self) -> None:
        """Nobody holds a role in a breach that they may not see."""
        for number, it in self.told.items():
            strangers = {person for person in it.roles.values() if not self.sees(person, number)}
            assert not (it.is_breach and it.stage != "closed" and strangers), (
                f"{strangers} see no INC-{number}"
            )


def _desk(house: House) -> Desk:
    """What is due is seen to without a word to Slack: there is none here."""
    nobody = cast("Any", None)
    return Desk(
        store=house.store,
        chat=nobody,
        directory=Directory(nobody, house.store),
        playbook=PLAYBOOK,
        prose=Prose(PLAYBOOK.templates),
        clock=house.clock,
        identity=Identity(),
    )
