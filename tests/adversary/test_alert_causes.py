"""What alerts share, over sequences that are easy to get wrong: nothing is joined or hidden by surprise."""

import pytest
from sqlalchemy import select

from bot.alerts.heard import Origin, heard_of
from bot.alerts.move_alerts import attach_alert_to, detach_concern
from bot.alerts.settle_cause import keep_apart, undo_cause
from bot.alerts.take_alert import take_alerts
from bot.alerts.triage import declare_from_alert, expect_alert
from bot.incidents.close_incident import close
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.vocabulary import AlertStatus, DecisionKind, Outcome
from tests.alerts.conftest import Watch
from tests.alerts.posts import CHANNEL
from tests.alerts.test_group_alerts import concern_of, critical, failed, takes
from tests.builders import ANA

RESOLVED = AlertStatus.RESOLVED


async def make_private(watch: Watch, incident_id: int) -> None:
    async with watch.house.store.unit() as uow:
        (await uow.session.get_one(Incident, incident_id)).is_private = True


async def the_cause(watch: Watch, key: str) -> Cause:
    async with watch.house.store.reading() as session:
        return await session.get_one(Cause, key)


async def test_what_was_detached_does_not_come_back_by_what_it_shares(watch: Watch):
    *_, b, c = await takes(watch, *(critical(each, run="1") for each in "abc"))
    await watch.house.act(detach_concern, 1, b.fingerprint, by_id=ANA)
    watch.house.clock.advance(minutes=1)
    [again] = await takes(watch, critical("b", run="1"))
    assert (again.decision, again.incident_id) == (DecisionKind.SUPPRESS, None)
    await takes(watch, critical("b", run="1", status=RESOLVED))
    [anew] = await takes(watch, critical("b", run="1"))
    assert (anew.decision, anew.incident_id) == (DecisionKind.OPEN, 2)
    [other] = await takes(watch, critical("c", run="1"))
    assert other.incident_id == c.incident_id == 1


async def test_what_was_detached_may_be_attached_again_and_then_stays(watch: Watch):
    _, b = await takes(watch, critical("a", run="1"), critical("b", run="1"))
    await watch.house.act(detach_concern, 1, b.fingerprint, by_id=ANA)
    await watch.house.act(attach_alert_to, b.id, 1, by_id=ANA)
    assert (await concern_of(watch, critical("b", run="1"))).apart_from_id is None
    [again] = await takes(watch, critical("b", run="1"))
    assert (again.decision, again.incident_id) == (DecisionKind.ATTACH, 1)


@pytest.mark.parametrize("undone", [False, True])
async def test_what_is_kept_apart_by_one_cause_is_not_joined_by_the_next(watch: Watch, undone: bool):
    alike = {"run": "1", "assets": ("finance.orders",)}
    await takes(watch, critical("a", **alike), critical("b", **alike))
    await watch.house.act(keep_apart, "run:airflow:1", by_id=ANA)
    if undone:
        await watch.house.act(undo_cause, "run:airflow:1", by_id=ANA)
    [again] = await takes(watch, critical("b", **alike))
    assert again.incident_id == (1 if undone else None)


async def test_what_was_taken_out_of_a_storm_is_not_gathered_by_it_again(watch: Watch):
    taken = await takes(watch, *(critical(f"cause_{number}") for number in range(8)))
    await watch.house.act(detach_concern, 6, taken[-1].fingerprint, by_id=ANA)
    [again] = await takes(watch, critical("cause_7"))
    assert again.incident_id is None
    await takes(watch, critical("cause_7", status=RESOLVED))
    [anew] = await takes(watch, critical("cause_7"))
    assert (anew.decision, anew.incident_id) == (DecisionKind.OPEN, 7)


async def test_a_card_that_is_put_to_rest_hides_nothing_else(watch: Watch):
    [card] = await takes(watch, failed("a", assets=("finance.orders",)))
    await watch.house.act(expect_alert, card.id, by_id=ANA)
    [other] = await takes(watch, failed("b", assets=("finance.orders",)))
    assert other.decision is DecisionKind.TRIAGE
    [third] = await takes(watch, failed("c", assets=("finance.orders",)))
    assert (await concern_of(watch, failed("c"))).card_alert_id == other.id
    assert third.decision is DecisionKind.SUPPRESS


async def test_a_card_of_what_recovered_hides_nothing_else(watch: Watch):
    await takes(watch, failed("a", run="1"))
    fine, other = await takes(watch, failed("a", run="1", status=RESOLVED), failed("b", run="1"))
    assert (fine.decision, other.decision) == (DecisionKind.SUPPRESS, DecisionKind.TRIAGE)


async def test_what_shares_a_run_with_a_private_incident_is_one_public_incident(watch: Watch):
    await takes(watch, critical("a", run="1"))
    await make_private(watch, 1)
    taken = await takes(watch, *(critical(f"b_{number}", run="1") for number in range(3)))
    assert [alert.incident_id for alert in taken] == [2, 2, 2]
    await takes(watch, critical("a", run="1"))
    assert (await the_cause(watch, "run:airflow:1")).incident_id == 2


async def test_a_message_brings_nothing_new_into_a_private_incident(watch: Watch):
    await takes(watch, critical("a"))
    await make_private(watch, 1)
    async with watch.house.store.unit() as uow:
        origin = Origin(channel_id=CHANNEL, message_ts="5.5", alert_channel_id=CHANNEL)
        heard = heard_of(watch.desk, [critical("a"), failed("b")], origin)
        known, new = await take_alerts(uow, heard, together=True)
    assert (known.incident_id, new.incident_id, new.decision) == (1, None, DecisionKind.TRIAGE)


async def test_a_cause_leads_on_to_what_was_declared_after_the_first_was_closed(watch: Watch):
    [first] = await takes(watch, failed("a", run="9"))
    await watch.house.act(declare_from_alert, first.id, by_id=ANA)
    await watch.house.act(close, 1, Outcome.FIXED, cause="a disk", remedy="", by_id=ANA)
    asking, counted = await takes(watch, failed("b", run="9"), failed("c", run="9"))
    assert (asking.decision, counted.decision) == (DecisionKind.TRIAGE, DecisionKind.SUPPRESS)
    await watch.house.act(declare_from_alert, asking.id, by_id=ANA)
    [late] = await takes(watch, failed("d", run="9"))
    assert (late.decision, late.incident_id) == (DecisionKind.ATTACH, 2)


async def test_what_is_attached_by_hand_leads_what_shares_its_cause_though_an_earlier_one_was_closed(
    watch: Watch,
):
    await takes(watch, critical("a", run="9"))
    await watch.house.act(close, 1, Outcome.FIXED, cause="a disk", remedy="", by_id=ANA)
    [asking] = await takes(watch, failed("b", run="9"))
    await watch.house.declare("By hand")
    await watch.house.act(attach_alert_to, asking.id, 2, by_id=ANA)
    [late] = await takes(watch, failed("c", run="9"))
    assert (late.decision, late.incident_id) == (DecisionKind.ATTACH, 2)


async def test_declaring_leaves_what_its_card_spoke_for_where_it_was_attached_meanwhile(watch: Watch):
    await watch.house.declare("By hand")
    card, folded = await takes(watch, failed("a", run="1"), failed("b", run="1"))
    await watch.house.act(attach_alert_to, folded.id, 1, by_id=ANA)
    await watch.house.act(declare_from_alert, card.id, by_id=ANA)
    assert [alert.incident_id for alert in await watch.alerts()] == [2, 1]
    async with watch.house.store.reading() as session:
        rows = await session.execute(select(Concern.title, Concern.incident_id).order_by(Concern.title))
        assert [row.incident_id for row in rows] == [2, 1]


async def test_declaring_from_an_older_card_takes_along_what_the_newer_one_speaks_for(watch: Watch):
    [older] = await takes(watch, failed("a", run="1"))
    watch.house.clock.advance(days=2)
    newer, folded = await takes(watch, failed("a", run="2"), failed("b", run="2"))
    assert (newer.decision, folded.decision) == (DecisionKind.TRIAGE, DecisionKind.SUPPRESS)
    incident = await watch.house.act(declare_from_alert, older.id, by_id=ANA)
    assert {alert.incident_id for alert in await watch.alerts()} == {incident.id}
