"""The verbs of a triage card: who is first acts, who is second is told."""

import asyncio
from datetime import timedelta

import pytest

from bot.alerts.explain import explain
from bot.alerts.show_alert import alert_view
from bot.alerts.triage import declare_from_alert, expect_alert, snooze_alert, take_alert_on, why_alert
from bot.playbook import parse_playbook
from models.errors import NotFound, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.silence import Silence
from models.vocabulary import Severity
from tests.alerts.conftest import Watch
from tests.alerts.posts import CHANNEL, airflow, alertmanager, elementary, great_expectations
from tests.builders import ANA, BEN


async def _view(watch: Watch, alert_id: int):
    async with watch.house.store.reading() as session:
        return await alert_view(session, alert_id, watch.house.clock())


async def test_declaring_carries_over_what_the_alert_says(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.house.answered()
    await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
    [incident] = await watch.house.all_of(Incident)
    assert (incident.title, incident.asset) == (alert.title, "ingest_orders.load_orders")
    assert (incident.declared_by_id, incident.severity) == (ANA, Severity.SEV3)
    assert (incident.origin_channel_id, incident.origin_ts) == (CHANNEL, alert.message_ts)
    assert incident.origin_link.endswith(alert.message_ts.replace(".", ""))
    [entry] = await watch.house.entries(EntryKind.ALERT_ATTACHED)
    assert entry.actor_id == ANA
    view = await _view(watch, alert.id)
    assert (view.incident_id, view.opened_incident) == (incident.id, True)
    assert await watch.house.waiting("edit_triage_card", alert_id=alert.id)


async def test_the_card_is_edited_again_when_there_is_a_channel_to_link(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.house.answered()
    await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
    [opening] = await watch.house.waiting("open_channel")
    edits = await watch.house.waiting("edit_triage_card")
    assert len(edits) == 2
    assert edits[1].after_id == opening.id


async def test_declaring_takes_along_the_repeats_that_the_card_counted(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.alert(airflow())
    await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
    assert {each.incident_id for each in await watch.alerts()} == {1}
    assert len(await watch.house.entries(EntryKind.ALERT_ATTACHED)) == 1
    assert (await _view(watch, alert.id)).repeat_count == 1


async def test_declaring_takes_along_what_was_posted_in_the_same_message(watch: Watch) -> None:
    taken = await watch.hears(great_expectations(invoices="1 of 2", lines="0 of 1", taxes="2 of 2"))
    asked = next(alert for alert in taken.alerts if alert.decision == "triage")
    await watch.house.act(declare_from_alert, asked.id, by_id=ANA)
    by_asset = {alert.asset: alert.incident_id for alert in await watch.alerts()}
    assert by_asset == {"invoices": 1, "lines": 1}


async def test_of_two_who_declare_at_once_one_is_told_that_it_is_done(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    both = await asyncio.gather(
        *(watch.house.act(declare_from_alert, alert.id, by_id=person) for person in (ANA, BEN)),
        return_exceptions=True,
    )
    assert len(await watch.house.all_of(Incident)) == 1
    assert sorted(type(each).__name__ for each in both) == ["Incident", "NothingToChange"]


async def test_an_older_card_joins_the_incident_that_the_same_alert_has(watch: Watch) -> None:
    old = await watch.alert(airflow())
    await watch.house.answered()
    watch.house.clock.advance(hours=25)
    new = await watch.alert(airflow())
    incident = await watch.house.act(declare_from_alert, new.id, by_id=ANA)
    view = await _view(watch, old.id)
    assert (view.incident_id, view.opened_incident) == (incident.id, False)
    assert await watch.house.waiting("edit_triage_card", alert_id=old.id)


async def test_whoever_takes_it_stands_on_the_card_and_the_next_is_told(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.house.act(take_alert_on, alert.id, by_id=ANA)
    view = await _view(watch, alert.id)
    assert (view.taken_by_id, view.taken_at) == (ANA, watch.house.clock())
    with pytest.raises(NothingToChange, match=f"<@{ANA}> has taken"):
        await watch.house.act(take_alert_on, alert.id, by_id=BEN)
    with pytest.raises(NothingToChange, match="You have taken"):
        await watch.house.act(take_alert_on, alert.id, by_id=ANA)


async def test_what_was_taken_can_still_be_declared_snoozed_or_expected(watch: Watch) -> None:
    for verb in (declare_from_alert, snooze_alert, expect_alert):
        alert = await watch.alert(airflow(dag=f"dag_{verb.__name__}"))
        await watch.house.act(take_alert_on, alert.id, by_id=ANA)
        await watch.house.act(verb, alert.id, by_id=BEN)


async def test_expected_says_by_whom_and_until_when(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.house.act(expect_alert, alert.id, by_id=ANA, because="the vendor moves")
    view = await _view(watch, alert.id)
    assert view.expected_by_id == ANA
    assert view.silent_until_at == watch.house.clock() + timedelta(days=7)
    [silence] = await watch.house.all_of(Silence)
    assert silence.because == "the vendor moves"
    with pytest.raises(NothingToChange, match=f"<@{ANA}> has put this alert down as expected until"):
        await watch.house.act(snooze_alert, alert.id, by_id=BEN)


async def test_silence_covers_all_that_one_card_asked_about(watch: Watch) -> None:
    taken = await watch.hears(great_expectations(invoices="1 of 2", lines="0 of 1"))
    asked = next(alert for alert in taken.alerts if alert.decision == "triage")
    await watch.house.act(expect_alert, asked.id, by_id=ANA)
    again = await watch.hears(great_expectations(invoices="1 of 2", lines="0 of 1"))
    assert all("expected" in alert.reason for alert in again.alerts)


class TestWithRules:
    @pytest.fixture
    def playbook(self):
        rule = "{name: ours, when: {source: airflow}, do: triage, severity: sev1, domain: finance}"
        return parse_playbook(f"alerts: {{snooze: 3h, rules: [{rule}]}}", "breakwater.yaml")

    async def test_snooze_lasts_as_the_playbook_says(self, watch: Watch) -> None:
        alert = await watch.alert(airflow())
        await watch.house.act(snooze_alert, alert.id, by_id=ANA)
        view = await _view(watch, alert.id)
        assert (view.snoozed_by_id, view.silent_until_at) == (ANA, watch.house.clock() + timedelta(hours=3))
        watch.house.clock.advance(hours=4)
        assert (await _view(watch, alert.id)).snoozed_by_id is None

    async def test_the_rule_that_asked_knows_severity_and_domain(self, watch: Watch) -> None:
        alert = await watch.alert(airflow())
        incident = await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
        assert (incident.severity, incident.domain) == (Severity.SEV1, "finance")


async def test_after_it_became_an_incident_every_verb_says_so(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
    for verb in (declare_from_alert, take_alert_on, snooze_alert, expect_alert):
        with pytest.raises(NothingToChange, match="belongs to an incident already"):
            await watch.house.act(verb, alert.id, by_id=BEN)


async def test_an_alert_that_is_not_there_is_not_found(watch: Watch) -> None:
    for verb in (declare_from_alert, take_alert_on, snooze_alert, expect_alert):
        with pytest.raises(NotFound):
            await watch.house.act(verb, 4711, by_id=ANA)
    with pytest.raises(NotFound):
        await why_alert(watch.desk, 4711, user_id=ANA)


async def test_why_tells_the_reason(watch: Watch) -> None:
    alert = await watch.alert(elementary("Warning"))
    told = (await why_alert(watch.desk, alert.id, user_id=ANA)).text
    assert "warnings never open an incident" in told


async def test_why_tells_nothing_of_an_incident_that_this_person_may_not_see(watch: Watch) -> None:
    alert = await watch.alert(airflow())
    await watch.house.act(declare_from_alert, alert.id, by_id=ANA)
    await watch.house.opened(1)
    async with watch.house.store.unit() as uow:
        (await uow.incident(1)).is_private = True
    repeat = await watch.alert(airflow())
    for each in (alert, repeat):
        assert "INC-1" not in (await why_alert(watch.desk, each.id, user_id=BEN)).text
    view = await _view(watch, alert.id)
    assert view.incident_is_private


async def test_the_incident_explains_its_alerts_one_of_each_kind(watch: Watch) -> None:
    for _ in range(3):
        await watch.alert(elementary("Error"))
    told = (await explain(watch.desk, 1)).text
    assert told.count("unique_orders_id") == 1
    assert "came 2 times more" in told
    assert "opens an incident by itself" in told
    number = await watch.house.declare()
    assert "a person declared it" in (await explain(watch.desk, number)).text


async def test_a_recovered_alert_shows_green_and_needs_no_silence(watch: Watch) -> None:
    alert = await watch.alert(alertmanager(name="DiskFull"))
    await watch.alert(alertmanager("RESOLVED", "DiskFull"))
    assert not (await _view(watch, alert.id)).is_firing
    for verb in (take_alert_on, snooze_alert, expect_alert):
        with pytest.raises(NothingToChange, match="has recovered"):
            await watch.house.act(verb, alert.id, by_id=ANA)
