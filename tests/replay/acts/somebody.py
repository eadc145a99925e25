"""Somebody who is about to do something somewhere: dice say who, where and how."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from models.ledger import EntryKind, LedgerEntry
from models.vocabulary import Role, Severity
from tests.builders import ANA, BEN, CHEN, DIA
from tests.replay.private import MEMBERS
from tests.replay.watched import Watched

#: Who is in most private channels does more.
PEOPLE: Final = (ANA, ANA, BEN, BEN, CHEN, DIA)
ROLES: Final = (Role.COMMANDER, Role.TECHNICAL_STEWARD, Role.BUSINESS_STEWARD, Role.COMMUNICATIONS)
SEVERITIES: Final = (Severity.SEV1, Severity.SEV1, Severity.SEV2, Severity.SEV3)


class Somebody:
    """One person, one incident, once."""

    def __init__(self, watched: Watched, dice: Random) -> None:
        self._house, self._dice = watched, dice
        self._by = dice.choice(PEOPLE)
        going_on = [number for number, told in watched.told.items() if told.stage != "closed"]
        self._number = dice.choice((going_on if self._maybe(0.7) and going_on else watched.numbers()) or [0])

    def _do(self, use_case: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> Any:
        """In the incident that the dice chose."""
        return self._house.act(self._number, self._by, use_case, self._number, *args, by_id=self._by, **more)

    def _do_to(self, row: Any, use_case: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> Any:
        """To a row of any incident."""
        return self._house.act(row.incident_id, self._by, use_case, row.id, *args, by_id=self._by, **more)

    def _words(self, number: int | None = None) -> str:
        return self._house.secrets.word(number or self._number)

    def _any(self, mapped: type[Any]) -> Any:
        rows = self._house.rows(mapped)
        return self._dice.choice(rows) if rows else None

    def _entry(self, *kinds: EntryKind) -> LedgerEntry | None:
        found = [each for each in self._house.entries() if each.kind in kinds]
        return self._dice.choice(found) if found else None

    def _maybe(self, often: float = 0.5) -> bool:
        return self._dice.random() < often

    def _in_hours(self, first: int, last: int) -> datetime:
        return self._house.now + timedelta(hours=self._dice.randint(first, last))

    def _somebody(self) -> str:
        """Anybody; of a private incident whoever is in it."""
        number = self._number
        return self._dice.choice([each for each in PEOPLE if self._house.sees(each, number)] or list(MEMBERS))
