"""Attach and detach by hand: an alert's whole concern moves, and both ledgers tell of it."""

import pytest

from bot.alerts.move_alerts import attach_alert_to, detach_concern
from models.alert import Alert
from models.concern import Concern
from models.errors import AlreadyClosed, FieldRefused, NotAllowed, NotFound, NothingToChange
from models.ledger import EntryKind
from models.vocabulary import AlertStatus, DecisionKind
from tests.builders import ANA, BEN, House, open_house


@pytest.fixture
async def house(database_url: str):
    async with open_house(database_url) as house:
        yield house


async def heard(
    house: House, fingerprint: str = "v1:a", incident_id: int | None = None, count: int = 1
) -> int:
    """An alert and its concern, as if a tool had said it so often; the number of the first."""
    async with house.store.unit() as uow:
        alerts = [
            Alert(
                source="airflow",
                status=AlertStatus.FIRING,
                title=f"load of {fingerprint} failed",
                fingerprint=fingerprint,
                received_at=uow.now,
                decision=DecisionKind.TRIAGE,
                reason="The tool does not say how bad it is.",
                incident_id=incident_id,
                channel_id="C0ALERTS01",
                message_ts=f"1795000000.{number:06}",
            )
            for number in range(count)
        ]
        uow.session.add_all(alerts)
        await uow.session.flush()
        uow.session.add(
            Concern(
                fingerprint=fingerprint,
                source="airflow",
                title=alerts[0].title,
                status=AlertStatus.FIRING,
                first_at=uow.now,
                last_at=uow.now,
                firing_since_at=uow.now,
                firing_count=count,
                green_count=0,
                firings=[],
                flips=[],
                incident_id=incident_id,
                card_alert_id=alerts[0].id,
                asset="finance.orders",
            )
        )
    return alerts[0].id


async def where(house: House) -> dict[str, set[int | None]]:
    """The incidents of each fingerprint's alerts and concern."""
    found: dict[str, set[int | None]] = {}
    for alert in await house.all_of(Alert):
        found.setdefault(alert.fingerprint, set()).add(alert.incident_id)
    async with house.store.reading() as session:
        for name, places in found.items():
            places.add((await session.get_one(Concern, name)).incident_id)
    return found


async def test_an_attached_alert_brings_its_repeats_and_its_concern(house: House) -> None:
    number = await house.declare()
    alert_id = await heard(house, count=3)
    await heard(house, "v1:other")
    await house.act(attach_alert_to, alert_id, number, by_id=ANA)

    assert await where(house) == {"v1:a": {number}, "v1:other": {None}}
    [entry] = await house.entries(EntryKind.ALERT_ATTACHED)
    assert (entry.incident_id, entry.actor_id, entry.detail["concern"]) == (number, ANA, "v1:a")
    [said] = await house.said("alert_attached")
    assert said["undo_id"] == entry.id
    assert await house.waiting("edit_card")


async def test_an_alert_that_moves_on_is_told_in_both_places(house: House) -> None:
    first, second = await house.declare(), await house.declare("Refunds are doubled")
    alert_id = await heard(house, incident_id=first, count=2)
    await house.act(attach_alert_to, alert_id, second, by_id=BEN)

    assert await where(house) == {"v1:a": {second}}
    [gone] = await house.entries(EntryKind.ALERT_DETACHED)
    assert (gone.incident_id, gone.detail["concern"]) == (first, "v1:a")
    assert f"INC-{second}" in gone.text
    [came] = await house.entries(EntryKind.ALERT_ATTACHED)
    assert came.incident_id == second
    assert len(await house.said("alert_detached")) == 1


async def test_a_private_incident_is_not_named_where_the_alert_came_from(house: House) -> None:
    public, private = await house.declare(), await house.declare("Salaries leak", is_private=True)
    alert_id = await heard(house, incident_id=public)
    await house.act(attach_alert_to, alert_id, private, by_id=BEN)

    [gone] = await house.entries(EntryKind.ALERT_DETACHED)
    assert f"INC-{private}" not in gone.text
    [said] = await house.said("alert_detached")
    assert said["to_id"] is None


async def test_a_detached_alert_belongs_to_nothing_and_the_ledger_says_who_did_it(house: House) -> None:
    number = await house.declare()
    await heard(house, incident_id=number, count=2)
    await heard(house, "v1:stays", incident_id=number)
    await house.act(detach_concern, number, "v1:a", by_id=ANA)

    assert await where(house) == {"v1:a": {None}, "v1:stays": {number}}
    [entry] = await house.entries(EntryKind.ALERT_DETACHED)
    assert (entry.incident_id, entry.actor_id) == (number, ANA)


async def test_what_cannot_be_is_refused_with_what_to_do(house: House) -> None:
    number, drill = await house.declare(), await house.declare("Practice", is_drill=True)
    alert_id = await heard(house, incident_id=number)
    with pytest.raises(NothingToChange, match=f"belongs to INC-{number} already"):
        await house.act(attach_alert_to, alert_id, number, by_id=ANA)
    with pytest.raises(FieldRefused, match="is a drill"):
        await house.act(attach_alert_to, alert_id, drill, by_id=ANA)
    with pytest.raises(NothingToChange, match=f"does not belong to INC-{drill}"):
        await house.act(detach_concern, drill, "v1:a", by_id=ANA)
    with pytest.raises(NotFound):
        await house.act(attach_alert_to, 999, number, by_id=ANA)
    async with house.store.unit() as uow:
        incident = await uow.incident(drill)
        incident.is_drill, incident.stage = False, "closed"
    with pytest.raises(AlreadyClosed):
        await house.act(attach_alert_to, alert_id, drill, by_id=ANA)


async def test_nobody_takes_an_alert_out_of_an_incident_that_they_may_not_see(house: House) -> None:
    private, public = await house.declare("Salaries leak", is_private=True), await house.declare()
    alert_id = await heard(house, incident_id=private)
    with pytest.raises(NotAllowed, match="where you cannot see it"):
        await house.act(attach_alert_to, alert_id, public, by_id=BEN)
    await house.act(attach_alert_to, alert_id, public, by_id=ANA)
