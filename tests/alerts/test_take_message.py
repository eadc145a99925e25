"""From a message in a watched channel to an incident, a card, or silence: stored, decided, acted on."""

import asyncio

import pytest

from bot.alerts.take_message import take_message
from bot.alerts.triage import expect_alert, snooze_alert
from bot.incidents.close_incident import close
from bot.playbook import parse_playbook
from bot.uow import AlreadyReceived
from models.inbox import InboxItem
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem
from models.vocabulary import DecisionKind, Outcome, Severity, Symptom
from tests.alerts.conftest import Watch
from tests.alerts.posts import (
    CHANNEL,
    airflow,
    alertmanager,
    elementary,
    great_expectations,
    posted,
)
from tests.builders import ANA

RULES = """
alerts:
  snooze: 2h
  rules:
    - name: orders are sacred
      when: {asset: "*orders*", source: airflow}
      do: open
      severity: sev1
      domain: finance
    - {name: noise, when: {title: "*scratch*"}, do: ignore}
    - {name: look first, when: {severity: critical, channel: data-alerts}, do: triage, severity: sev4}
"""


async def test_a_critical_alert_opens_an_incident_with_all_that_is_known(watch: Watch) -> None:
    alert = await watch.alert(elementary("Error"), ts="1763450000.000100")
    [incident] = await watch.house.all_of(Incident)
    assert (alert.decision, alert.incident_id) == (DecisionKind.OPEN, incident.id)
    assert incident.title == '"unique_orders_id" test failed on fct_orders'
    assert (incident.severity, incident.symptom) == (Severity.SEV2, Symptom.DISTRIBUTION)
    assert incident.asset == "analytics.marts.fct_orders"
    assert incident.declared_by_id is None
    assert (incident.origin_channel_id, incident.origin_ts) == (CHANNEL, "1763450000.000100")
    assert incident.origin_link == f"https://northwind.slack.com/archives/{CHANNEL}/p1763450000000100"
    assert incident.noticed_at.timestamp() == pytest.approx(1763450000.0001)
    assert await watch.house.waiting("open_channel")
    assert await watch.house.waiting("answer_thread") == []  # its card says it
    [card] = await watch.house.waiting("post_triage_card")
    assert card.intent == {"alert_id": alert.id}
    assert await watch.house.waiting("post_announcement")


async def test_the_ledger_of_the_incident_bears_the_alert_and_its_message(watch: Watch) -> None:
    alert = await watch.alert(elementary("Error"))
    [entry] = await watch.house.entries(EntryKind.ALERT_ATTACHED)
    assert "Got 12 results" in entry.text
    assert entry.detail["alert"] == alert.id
    assert entry.permalink.endswith(alert.message_ts.replace(".", ""))


async def test_any_other_alert_gets_a_card_in_its_thread(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    assert alert.decision is DecisionKind.TRIAGE
    assert alert.reason
    [item] = await watch.house.waiting("post_triage_card")
    assert item.intent == {"alert_id": alert.id}
    assert await watch.house.all_of(Incident) == []


async def test_a_repeat_joins_the_open_incident_silently(watch: Watch) -> None:
    first = await watch.alert(elementary("Error"))
    for _ in range(3):
        again = await watch.alert(elementary("Error"))
        assert (again.decision, again.incident_id) == (DecisionKind.ATTACH, first.incident_id)
    assert len(await watch.house.all_of(Incident)) == 1
    assert len(await watch.house.entries(EntryKind.ALERT_ATTACHED)) == 1
    [card] = await watch.house.waiting("post_triage_card")
    assert card.intent == {"alert_id": first.id}
    assert await watch.house.all_of(OutboxItem, kind="say") == []
    assert len(await watch.house.waiting("edit_card")) == 1


CRITICAL = posted(text="[CRITICAL] mart.refunds is stale")


async def test_what_was_fixed_and_fails_again_within_its_probation_goes_on_as_a_regression(
    watch: Watch,
) -> None:
    first = await watch.alert(CRITICAL)
    await watch.house.opened(first.incident_id)
    await watch.house.act(close, first.incident_id, Outcome.FIXED, cause="x", remedy="y", by_id=ANA)
    watch.house.clock.advance(hours=23)
    again = await watch.alert(CRITICAL)
    assert (again.decision, again.incident_id) == (DecisionKind.REOPEN, first.incident_id)
    [incident] = await watch.house.all_of(Incident)
    assert incident.is_open
    assert incident.regression_count == 1
    assert await watch.house.entries(EntryKind.REGRESSED)


@pytest.mark.parametrize(("outcome", "hours"), [(Outcome.FIXED, 25), (Outcome.FALSE_ALARM, 1)])
async def test_after_its_probation_or_a_false_alarm_the_same_alert_is_decided_anew(
    watch: Watch, outcome: Outcome, hours: int
) -> None:
    first = await watch.alert(CRITICAL)
    await watch.house.opened(first.incident_id)
    await watch.house.act(close, first.incident_id, outcome, cause="x", remedy="y", by_id=ANA)
    watch.house.clock.advance(hours=hours)
    again = await watch.alert(CRITICAL)
    assert again.decision is DecisionKind.OPEN
    assert again.incident_id != first.incident_id


async def test_what_a_tool_repeats_of_before_the_close_does_not_reopen_by_itself(watch: Watch) -> None:
    first = await watch.alert(elementary("Error"))  # it says when it was detected
    await watch.house.opened(first.incident_id)
    await watch.house.act(close, first.incident_id, Outcome.FIXED, cause="x", remedy="y", by_id=ANA)
    again = await watch.alert(elementary("Error"))
    assert again.decision is DecisionKind.TRIAGE
    assert "still, although INC-1 was closed" in again.reason


async def test_a_repeat_of_what_is_asked_already_gets_no_second_card(watch: Watch) -> None:
    await watch.alert(airflow(run="19"))
    await watch.house.answered()
    again = await watch.alert(airflow(run="20"))
    assert again.decision is DecisionKind.SUPPRESS
    assert len(await watch.house.waiting("post_triage_card")) == 0
    assert len(await watch.house.waiting("edit_triage_card")) == 1


async def test_after_a_day_it_is_asked_again(watch: Watch) -> None:
    await watch.alert(airflow())
    watch.house.clock.advance(hours=25)
    assert (await watch.alert(airflow())).decision is DecisionKind.TRIAGE
    assert len(await watch.house.waiting("post_triage_card")) == 2


async def test_what_got_worse_opens_and_takes_the_card_along(watch: Watch) -> None:
    warned = await watch.alert(elementary("Warning"))
    await watch.house.answered()
    opened = await watch.alert(elementary("Error"))
    assert opened.decision is DecisionKind.OPEN
    alerts = await watch.alerts()
    assert {alert.incident_id for alert in alerts} == {opened.incident_id}
    assert {item.intent["alert_id"] for item in await watch.house.waiting("edit_triage_card")} == {warned.id}


async def test_snoozed_and_expected_alerts_stay_quiet_until_their_time(watch: Watch) -> None:
    first = await watch.alert(airflow())
    await watch.house.act(snooze_alert, first.id, by_id=ANA)
    quiet = await watch.alert(airflow())
    assert quiet.decision is DecisionKind.SUPPRESS
    assert "snoozed" in quiet.reason
    watch.house.clock.advance(hours=1)
    after = await watch.alert(airflow())
    assert after.decision is DecisionKind.TRIAGE
    await watch.house.act(expect_alert, after.id, by_id=ANA)
    watch.house.clock.advance(days=6)
    assert "expected" in (await watch.alert(airflow())).reason


async def test_one_message_asks_once_however_many_assets_failed(watch: Watch) -> None:
    taken = await watch.hears(great_expectations(invoices="1 of 2", lines="0 of 1", taxes="2 of 2"))
    assert [alert.decision for alert in taken.alerts].count(DecisionKind.TRIAGE) == 1
    assert len(await watch.house.waiting("post_triage_card")) == 1
    again = await watch.hears(great_expectations(invoices="1 of 2", lines="0 of 1"))
    assert {alert.decision for alert in again.alerts} == {DecisionKind.SUPPRESS}
    assert len(await watch.house.waiting("post_triage_card")) == 1


class TestWithRules:
    @pytest.fixture
    def playbook(self):
        return parse_playbook(RULES, "breakwater.yaml")

    async def test_a_rule_opens_with_its_own_severity_and_domain(self, watch: Watch) -> None:
        alert = await watch.alert(airflow())
        [incident] = await watch.house.all_of(Incident)
        assert (incident.severity, incident.domain) == (Severity.SEV1, "finance")
        assert "orders are sacred" in alert.reason

    async def test_a_rule_ignores_but_the_alert_is_kept_with_its_reason(self, watch: Watch) -> None:
        alert = await watch.alert(airflow(task="scratch", dag="tmp"))
        assert alert.decision is DecisionKind.SUPPRESS
        assert "noise" in alert.reason
        assert await watch.house.all_of(OutboxItem) == []

    async def test_a_rule_asks_where_the_default_would_open(self, watch: Watch) -> None:
        alert = await watch.alert(posted(text="[CRITICAL] mart.refunds is stale"))
        assert alert.decision is DecisionKind.TRIAGE
        assert "look first" in alert.reason

    async def test_one_message_opens_one_incident(self, watch: Watch) -> None:
        message = alertmanager(name="OrdersTableStale", common="fatal")
        message["attachments"] += alertmanager(name="RefundsTableStale", common="fatal")["attachments"]
        taken = await watch.hears(message)
        assert len(taken.alerts) == 2
        assert len(await watch.house.all_of(Incident)) == 1
        assert {alert.incident_id for alert in taken.alerts} == {1}


async def test_the_same_message_told_twice_is_taken_once(watch: Watch) -> None:
    await watch.hears(airflow(), ts="1763450000.000900")
    assert (await watch.hears(airflow(), ts="1763450000.000900")).alerts == ()
    assert len(await watch.alerts()) == 1


async def test_other_channels_and_junk_are_passed_by(watch: Watch) -> None:
    assert "not watched" in (await watch.hears(airflow(), channel="C0OTHER001")).ignored
    for junk in ({}, {"channel": 7}, {"channel": CHANNEL, "subtype": "message_changed", "message": []}):
        assert (await take_message(watch.desk, junk)).ignored


async def test_the_receipt_is_worked_off_with_the_alert_and_recognises_a_second_delivery(
    watch: Watch,
) -> None:
    async with watch.house.store.unit() as uow:
        row = InboxItem(key="event:Ev1", kind="event", payload="{}", received_at=uow.now)
        uow.session.add(row)
    taken = await take_message(watch.desk, airflow(), row.id)
    assert taken.alerts[0].inbox_id == row.id
    [kept] = await watch.house.all_of(InboxItem)
    assert kept.done_at is not None
    with pytest.raises(AlreadyReceived):
        await take_message(watch.desk, airflow(), row.id)


async def test_the_same_alert_from_many_sides_at_once_opens_one_incident(watch: Watch) -> None:
    await asyncio.gather(*(watch.hears(elementary("Error")) for _ in range(6)))
    assert len(await watch.house.all_of(Incident)) == 1
    assert len(await watch.alerts()) == 6


async def test_a_drill_is_no_place_for_a_real_alert(watch: Watch) -> None:
    first = await watch.alert(elementary("Error"))
    async with watch.house.store.unit() as uow:
        (await uow.incident(first.incident_id)).is_drill = True
    assert (await watch.alert(elementary("Error"))).decision is DecisionKind.OPEN


async def test_a_title_longer_than_an_incident_may_have_is_cut(watch: Watch) -> None:
    alert = await watch.alert(posted(text=f"[CRITICAL] orders are late {'x' * 500}"))
    assert alert.decision is DecisionKind.OPEN
    assert (await watch.house.all_of(Incident))[0].title.endswith("…")


async def test_a_tools_clock_that_runs_ahead_does_no_harm(watch: Watch) -> None:
    text = "[CRITICAL] orders are late\nStarted at: 2031-01-01T00:00:00Z"
    await watch.hears(posted(text=text), ts="1999999999.000100")
    [incident] = await watch.house.all_of(Incident)
    assert incident.began_at == incident.noticed_at == watch.house.clock()
