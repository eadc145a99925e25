"""Somebody who is about to do something somewhere: dice say who, where and how."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from models.ledger import EntryKind, LedgerEntry
from models.vocabulary import Role, Severity
from tests.builders import ANA, BEN, CHEN, DIA
from tests.replay.private import MEMBERS
from tests.replay.told import Told
from tests.replay.watched import Watched

#: Who is in most private channels does more.
PEOPLE: Final = (ANA, ANA, BEN, BEN, CHEN, DIA)
ROLES: Final = (Role.COMMANDER, Role.TECHNICAL_STEWARD, Role.BUSINESS_STEWARD, Role.COMMUNICATIONS)
SEVERITIES: Final = (Severity.SEV1, Severity.SEV1, Severity.SEV2, Severity.SEV3)


class Somebody:
    """One person, one incident, once: mostly where it is possible, and sometimes not."""

    def __init__(self, watched: Watched, dice: Random) -> None:
        self._house, self._dice = watched, dice
        self._number = dice.choice(watched.numbers() or [0])
        self._seek(lambda told: told.stage != "closed")

    def _seek(self, is_so: Callable[[Told], object]) -> None:
        """Go where it is so, as somebody who may."""
        found = [number for number, told in self._house.told.items() if is_so(told)]
        if found and self._mostly():
            self._number = self._dice.choice(found)
        self._by = self._who_may(self._number)

    def _who_may(self, number: int) -> str:
        may = [each for each in PEOPLE if self._house.sees(each, number)]
        return self._dice.choice(may if may and self._mostly() else PEOPLE)

    def _do(self, use_case: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> Any:
        """In the incident that was chosen."""
        return self._house.act(self._number, self._by, use_case, self._number, *args, by_id=self._by, **more)

    def _do_to(
        self,
        row: Any,
        use_case: Callable[..., Awaitable[Any]],
        *args: Any,
        by_id: str | None = None,
        **more: Any,
    ) -> Any:
        """To a row of any incident."""
        by_id = by_id or self._who_may(row.incident_id)
        return self._house.act(row.incident_id, by_id, use_case, row.id, *args, by_id=by_id, **more)

    def _words(self, number: int | None = None) -> str:
        return self._house.secrets.word(number or self._number)

    def _any(self, mapped: type[Any], is_so: Callable[[Any], object] = bool) -> Any:
        """A row, mostly one of which this is so."""
        rows = self._house.rows(mapped)
        fit = [row for row in rows if is_so(row)]
        chosen = fit if fit and self._mostly() else rows
        return self._dice.choice(chosen) if chosen else None

    def _entry(self, *kinds: EntryKind, is_so: Callable[[LedgerEntry], object] = bool) -> LedgerEntry | None:
        found = [each for each in self._house.entries() if each.kind in kinds]
        fit = [each for each in found if is_so(each)]
        chosen = fit if fit and self._mostly() else found
        return self._dice.choice(chosen) if chosen else None

    def _maybe(self, often: float = 0.5) -> bool:
        return self._dice.random() < often

    def _mostly(self) -> bool:
        return self._maybe(0.85)

    def _in_hours(self, first: int, last: int) -> datetime:
        return self._house.now + timedelta(hours=self._dice.randint(first, last))

    def _somebody(self) -> str:
        """Anybody; of a private incident whoever is in it."""
        number = self._number
        return self._dice.choice([each for each in PEOPLE if self._house.sees(each, number)] or list(MEMBERS))

    @property
    def _told(self) -> Told | None:
        """What is known of the incident that was chosen."""
        return self._house.told.get(self._number)
