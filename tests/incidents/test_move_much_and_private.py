"""Merges and splits of a storm, and of what not everybody may know."""

from datetime import datetime

import pytest
from sqlalchemy.event import listen

from bot.incidents.merge_incidents import merge
from bot.incidents.split_incident import split
from bot.incidents.undo_move import undo_move
from models.alert import Alert
from models.concern import Concern
from models.errors import FieldRefused
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import AlertStatus, DecisionKind, Severity
from tests.alerts.test_move_alerts import heard
from tests.builders import ANA, BEN, House
from tests.incidents.moved import merge_them


async def test_a_storm_moves_in_few_statements_and_comes_back(house: House) -> None:
    first, second = await house.declare("Storm"), await house.declare("Orders are late")
    async with house.store.unit() as uow:
        uow.session.add_all(_stormy(number, first, uow.now) for number in range(600))
        await uow.session.flush()
        uow.session.add_all(_concern(number, first, uow.now) for number in range(600))
    statements: list[str] = []
    engine = house.store.sessions.kw["bind"].sync_engine
    listen(engine, "before_cursor_execute", lambda *args: statements.append(args[2]))
    undo_id = await merge_them(house, first, second)
    moved = len(statements)
    await house.act(undo_move, undo_id, by_id=BEN)
    assert moved < 100
    assert {alert.incident_id for alert in await house.all_of(Alert)} == {first}


def _stormy(number: int, incident_id: int, at: datetime) -> Alert:
    return Alert(
        source="airflow",
        status=AlertStatus.FIRING,
        title="It failed",
        fingerprint=f"v1:{number}",
        received_at=at,
        decision=DecisionKind.ATTACH,
        reason="A storm.",
        incident_id=incident_id,
    )


def _concern(number: int, incident_id: int, at: datetime) -> Concern:
    return Concern(
        fingerprint=f"v1:{number}",
        source="airflow",
        title="It failed",
        status=AlertStatus.FIRING,
        first_at=at,
        last_at=at,
        firing_since_at=at,
        firing_count=1,
        green_count=0,
        firings=[],
        flips=[],
        incident_id=incident_id,
        asset=f"table_{number}",
    )


async def _in_private(house: House, title: str, *members: str) -> int:
    number = await house.declare(title, is_private=True)
    await house.opened(number, f"C0ROOM{number:04}")
    await house.joined(f"C0ROOM{number:04}", *members)
    return number


async def test_what_is_private_does_not_go_where_others_would_read_it(house: House) -> None:
    private = await _in_private(house, "Salaries are readable", ANA)
    other = await _in_private(house, "Payroll is late", ANA, BEN)
    with pytest.raises(FieldRefused, match="1 person in the channel of INC-2 may not see it"):
        await house.act(merge, private, other, by_id=ANA)

    await house.joined(f"C0ROOM{private:04}", BEN)
    await house.act(merge, private, other, by_id=ANA)
    assert (await house.all_of(Incident))[0].merged_into_id == other


async def test_a_split_is_not_undone_where_others_would_read_of_what_is_private_by_now(house: House) -> None:
    source = await house.declare()
    await heard(house, "v1:a", source)
    new = await house.act(
        split, source, ["v1:a"], title="Salaries are readable", severity=Severity.SEV1, by_id=ANA
    )
    async with house.store.unit() as uow:
        (await uow.incident(new.id)).is_private = True
    [entry] = [each for each in await house.entries(EntryKind.SPLIT) if "moved" in each.detail]
    with pytest.raises(FieldRefused, match="would tell of it in public"):
        await house.act(undo_move, entry.id, by_id=ANA)
