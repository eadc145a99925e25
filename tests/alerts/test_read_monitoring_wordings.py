"""Other wordings of monitoring and paging tools: Alertmanager, Grafana, Datadog, PagerDuty, Opsgenie."""

from typing import Any

import pytest

from bot.alerts.reading.read_message import read_message
from tests.alerts.posts import posted
from tests.alerts.test_read_other_wordings import attached, one

# Alertmanager and Grafana

AM = "http://alertmanager.example.org:9093/#/alerts?receiver=data"


def test_a_template_of_a_teams_own_lists_labels_in_its_own_way():
    labels = (
        "alertname:* `OrdersLagging`",
        "team:* `sales-data`",
        "severity:* `critical`",
        "domain:* `sales`",
    )
    text = "\n".join(f" • *{each}" for each in labels)
    title = ":fire: [FIRING:2] OrdersLagging for job etl"
    signal = one(
        attached(
            "Alertmanager", color="danger", title=title, title_link=AM, text=text + "\n • table: mart.orders"
        )
    )
    assert (signal.source, signal.severity_hint, signal.assets) == (
        "alertmanager",
        "critical",
        ("mart.orders",),
    )
    assert (signal.owner, signal.domain, signal.rule) == ("sales-data", "sales", "OrdersLagging")
    over = one(
        attached("Alertmanager", color="good", title="[RESOLVED] OrdersLagging for job etl", title_link=AM)
    )
    assert (over.status, over.fingerprint) == ("resolved", signal.fingerprint)


def grafana(title: str, *labels: str) -> dict[str, Any]:
    text = (
        "**Firing**\n\nValue: A=3\nLabels:\n"
        + "\n".join(f" - {each}" for each in labels)
        + "\nAnnotations:\n"
    )
    return attached("Grafana", color="#D63232", title=title, text=text, footer="Grafana v11.1")


def test_grafana_tells_labels_and_a_rule_without_data_is_known_by_its_rule():
    signal = one(
        grafana("[FIRING:1] Rows low Sales (orders)", "alertname = Rows low", "team = core", "table = orders")
    )
    assert (signal.owner, signal.rule, signal.assets) == ("core", "Rows low", ("orders",))
    assert signal.severity_hint is None
    silent = one(
        grafana(
            "[FIRING:1] DatasourceNoData (Rows low)", "alertname = DatasourceNoData", "rulename = Rows low"
        )
    )
    assert silent.rule == "Rows low"


@pytest.mark.parametrize("state", ["Paused", "Pending"])
def test_a_rule_of_grafanas_that_only_waits_is_no_alert(state):
    assert read_message(grafana(f"[{state}] Orders alert")) == ()


def test_each_group_of_a_datadog_monitor_is_an_alert_of_its_own():
    def message(title: str) -> dict[str, Any]:
        fields = [{"title": "Tags", "value": "team:core, domain:sales"}]
        return attached(
            "Datadog", title=title, title_link="https://app.datadoghq.com/monitors/77", fields=fields
        )

    orders = one(message("[P2] [Triggered on {table:orders}] Too few rows"))
    refunds = one(message("[Triggered on {table:refunds}] Too few rows"))
    assert orders.fingerprint != refunds.fingerprint
    assert one(message("[Recovered on {table:orders}] Too few rows")).fingerprint == orders.fingerprint
    assert (orders.assets, orders.owner, orders.domain) == (("orders",), "core", "sales")
    assert (orders.rule, orders.severity_hint) == ("Too few rows", "p2")


PD = "https://acme.pagerduty.com/incidents/PT4KHLK"


@pytest.mark.parametrize(
    "text",
    [
        f"Incident #42 <{PD}|Orders late> was acknowledged by Ines",
        f"Ines added a note to incident <{PD}|#42>: the load failed again",
        f":eyes: Acknowledged <{PD}|Orders late>",
    ],
)
def test_what_people_do_about_a_pagerduty_incident_is_no_alert(text):
    assert read_message(posted("PagerDuty", text=text)) == ()


def test_pagerduty_may_begin_with_a_sign():
    signal = one(posted("PagerDuty", text=f":rotating_light: *Triggered* | <{PD}|Orders late>"))
    assert (signal.title, signal.status) == ("Orders late", "firing")


def test_opsgenie_opens_and_closes_alerts():
    link = "https://acme.app.opsgenie.com/alert/detail/abc-def-1/details"
    tags = [{"title": "Priority", "value": "P1"}, {"title": "Tags", "value": "domain:sales"}]
    opened = one(
        attached("Opsgenie", color="danger", title="New alert: Orders late", title_link=link, fields=tags)
    )
    closed = one(posted("Opsgenie", text=f'Ines closed alert <{link}|#12>: "Orders late"'))
    assert (opened.source, opened.title, opened.severity_hint, opened.domain) == (
        "opsgenie",
        "Orders late",
        "p1",
        "sales",
    )
    assert (closed.status, closed.fingerprint) == ("resolved", opened.fingerprint)
    assert read_message(posted("Opsgenie", text=f'Ines acknowledged alert <{link}|#12>: "Orders late"')) == ()
