"""What is due and fails does so alone: nothing of it stays, the others are done, and it is tried again."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.alerts.board import redraw_board
from bot.alerts.end_silences import end_due
from bot.alerts.silence import Wish, silence
from bot.desk import Desk
from bot.due import claim, see_to_each
from bot.incidents.close_incident import close
from bot.incidents.plan_session import plan_session, remind_sessions
from bot.incidents.show_change import count_on_card
from bot.incidents.weigh_due import weigh_due
from bot.laid_aside import TRY_AGAIN_AFTER, LaidAside
from bot.ledger.add_entry import add_entry
from bot.ledger.chase_changes import chase_changes
from bot.looks import look
from bot.metrics import Metrics
from bot.playbook import parse_playbook
from bot.repair.hold_retention import ask_hold
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned
from bot.repair.remind_backfills import remind_backfills
from bot.repair.remind_holds import remind_holds
from bot.review.draft_due import draft_due
from bot.stages.look_at_boxes import look_at_boxes
from bot.stages.pause import pause
from bot.stages.resume import wake_paused
from bot.suspicions.ask import suspect
from bot.suspicions.remind import remind_suspicions
from bot.uow import UnitOfWork
from bot.updates.remind_check_ins import remind_due
from models.concern import Concern
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem
from models.promises import CheckIn
from models.silence import SilenceKind, SilenceScope
from models.typed_entry import Change
from models.vocabulary import AlertStatus, Outcome, Severity, Symptom
from tests.breaking import break_one
from tests.builders import ANA, BEN, DIA, House, Office, open_house, open_office

PLAYBOOK = parse_playbook(
    """
severities: {sev1: {time_boxes: {triage: 10m}}}
fallback: {technical_steward: "@dia"}
""",
    "test",
)


@dataclass(frozen=True)
class Case:
    """A look, what it finds due, and how one sees that it did it."""

    name: str
    see_to: Callable[[Desk], Awaitable[object]]
    #: Makes the row of one incident; and how long afterwards it is due.
    make: Callable[[House, int], Awaitable[object]]
    after: timedelta
    #: What each of them leaves: an item of this kind that says this, or an entry of the ledger.
    leaves: str | EntryKind
    what: str | None = None


async def _nothing(_house: House, _number: int) -> None:
    """The incident itself is enough."""


async def _pause(house: House, number: int) -> None:
    await house.act(pause, number, house.clock() + timedelta(hours=1), "the vendor", by_id=ANA)


async def _session(house: House, number: int) -> None:
    await house.act(plan_session, number, house.clock() + timedelta(hours=1), by_id=ANA)


async def _change(house: House, number: int) -> None:
    typed = Change(where="loader", rollback="resume it", postcondition="no new rows", temporary=True)
    await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "Paused it", by_id=ANA, typed=typed)


async def _hold(house: House, number: int) -> None:
    until_at = house.clock() + timedelta(days=7)
    await house.act(ask_hold, number, "raw.orders", until_at, "The only copy", holder_id=DIA, by_id=ANA)


async def _backfill(house: House, number: int) -> None:
    planned = [Planned(asset="orders", name="orders", owner_id=DIA)]
    await house.act(plan_backfill, number, planned, by_id=ANA)


async def _review(house: House, number: int) -> None:
    await house.act(close, number, Outcome.FIXED, cause="late", remedy="Ran it again", by_id=ANA)


async def _silence(house: House, number: int) -> None:
    until_at = house.clock() + timedelta(days=2)
    wish = Wish(
        scope=SilenceScope.ASSET,
        pattern=f"orders_{number}",
        until_at=until_at,
        because="known",
        kind=SilenceKind.EXPECTED,
    )
    await house.act(silence, wish, by_id=BEN)


async def _suspicion(house: House, number: int) -> None:
    await house.act(suspect, f"Revenue {number} is zero", by_id=DIA, channel_id="C0ALERTS01")


DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
CASES = (
    Case("weighings", weigh_due, _nothing, timedelta(), EntryKind.FOLLOW_UP_ADDED),
    Case("check-ins", lambda desk: remind_due(desk.store), _nothing, HOUR, EntryKind.CHECKIN_MISSED),
    Case("time boxes", lambda desk: look_at_boxes(desk.store), _nothing, HOUR, "post_time_box"),
    Case("pauses", lambda desk: wake_paused(desk.store), _pause, HOUR, "say", "resumed"),
    Case("sessions", lambda desk: remind_sessions(desk.store), _session, HOUR, "say", "session_soon"),
    Case("changes", lambda desk: chase_changes(desk.store), _change, 2 * DAY, "say", "change_chase"),
    Case("holds", lambda desk: remind_holds(desk.store), _hold, 2 * DAY, "tell", "hold"),
    Case("backfills", lambda desk: remind_backfills(desk.store), _backfill, 9 * DAY, "tell_backfill"),
    Case("reviews", draft_due, _review, 9 * DAY, EntryKind.REVIEW_DRAFTED),
    Case("silences", lambda desk: end_due(desk.store), _silence, 1.5 * DAY, "tell_of_silence", "ends_soon"),
    Case(
        "suspicions",
        lambda desk: remind_suspicions(desk.store),
        _suspicion,
        4 * DAY,
        "reply_suspicion",
        "asked_again",
    ),
)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url, playbook=PLAYBOOK) as office:
        yield office


async def _left(house: House, case: Case) -> int:
    if isinstance(case.leaves, EntryKind):
        return len(await house.entries(case.leaves))
    items: list[OutboxItem] = await house.all_of(OutboxItem, kind=case.leaves)
    return len([each for each in items if case.what in {None, each.intent.get("what")}])


@pytest.mark.parametrize("fault", ["raises", "is refused"])
async def test_one_that_fails_holds_up_no_other_and_is_tried_again_by_itself(
    office: Office, fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = office.house
    for case in CASES:
        for title in ("One", "Two"):
            facts = {"severity": Severity.SEV1, "asset": f"{title} {case.name}", "symptom": Symptom.LOGIC}
            await case.make(house, await house.declare(title, **facts))
        house.clock.advance(seconds=case.after.total_seconds())
        due = await _left(house, case)
        with monkeypatch.context() as patching, capture_logs() as said:
            break_one(patching, fault)
            await case.see_to(office.desk)
        assert [each["event"] for each in said if each["log_level"] == "error"] == ["due_failed"], case.name
        done = await _left(house, case)
        await case.see_to(office.desk)
        assert await _left(house, case) == done, f"{case.name}: what failed comes back at once"
        house.clock.advance(seconds=TRY_AGAIN_AFTER.total_seconds())
        await case.see_to(office.desk)

        assert done > due, f"{case.name}: the odd one held up the others"
        assert await _left(house, case) == done + 1, f"{case.name}: the odd one was not tried again"


async def test_nothing_stays_of_what_failed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    house = office.house
    odd, good = [await house.declare(title, severity=Severity.SEV1) for title in ("Odd", "Good")]
    house.clock.advance(hours=1)
    before = await house.all_of(OutboxItem, incident_id=odd)
    with monkeypatch.context() as patching, capture_logs():
        break_one(patching, "is refused")
        assert await remind_due(house.store) == 2

    promises = {each.incident_id: each for each in await house.all_of(CheckIn)}
    assert (promises[odd].missed_at, promises[good].missed_at) == (None, house.clock())
    assert [each.incident_id for each in await house.entries(EntryKind.CHECKIN_MISSED)] == [good]
    assert len(await house.all_of(OutboxItem, incident_id=odd)) == len(before)


async def test_what_was_thought_said_is_said_by_the_next(office: Office) -> None:
    house, sent = office.house, []

    async def express(items: Sequence[OutboxItem], _uow: UnitOfWork) -> Callable[[], None]:
        sent.extend(item.kind for item in items)
        return lambda: None

    number = await house.declare()
    async with replace(house.store, express=express).unit() as uow:
        [(promise,)] = await claim(uow, CheckIn, CheckIn.incident_id == number, room=1)
        incident = await uow.session.get_one(Incident, number)

        async def see_to(uow: UnitOfWork, _promise: CheckIn, word: str) -> None:
            incident.title += f", {word}"
            await uow.announce("open_channel", incident=incident, at_once=True)
            await count_on_card(uow, incident)
            await redraw_board(uow, "C0ALERTS01")
            if word == "odd":
                raise ZeroDivisionError

        with capture_logs():
            await see_to_each(uow, [(promise, "odd"), (promise, "good")], see_to)

    assert sent == ["open_channel"]
    assert len(await house.waiting("edit_card")) == len(await house.waiting("post_board")) == 1
    [incident] = await house.all_of(Incident)
    assert incident.title == "Orders are late, good"


async def test_a_failure_is_counted_and_the_look_goes_on_and_ends(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    house, metrics = office.house, Metrics()
    store = replace(house.store, laid_aside=LaidAside(metrics.due_failed))
    office.desk.store = store
    for title in ("One", "Two", "Three"):
        await house.declare(title, severity=Severity.SEV1)
    house.clock.advance(hours=1)
    with monkeypatch.context() as patching, capture_logs():
        break_one(patching, "is refused")
        await look(office.desk)

    assert len(await house.entries(EntryKind.CHECKIN_MISSED)) == 2
    assert b'breakwater_due_failed_total{table="check_ins"} 1.0' in metrics.exposition()


async def test_where_the_database_is_away_nothing_is_laid_aside(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    house = office.house
    for title in ("One", "Two"):
        await house.declare(title, severity=Severity.SEV1)
    house.clock.advance(hours=1)

    async def away(*_: Any, **__: Any) -> None:
        raise OperationalError("INSERT", {}, ConnectionError())

    with monkeypatch.context() as patching:
        patching.setattr(UnitOfWork, "announce", away)
        with pytest.raises(OperationalError):
            await remind_due(house.store)
    assert await house.entries(EntryKind.CHECKIN_MISSED) == []

    assert await remind_due(house.store) == 2
    assert len(await house.entries(EntryKind.CHECKIN_MISSED)) == 2


def _concern(uow: UnitOfWork, fingerprint: str, asset: str) -> Concern:
    facts = {"source": "generic", "title": "Orders are late", "status": AlertStatus.FIRING}
    counts = {"firing_count": 1, "green_count": 0, "firings": [], "flips": []}
    seen = {"first_at": uow.now, "last_at": uow.now}
    return Concern(fingerprint=fingerprint, asset=asset, **facts, **counts, **seen)


async def test_a_row_that_postgresql_finds_too_large_is_laid_aside_alone(postgres_url: str) -> None:
    """To its driver that is an operational error, as is a server that is gone."""
    async with open_house(postgres_url) as house:
        odd, good = [await house.declare(title, severity=Severity.SEV1) for title in ("Odd", "Good")]
        too_large = "".join(sha256(bytes([each])).hexdigest() for each in range(150))
        done: list[int] = []

        async def see_to(uow: UnitOfWork, promise: CheckIn) -> None:
            asset = too_large if promise.incident_id == odd else "orders"
            uow.session.add(_concern(uow, str(promise.id), asset))
            await uow.session.flush()
            done.append(promise.incident_id)

        async with house.store.unit() as uow:
            claimed = await claim(uow, CheckIn, CheckIn.missed_at.is_(None), CheckIn.id, room=10)
            with capture_logs() as said:
                assert await see_to_each(uow, claimed, see_to) == 2

        assert [each["incident"] for each in said if each["event"] == "due_failed"] == [odd]
        assert done == [good]
        assert house.store.laid_aside.keys(CheckIn, house.clock()) != []
