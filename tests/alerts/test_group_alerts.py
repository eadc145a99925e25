"""From a storm of signals to the few incidents that they are: the same, of one cause, or not yet."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.alerts.heard import Origin, heard_of
from bot.alerts.take_alert import take_alerts
from bot.alerts.triage import declare_from_alert, take_alert_on
from bot.incidents.close_incident import close
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.ledger import EntryKind
from models.signal import Signal
from models.vocabulary import AlertStatus, DecisionKind, Outcome
from tests.alerts.conftest import Watch
from tests.alerts.posts import CHANNEL
from tests.builders import ANA

RESOLVED = AlertStatus.RESOLVED


async def takes(watch: Watch, *signals: Signal) -> list[Alert]:
    """Signals come by one webhook."""
    origin = Origin(alert_channel_id=CHANNEL)
    async with watch.house.store.unit() as uow:
        return await take_alerts(uow, heard_of(watch.desk, signals, origin))


def failed(what: str = "orders", **more) -> Signal:
    return Signal(**{"source": "airflow", "title": f"Task {what} failed", "identity": (what,), **more})


def critical(what: str = "orders", **more) -> Signal:
    return failed(what, severity_hint="critical", **more)


async def incidents(watch: Watch) -> list[Incident]:
    return await watch.house.all_of(Incident)


async def concern_of(watch: Watch, signal: Signal) -> Concern:
    async with watch.house.store.reading() as session:
        return await session.get_one(Concern, signal.fingerprint)


async def test_alerts_of_one_run_are_one_incident(watch: Watch):
    taken = await takes(watch, *(critical(f"model_{number}", run="8123") for number in range(14)))
    assert len(await incidents(watch)) == 1
    assert [alert.decision for alert in taken] == [DecisionKind.OPEN] + [DecisionKind.ATTACH] * 13
    assert {alert.cause_key for alert in taken[1:]} == {"run:airflow:8123"}
    opening, attached = await watch.house.entries(EntryKind.ALERT_ATTACHED)
    assert opening.detail["alert"] == taken[0].id
    assert attached.text == "Task model_1 failed (and 12 more)"
    [cause] = await _causes(watch)
    assert (cause.concern_count, cause.incident_id) == (14, 1)


async def _causes(watch: Watch) -> list[Cause]:
    async with watch.house.store.reading() as session:
        return list(await session.scalars(select(Cause).order_by(Cause.key)))


async def test_the_same_run_of_another_tool_is_another_run(watch: Watch):
    await takes(watch, critical("a", run="1"), critical("b", run="1", source="dagster"))
    assert len(await incidents(watch)) == 2


async def test_beyond_the_window_a_shared_asset_means_nothing(watch: Watch):
    await takes(watch, critical("nulls", assets=("finance.orders",)))
    watch.house.clock.advance(minutes=29)
    await takes(watch, critical("late", assets=("Finance.Orders",)))
    assert len(await incidents(watch)) == 1
    watch.house.clock.advance(minutes=31)
    await takes(watch, critical("rows", assets=("finance.orders",)))
    assert len(await incidents(watch)) == 2


async def test_one_card_asks_for_all_that_share_a_run_and_declaring_takes_them_along(watch: Watch):
    first, *rest = await takes(watch, *(failed(f"model_{number}", run="7") for number in range(3)))
    assert first.decision is DecisionKind.TRIAGE
    assert {alert.decision for alert in rest} == {DecisionKind.SUPPRESS}
    incident = await watch.house.act(declare_from_alert, first.id, by_id=ANA)
    assert {alert.incident_id for alert in await watch.alerts()} == {incident.id}
    [late] = await takes(watch, failed("model_9", run="7"))
    assert (late.decision, late.incident_id) == (DecisionKind.ATTACH, incident.id)


async def test_a_storm_opens_so_many_channels_and_gathers_the_rest_in_one(watch: Watch):
    taken = await takes(watch, *(critical(f"cause_{number}") for number in range(12)))
    found = await incidents(watch)
    assert [incident.is_storm for incident in found] == [False] * 5 + [True]
    assert found[-1].title == "Alert storm: more than 5 causes within 10 minutes"
    assert [alert.incident_id for alert in taken] == [1, 2, 3, 4, 5] + [6] * 7
    assert "gathers the rest" in taken[-1].reason
    watch.house.clock.advance(minutes=11)
    [after] = await takes(watch, critical("cause_99"))
    assert after.incident_id == 7
    [again] = await takes(watch, critical("cause_8"))
    assert again.incident_id == 6


async def test_what_people_declare_does_not_count_as_a_storm(watch: Watch):
    for number in range(6):
        await watch.house.declare(f"By hand {number}")
    [alert] = await takes(watch, critical())
    assert not (await incidents(watch))[-1].is_storm
    assert alert.decision is DecisionKind.OPEN


async def test_repeats_are_rows_with_their_reason_but_no_noise(watch: Watch):
    await takes(watch, critical())
    entries, items = len(await watch.house.entries()), await _said(watch)
    for _ in range(5):
        await takes(watch, *[critical()] * 10)
    assert len(await watch.alerts()) == 51
    assert len(await watch.house.entries()) == entries
    assert await _said(watch) == items
    assert (await concern_of(watch, critical())).firing_count == 51


async def _said(watch: Watch) -> int:
    kinds = ("say", "tell", "post_triage_card", "open_channel")
    return sum([len(await watch.house.waiting(kind)) for kind in kinds])


async def test_after_the_interval_people_are_told_again_once(watch: Watch):
    await takes(watch, critical())
    watch.house.clock.advance(hours=3)
    await takes(watch, critical())
    assert await watch.house.said("alert_still_fires") == []
    watch.house.clock.advance(hours=1)
    await takes(watch, critical(), critical())
    assert len(await watch.house.said("alert_still_fires")) == 1


async def test_flapping_is_told_once_and_its_recoveries_propose_nothing(watch: Watch):
    for _ in range(4):
        await takes(watch, critical())
        await takes(watch, critical(status=RESOLVED))
        watch.house.clock.advance(minutes=2)
    assert len(await watch.house.said("alert_flaps")) == 1
    assert len(await watch.house.entries(EntryKind.ALERT_FLAPPED)) == 1
    proposals = len(await watch.house.said("alert_recovered"))
    await takes(watch, critical())
    await takes(watch, critical(status=RESOLVED))
    assert len(await watch.house.said("alert_recovered")) == proposals
    watch.house.clock.advance(hours=2)
    await takes(watch, critical())
    await takes(watch, critical(status=RESOLVED))
    assert len(await watch.house.said("alert_recovered")) == proposals + 1
    assert len(await incidents(watch)) == 1


async def test_what_is_fine_and_was_so_before_is_no_alert(watch: Watch):
    fine = critical(status=RESOLVED)
    assert await takes(watch, fine) == []
    taken = await takes(watch, critical(), fine, fine)
    assert [alert.status for alert in taken] == [AlertStatus.FIRING, RESOLVED, RESOLVED]
    await watch.house.opened(1)
    await watch.house.act(close, 1, Outcome.FIXED, cause="x", remedy="y", by_id=ANA)
    assert await takes(watch, fine) == []


async def test_what_was_taken_on_asks_anew_when_it_fails_after_a_recovery(watch: Watch):
    [first] = await takes(watch, failed())
    await watch.house.act(take_alert_on, first.id, by_id=ANA)
    await takes(watch, failed(status=RESOLVED))
    [again] = await takes(watch, failed())
    assert again.decision is DecisionKind.TRIAGE
    assert (await concern_of(watch, failed())).card_alert_id == again.id


async def test_two_who_hear_the_same_at_once_open_one_incident(watch: Watch):
    await asyncio.gather(*(takes(watch, critical(), critical("other", run="1")) for _ in range(4)))
    assert len(await incidents(watch)) == 2
    assert len(await watch.alerts()) == 8


async def test_a_closed_incident_goes_on_with_its_number_when_the_failure_comes_back(watch: Watch):
    await takes(watch, critical())
    await watch.house.opened(1)
    await takes(watch, critical(status=RESOLVED))
    await watch.house.act(close, 1, Outcome.FIXED, cause="x", remedy="y", by_id=ANA)
    watch.house.clock.advance(hours=5)
    [alert] = await takes(watch, critical(started_at=watch.house.clock() - timedelta(minutes=1)))
    assert (alert.decision, alert.incident_id) == (DecisionKind.REOPEN, 1)
    assert [incident.regression_count for incident in await incidents(watch)] == [1]


async def test_what_was_attached_by_a_cause_is_offered_to_be_kept_apart_and_a_storm_is_listed(watch: Watch):
    await takes(watch, critical("a", run="1"), critical("b", run="1"))
    [offer] = await watch.house.waiting("post_cause_offer")
    assert offer.intent == {"cause_key": "run:airflow:1"}
    assert await watch.house.waiting("post_in_thread", topic="alert_causes") == []
    await takes(watch, *(critical(f"cause_{number}") for number in range(9)))
    [listed] = await watch.house.waiting("post_in_thread", topic="alert_causes")
    assert listed.incident_id == 6


async def test_a_lesser_alert_about_the_same_asset_asks_and_is_offered_to_the_incident(watch: Watch):
    await takes(watch, critical("a", assets=("finance.orders",)))
    [alert] = await takes(watch, failed("b", assets=("finance.orders",)))
    assert alert.decision is DecisionKind.TRIAGE
    [offer] = await watch.house.waiting("post_cause_offer")
    assert (offer.incident_id, offer.intent["cause_key"]) == (1, "asset:finance.orders")


async def test_whoever_took_it_hears_once_that_it_recovered(watch: Watch):
    [alert] = await takes(watch, failed())
    await watch.house.act(take_alert_on, alert.id, by_id=ANA)
    watch.house.clock.advance(minutes=40)
    fine = failed(status=RESOLVED)
    await takes(watch, fine, fine)
    [told] = await watch.house.waiting("tell", what="alert_recovered")
    assert told.intent["person_id"] == ANA
