"""Eight people, two looks at what is due and two outboxes on four incidents: by chance, not by hand."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any, Final

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from bot import looks
from bot.alerts.heard import Origin, heard_of
from bot.alerts.take_alert import take_alerts
from bot.blocks.incidents.card import card
from bot.incidents.advance_stage import advance
from bot.incidents.assign_role import assign, release
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.incidents.show_incident import incident_view
from bot.ledger.add_entry import add_entry
from bot.outbox.deliveries.every import KINDS
from bot.outbox.runner import Runner
from bot.playbook import parse_playbook
from bot.stages.pause import pause
from bot.stages.resume import resume
from bot.uow import UnitOfWork
from bot.updates.post_update import post_update
from models.errors import BreakwaterError
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.signal import Signal
from models.vocabulary import AlertStatus, Outcome, Role, Severity, Stage
from tests.alerts.posts import CHANNEL
from tests.builders import ANA, BEN, CHEN, DIA, MovedClock, Office, open_office
from tests.oncall.calling import PLAYBOOK

SECONDS: Final = 15

#: What must be empty in the end.
WRONG: Final = {
    "two promises": "SELECT incident_id FROM check_ins WHERE settled_at IS NULL "
    "GROUP BY incident_id HAVING count(*) > 1",
    "promises of what is closed": "SELECT c.id FROM check_ins c JOIN incidents i ON i.id = c.incident_id "
    "WHERE c.settled_at IS NULL AND i.stage = 'closed'",
    "pauses of what is closed": "SELECT p.id FROM pauses p JOIN incidents i ON i.id = p.incident_id "
    "WHERE p.ended_at IS NULL AND i.stage = 'closed'",
    "calls of what is closed": "SELECT c.id FROM calls c JOIN incidents i ON i.id = c.incident_id "
    "WHERE c.state IN ('placed', 'delivered') AND i.stage = 'closed'",
    "reviews of what is open": "SELECT r.id FROM reviews r JOIN incidents i ON i.id = r.incident_id "
    "WHERE r.published_at IS NULL AND r.dropped_at IS NULL AND i.stage <> 'closed'",
    "alerts of what was merged": "SELECT a.id FROM alerts a JOIN incidents i ON i.id = a.incident_id "
    "WHERE i.merged_into_id IS NOT NULL",
}


class _Storm:
    """What happens, and what went wrong."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.chance = random.Random(1)  # what meets what is up to the machine anyway
        self.faults: Counter[str] = Counter()
        self.until = time.monotonic() + SECONDS

    async def press(self) -> None:
        """Again and again: a refusal is as good as any, and what the database undoes is done again later."""
        while time.monotonic() < self.until:
            act, *args = self.chance.choice(self._acts())
            await self._safely(act.__name__, self.office.house.act(act, *args[0], **args[1]))

    async def look(self) -> None:
        """What is due, as the tick does."""
        while time.monotonic() < self.until:
            await self._safely("look", looks.look(self.office.desk))
            await asyncio.sleep(0.1)

    async def _safely(self, name: str, doing: Awaitable[Any]) -> None:
        try:
            await doing
        except BreakwaterError:
            return
        except OperationalError as undone:
            self.faults[f"{name}: {type(undone.orig).__name__}"] += 1

    def _acts(self) -> list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]]:
        number, other = self.chance.randint(1, 4), self.chance.randint(1, 4)
        by = {"by_id": self.chance.choice([ANA, BEN, CHEN, DIA])}
        soon = self.office.house.clock() + timedelta(seconds=2)
        said = {"cause": "The load", "remedy": "Ran it again", **by}
        return [
            (advance, (number, self.chance.choice(list(Stage))), by),
            (assign, (number, self.chance.choice(list(Role)), by["by_id"]), by),
            (release, (number, self.chance.choice(list(Role))), by),
            (change_severity, (number, self.chance.choice(list(Severity))), by),
            (close, (number, self.chance.choice(list(Outcome))), said),
            (reopen, (number,), by),
            (merge, (number, other), by),
            (pause, (number, soon, "The vendor"), by),
            (resume, (number,), by),
            (post_update, (number, "Still at it."), by),
            (add_entry, (number, EntryKind.HYPOTHESIS_ADDED, "The join"), by),
            (self._alerts, (), {}),
            (self._alerts, (), {}),
        ]

    async def _alerts(self, uow: UnitOfWork) -> None:
        signals = [
            Signal(
                source="airflow",
                title=f"Task {name} failed",
                identity=(str(name),),
                status=self.chance.choice([AlertStatus.FIRING, AlertStatus.RESOLVED]),
                severity_hint=self.chance.choice(["critical", None]),
                run=str(name % 2),
            )
            for name in self.chance.sample(range(6), 3)
        ]
        await take_alerts(uow, heard_of(self.office.desk, signals, Origin(alert_channel_id=CHANNEL)))


@pytest.mark.soak
async def test_nobody_is_undone_nothing_is_half_done_and_every_card_shows_the_truth(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = time.monotonic()
    kinds = [kind for kind in KINDS if kind.kind in {"open_channel", "post_card", "edit_card"}]
    playbook = parse_playbook(PLAYBOOK + "severities: {sev1: {update_every: 2s}}\n", "test")
    async with open_office(postgres_url, *kinds, playbook=playbook) as office:
        now = office.house.clock.at
        monkeypatch.setattr(
            MovedClock, "__call__", lambda _: now + timedelta(seconds=time.monotonic() - began)
        )
        for name in range(4):
            await office.house.declare(f"Number {name}")
        storm = _Storm(office)
        outboxes = [_outbox(office, began) for _ in range(2)]
        working = [asyncio.create_task(each.run()) for each in outboxes]

        await asyncio.gather(*(storm.press() for _ in range(8)), storm.look(), storm.look())
        monkeypatch.setattr(MovedClock, "__call__", lambda _: now + timedelta(seconds=SECONDS + 5))
        await looks.look(office.desk)
        await _drained(office)
        for each in outboxes:
            await each.stop()
        await asyncio.gather(*working)

        assert storm.faults == Counter()
        assert await _wrong(office) == {}
        assert await _stale(office) == []


def _outbox(office: Office, began: float) -> Runner:
    """In a workspace that allows much in a minute."""
    return Runner(
        office.desk, office.deliveries, alone=False, clock=lambda: (time.monotonic() - began) * 1_000
    )


async def _drained(office: Office) -> None:
    async with asyncio.timeout(60):
        while any(
            item.kind in office.deliveries
            for item in await office.house.all_of(OutboxItem, standing=Standing.WAITING)
        ):
            await asyncio.sleep(0.1)


async def _wrong(office: Office) -> dict[str, list[Any]]:
    async with office.house.store.reading() as session:
        found = {what: [*await session.scalars(text(query))] for what, query in WRONG.items()}
    return {what: rows for what, rows in found.items() if rows}


async def _stale(office: Office) -> list[int]:
    """Incidents whose card shows something else than what is true."""
    stale = []
    for incident in await office.house.all_of(Incident):
        async with office.house.store.reading() as session:
            place = await session.get_one(Place, incident.id)
            truth = card(await incident_view(session, incident.id, office.house.clock())).as_payload()
        shown = {each["ts"]: each for each in await office.messages(place.channel_id or "")}
        if _plain(shown[place.card_ts]["blocks"]) != _plain(truth["blocks"]):
            stale.append(incident.id)
    return stale


def _plain(drawn: Any) -> Any:
    """Without the names that Slack gives to blocks."""
    if isinstance(drawn, dict):
        return {key: _plain(value) for key, value in drawn.items() if key != "block_id"}
    return [_plain(each) for each in drawn] if isinstance(drawn, list | tuple) else drawn
