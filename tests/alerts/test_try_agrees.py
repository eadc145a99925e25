"""What a trial says would happen is what happens where nothing is known yet."""

from typing import Any

import pytest

from bot.alerts.heard import Origin, heard_of
from bot.alerts.take_alert import take_alerts
from bot.alerts.try_alerts import try_alerts
from bot.playbook import Playbook, parse_playbook
from tests.alerts import posts
from tests.alerts.conftest import Watch
from tests.alerts.test_payloads_monitoring import datadog, group, prometheus
from tests.alerts.test_payloads_orchestrators import airflow
from tests.alerts.test_payloads_paging import pagerduty
from tests.alerts.test_payloads_pipelines import dbt, monte_carlo

BAD = {"title": "x", "severity": "critical"}

BODIES: dict[str, Any] = {
    "a group with one rule": group(*(prometheus(dev=name) for name in "abc"), prometheus("Other", dev="d")),
    "a group with a critical one": group(
        prometheus(dev="a"), prometheus(dev="b", severity="critical", symptom="schema")
    ),
    "one run of many": {"alerts": [{**BAD, "title": name, "run": "8123"} for name in "abcd"]},
    "one asset of many rules": {"alerts": [{**BAD, "title": name, "assets": ["m.orders"]} for name in "abc"]},
    "more than the cap": {"alerts": [{**BAD, "title": f"thing {name}"} for name in "abcdefgh"]},
    "some fine again": [dbt(), airflow(), dbt("job.run.completed", "Success", 10), dbt(runId="9"), airflow()],
    "an owner's many": {
        "alerts": [*({"title": name, "owner": "core"} for name in "abc"), {**BAD, "owner": "core"}]
    },
    "tools of all kinds": [
        pagerduty(),
        datadog(),
        monte_carlo(),
        pagerduty("incident.resolved"),
        datadog("Recovered"),
    ],
    "the same thing twice": [{**BAD}, {**BAD}, {**BAD, "status": "ok"}, {**BAD}],
    "ignored by a rule": {"alerts": [{"title": "staging is late"}, {**BAD, "title": "staging is down"}]},
}


@pytest.fixture
def playbook() -> Playbook:
    rules = '{rules: [{name: staging, when: {title: "staging*"}, do: ignore}]}'
    return parse_playbook(f"alerts: {rules}", "breakwater.yaml")


@pytest.mark.parametrize("which", BODIES)
async def test_a_trial_agrees_with_what_happens(watch: Watch, which: str) -> None:
    trial = try_alerts(BODIES[which], watch.desk.playbook, watch.desk.clock())
    signals = [each.signal for each in trial.alerts]
    async with watch.desk.store.unit() as uow:
        taken = await take_alerts(uow, heard_of(watch.desk, signals, Origin()))
        decided = {alert.id: alert.decision for alert in taken}
    assert [each.decision.kind for each in trial.alerts] == [
        decided[alert_id] for alert_id in sorted(decided)
    ]


async def test_a_trial_of_a_message_agrees_with_what_happens(watch: Watch) -> None:
    message = posts.great_expectations(invoices="11 of 14", orders="1 of 2", items="3 of 3")
    trial = try_alerts(message, watch.desk.playbook, watch.desk.clock())
    taken = await watch.hears(message)
    happened = {alert.fingerprint: alert.decision for alert in taken.alerts}
    firing = [each for each in trial.alerts if each.signal.is_firing]  # what is fine and was so is not kept
    assert {each.signal.fingerprint: each.decision.kind for each in firing} == happened
