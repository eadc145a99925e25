"""A house in which all that is done is watched: after every act, what may never happen is looked for."""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from typing import Any, Final, Self

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.alerts.end_silences import end_due
from bot.incidents.plan_session import remind_sessions
from bot.incidents.see_incidents import (
    find_visible,
    ids_of_person,
    open_ids,
    overdue_ids,
    recently_closed_ids,
)
from bot.ledger.catch_up import catch_up
from bot.ledger.chase_changes import chase_changes
from bot.ledger.export_document import export_document
from bot.oncall.escalate_due import escalate_due
from bot.playbook import parse_playbook
from bot.stages.look_at_boxes import look_at_boxes
from bot.stages.resume import wake_paused
from bot.updates.remind_check_ins import remind_due
from models.errors import BreakwaterError, NoSuchIncident
from models.incident import Incident
from models.ledger import LedgerEntry
from models.place import Place
from models.vocabulary import Severity
from tests.builders import ANA, BEN, CHEN, DIA, House, open_house
from tests.replay.kept import Dump, dump, kept
from tests.replay.replayed import Told, replay

PLAYBOOK = parse_playbook(
    """
severities:
  sev1:
    gates: [containment, analysis, remediation, verification]
    verify: [storage]
    sign_off: [technical_steward, business_steward]
    time_boxes: {triage: 30m, containment: 1h, remediation: 2h}
  sev2: {gates: [containment, verification], time_boxes: {triage: 1h}}
changes: {approval: [sev1]}
escalation: {policies: [{name: all, when: {severity: sev1}, levels: [{call: [U0BEN00001], wait: 15m}]}]}
""",
    "the playbook",
)

#: The members of every private channel; the other two find nothing of what is in it.
MEMBERS: Final = (ANA, BEN)
OUTSIDERS: Final = (CHEN, DIA)

#: Stands in every word that is said about a private incident, and in no other.
SECRET: Final = "Nightingale"

STAGES: Final = ("triage", "containment", "analysis", "remediation", "verification", "closed")

_DUE: Final = (
    *(remind_due, look_at_boxes, wake_paused, remind_sessions, chase_changes, escalate_due, end_due),
)


class Watched:
    """The house, and what it held before the act that comes now."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._loop = asyncio.Runner()
        self._open = AsyncExitStack()
        opened = open_house(f"sqlite:///{path}", playbook=PLAYBOOK)
        self.house: House = self.run(self._open.enter_async_context(opened))
        self._before: Dump = dump(path)
        self.told: dict[int, Told] = {}
        self.private: set[int] = set()

    def run(self, work: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await work

        return self._loop.run(awaited())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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

        try:
            result = self.run(done())
        except BreakwaterError:
            self._require_unchanged()
            return None
        assert not (number in self.private and person in OUTSIDERS), "an outsider acted in a private incident"
        self._look()
        return result

    def _require_unchanged(self) -> None:
        assert dump(self._path) == self._before, "it was refused, and yet something changed"

    def pass_time(self, **length: float) -> None:
        """Move the clock, and do what is due."""
        self.house.clock.advance(**length)

        async def look() -> None:
            for due in _DUE:
                while await due(self.house.store):
                    pass

        with capture_logs() as logs:
            self.run(look())
        assert not [each for each in logs if each["log_level"] == "error"], logs
        self._look()

    @property
    def now(self) -> datetime:
        return self.house.clock()

    def numbers(self) -> list[int]:
        return sorted(self.told)

    def entries(self) -> list[LedgerEntry]:
        found: list[LedgerEntry] = self.run(self.house.entries())
        return found

    def rows(self, mapped: type[Any]) -> list[Any]:
        found: list[Any] = self.run(self.house.all_of(mapped))
        return found

    def sees(self, person: str, number: int) -> bool:
        return person in MEMBERS or number not in self.private

    def look_at_everything(self) -> None:
        """All rows once more; and what anybody may export names nothing of a private incident."""
        self._compare(self.told.keys())

        async def look() -> None:
            for number in set(self.told) - self.private:
                async with self.house.store.reading() as session:
                    document = await export_document(session, number, self.house.clock())
                    late = await catch_up(session, number, self.house.clock())
                told = f"{json.dumps(document)} {late}"
                assert SECRET not in told
                for secret in self.private:
                    assert not re.search(rf"INC-{secret}\b", told), f"INC-{number} tells of INC-{secret}"

        self.run(look())

    def happens(self, what: Awaitable[Any]) -> None:
        """Something that is nobody's act."""
        self.run(what)
        self._look()

    def _look(self) -> None:
        """Whatever was done: what must hold, holds."""
        after = dump(self._path)
        grown = _grown(self._before["ledger_entries"], after["ledger_entries"])
        touched = {row[0] for row in set(after["incidents"]) - set(self._before["incidents"])}
        self._before = after
        entries = self.entries()
        added = [entry for entry in entries if entry.id in grown]
        told, before = replay(entries), self.told
        self.told = told
        self._compare(touched | {entry.incident_id for entry in added})
        for number in before:
            _require_gates_asked(number, before, told[number], added)
        self.run(self._require_secrets_kept(entries))

    def _compare(self, numbers: Collection[int]) -> None:
        """The rows say what the ledger tells again."""

        async def read() -> dict[int, Told]:
            async with self.house.store.reading() as session:
                return await kept(session, numbers)

        assert self.run(read()) == {number: self.told[number] for number in numbers}

    async def _require_secrets_kept(self, entries: Sequence[LedgerEntry]) -> None:
        async with self.house.store.reading() as session:
            self.private = set(await session.scalars(select(Incident.id).where(Incident.is_private)))
            for outsider in OUTSIDERS:
                for listed in (open_ids, ids_of_person, overdue_ids, recently_closed_ids):
                    assert not self.private & set(await listed(session, outsider)), listed
                for number in self.private:
                    try:
                        await find_visible(session, number, outsider)
                    except NoSuchIncident:
                        continue
                    raise AssertionError(f"{outsider} finds INC-{number}")
        for entry in entries:
            is_told = SECRET in f"{entry.text} {entry.detail}"
            assert not is_told or entry.incident_id in self.private, f"said in public: {entry.text}"

    async def moved_in(self, number: int) -> None:
        """Its channel is open, with the members of a private one in it."""
        channel_id = f"C0ROOM{number:04}"
        await self.house.opened(number, channel_id)
        async with self.house.store.reading() as session:
            place = await session.get_one(Place, number)
        await self.house.joined(place.channel_id or channel_id, *MEMBERS)


def _grown(before: Sequence[tuple[Any, ...]], after: Sequence[tuple[Any, ...]]) -> set[int]:
    """The ids of what was added; all that was there is there still, and says the same."""
    assert after[: len(before)] == before, "the ledger was changed"
    return {row[0] for row in after[len(before) :]}


def _require_gates_asked(
    number: int, before: Mapping[int, Told], now: Told, added: Sequence[LedgerEntry]
) -> None:
    """A stage that was left had what its gate wants, or someone said why it was left nevertheless."""
    kinds = {entry.kind.value for entry in added if entry.incident_id == number}
    moves_on = "stage.advanced" in kinds or ("incident.closed" in kinds and now.outcome == "fixed")
    if not moves_on or "gate.overridden" in kinds:
        return
    it = before[number]
    passed = STAGES[STAGES.index(it.stage) : STAGES.index(now.stage)]
    holding = {stage.value for stage in PLAYBOOK.holding_gates(Severity(it.severity))}
    parts = [it, *(each for each in before.values() if each.merged_into == number)]
    for stage in holding.intersection(passed):
        assert not _lacks(stage, it, parts), f"INC-{number} left {stage} against its gate"


def _lacks(stage: str, it: Told, parts: Sequence[Told]) -> bool:
    """What was proven of what was merged into it does not count; what was thought and changed does."""
    match stage:
        case "containment":
            return not any(each.is_contained or each.changes for each in parts)
        case "analysis":
            is_supported = any("supported" in each.hypotheses.values() for each in parts)
            return not is_supported or not any(family for each in parts for family in each.causes.values())
        case "remediation":
            return any("applied" in each.changes.values() for each in parts)
    rule = PLAYBOOK.severity(Severity(it.severity))
    said = [*(it.looks.get(check) for check in rule.verify), *(it.signed.get(each) for each in rule.sign_off)]
    refused = False in (*it.looks.values(), *it.signed.values())
    return not all(said) or refused or True not in it.looks.values()
