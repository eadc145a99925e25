"""Other wordings of the same tools' messages, and what they tell beside the alert: owner, domain, run."""

from typing import Any

import pytest

from bot.alerts.reading.read_message import read_message
from models.signal import Signal
from tests.alerts.posts import elementary, header, posted, section, webhook


def one(message: dict[str, Any]) -> Signal:
    [signal] = read_message(message)
    return signal


def attached(name: str, **attachment: Any) -> dict[str, Any]:
    return webhook(name, text="", attachments=[attachment])


# Elementary


def test_elementary_names_the_owner_and_the_domain():
    message = elementary()
    message["attachments"][0]["blocks"].append(section("*Tags*\n#nightly, domain:sales"))
    signal = one(message)
    assert (signal.owner, signal.domain) == ("U0BEN00001", "sales")
    assert "U0BEN00001" not in (signal.excerpt or "")


def test_elementary_may_know_no_status():
    line = section("*Test:* not_null | *Status:* None | *Time:* N/A")
    signal = one(webhook("elementary", blocks=[header('Unknown: "not_null" test failed on orders'), line]))
    assert (signal.source, signal.severity_hint, signal.assets) == ("elementary", None, ("orders",))


def test_what_an_elementary_test_counted_stands_in_its_result():
    blocks = [
        section("*Result Message*"),
        section("```The last row_count value is 12, the average is 900```"),
    ]
    head = [header('Failure: "volume" test failed on orders'), section("*Test:* volume | *Status:* fail")]
    message = webhook("elementary", blocks=head, attachments=[{"color": "#ff0000", "blocks": blocks}])
    assert one(message).symptom == "volume"


@pytest.mark.parametrize(
    ("head", "line", "symptom", "asset"),
    [
        (":small_red_triangle: dbt test alert", "*Test:* unique_id - unique", "distribution", "mart.orders"),
        (":small_red_triangle: Data anomaly detected", "*Test:* row_count", "volume", "mart.orders"),
        (":x: dbt model alert", "*Model:* orders", "pipeline", "mart.orders"),
        (":warning: dbt source freshness alert", "*Source:* raw.events", "freshness", "mart.orders"),
    ],
)
def test_older_elementary_messages_say_the_kind_first(head, line, symptom, asset):
    told = [{"type": "mrkdwn", "text": f"{each}     |"} for each in (line, "*Status:* fail")]
    details = {"color": "#ff0000", "blocks": [section(None, "*Table*\n_mart.orders_")]}
    blocks = [header(head), {"type": "context", "elements": told}]
    signal = one(webhook("Elementary", blocks=blocks, attachments=[details]))
    assert (signal.source, signal.symptom, signal.assets) == ("elementary", symptom, (asset,))
    assert signal.severity_hint == "fail"


# Great Expectations


def test_older_great_expectations_messages_tell_of_one_suite():
    def message(outcome: str) -> dict[str, Any]:
        told = f"*Batch Validation Status*: *{outcome}*\n*Expectation suite name*: `orders.warning`\n"
        return webhook(
            "gx", blocks=[section(told + "*Data asset name*: `orders`\n*Summary*: *8* of *10* were met")]
        )

    failed, fine = one(message("Failed :no_entry:")), one(message("Success :tada:"))
    assert (failed.source, failed.status, failed.assets) == ("great_expectations", "firing", ("orders",))
    assert failed.excerpt == "8 of 10 expectations of orders.warning were met"
    assert (fine.status, fine.fingerprint) == ("resolved", failed.fingerprint)


def test_a_link_behind_the_suite_is_no_part_of_its_name():
    told = "\n*Asset*: orders  *Expectation Suite*: s  <https://gx.example.org|Results>"
    told += "\n*Summary*: *1* of *3* were met"
    signal = one(
        posted("GX", blocks=[header("notify - nightly - Failed :no_entry: Expectations"), section(told)])
    )
    assert (signal.assets, signal.rule) == (("orders",), "s")


# Airflow


@pytest.mark.parametrize(
    "text",
    [
        ":x: Task `load` failed in DAG `ingest`",
        "Airflow alert: <TaskInstance: ingest.load scheduled__2026-11-18T00:00:00+00:00 [failed]>",
        "*DAG*: ingest, *Task*: load\n*Exception*: boom, it failed",
        "Dag: ingest\nTask: load\nState: failed",
        "ingest.load failed. <https://af.example.org/dags/ingest/grid|Log>",
        "Task Failed <https://af.example.org/log?task_id=load&amp;dag_id=ingest|Log>",
        "Task load of DAG ingest has failed. Logs: https://af.example.org/dags/ingest/runs/r1/tasks/load",
    ],
)
def test_airflow_is_read_in_many_wordings(text):
    signal = one(webhook("airflow", text=text))
    assert (signal.source, signal.status, signal.assets) == ("airflow", "firing", ("ingest.load",))
    assert (
        signal.fingerprint
        == one(webhook("airflow", text=":x: Task `load` failed in DAG `ingest`")).fingerprint
    )


@pytest.mark.parametrize(
    ("url", "run"),
    [
        ("https://af.example.org/dags/i/grid?dag_run_id=manual__2026&amp;task_id=t", "i manual__2026"),
        ("https://af.example.org/dags/i/runs/manual__2026/tasks/t", "i manual__2026"),
    ],
)
def test_the_run_of_an_airflow_task_stands_in_the_address(url, run):
    signal = one(webhook("airflow", text=f"Task failed\n*Owner*: ines\n<{url}>"))
    assert (signal.run, signal.owner) == (run, "ines")
    assert signal.run_link == signal.link


def test_a_missed_deadline_is_late_and_a_retry_is_no_failure_yet():
    missed = one(webhook("airflow", text="🔥 The DAG `ingest` missed its deadline"))
    assert (missed.symptom, missed.title) == ("freshness", "DAG ingest missed its deadline")
    assert read_message(webhook("airflow", text=":warning: Task Retry\n*Task*: load\n*Dag*: ingest")) == ()


# Dagster and Prefect


def test_dagster_tells_of_freshness_checks_assets_and_success():
    late, fine = (
        one(posted("Dagster", text=f"Asset `orders` is now {how}."))
        for how in ("9.00 minutes late", "on time")
    )
    assert (late.symptom, late.assets, late.status) == ("freshness", ("orders",), "firing")
    assert (fine.status, fine.fingerprint) == ("resolved", late.fingerprint)
    check = one(posted("Dagster+", text="Asset check `row_count` failed on asset `orders`"))
    assert (check.source, check.symptom, check.assets) == ("dagster", "volume", ("orders",))
    assert one(posted("Dagster+", text="Asset materialization failed: `orders`")).assets == ("orders",)
    link = "https://d.example.org/runs/81acc00f-0000-4000-8000-000000000001"
    failed = one(posted("Dagster", text=f"Job \"nightly\" failed. Steps failed: ['a'] <{link}|View>"))
    assert (failed.run, failed.run_link) == ("81acc00f-0000-4000-8000-000000000001", link)
    assert one(posted("Dagster", text='Job "nightly" succeeded.')).fingerprint == failed.fingerprint


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Flow run load-orders/red-fox observed in state `TimedOut` at 2026", "firing"),
        ("Flow run red-fox of flow load-orders has Crashed", "firing"),
        ("Flow `load-orders` is in state Late", "firing"),
        ("Flow run load-orders/blue-owl entered state Completed", "resolved"),
    ],
)
def test_prefect_is_read_in_many_wordings(text, status):
    signal = one(attached("Prefect Notifications", title="Prefect flow run notification", text=text))
    assert (signal.source, signal.assets, signal.status) == ("prefect", ("load-orders",), status)
    first = one(attached("Prefect", text="Flow run load-orders/a entered state Failed"))
    assert signal.fingerprint == first.fingerprint


def test_prefect_names_the_run():
    text = "Flow run load/red-fox entered state Failed.\nFlow run ID: 3a4e6a52-1c1c\nState message: boom"
    assert one(attached("Prefect", text=text)).run == "3a4e6a52-1c1c"


# Datadog, PagerDuty, Opsgenie


# dbt Cloud, Monte Carlo, Soda


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ('<{}|Run #33 failed on Job "Daily build">', "firing"),
        ("Daily build: <{}|Run #33> Errored", "firing"),
        (":x: *Job failed*: Daily build\n<{}|View run>", "firing"),
        ("<{}|Run #33> of Daily build warned", "firing"),
        ('<{}|Run #34 completed successfully on Job "Daily build">', "resolved"),
    ],
)
def test_dbt_cloud_is_read_in_many_wordings(text, status):
    signal = one(
        posted("dbt Cloud", text=text.format("https://cloud.getdbt.com/deploy/1/projects/2/runs/33"))
    )
    assert (signal.assets, signal.status, signal.run) == (("Daily build",), status, "33")
    assert signal.run_link == "https://cloud.getdbt.com/deploy/1/projects/2/runs/33"


def test_a_dbt_run_that_started_is_no_recovery():
    text = '<https://cloud.getdbt.com/deploy/1/projects/2/runs/33|Run #33 started on Job "Daily build">'
    assert read_message(posted("dbt Cloud", text=text)) == ()


def test_monte_carlo_tells_of_a_changed_status_and_sends_digests():
    link = "<https://getmontecarlo.com/alerts/abc|Freshness anomaly on prod:analytics.orders>"
    broken = one(
        posted(
            "Monte Carlo",
            text=link,
            blocks=[section(link), section(None, "*Owner*\nInes", "*Domain*\nSales")],
        )
    )
    assert (broken.owner, broken.domain, broken.status) == ("Ines", "Sales", "firing")
    over = one(posted("Monte Carlo", text=f"Ines updated the status of {link} to Fixed"))
    assert (over.status, over.fingerprint) == ("resolved", broken.fingerprint)
    assert (
        read_message(posted("Monte Carlo", text=f"Ines updated the status of {link} to Investigating")) == ()
    )
    assert read_message(posted("Monte Carlo", text="Weekly digest: 12 incidents in 3 tables")) == ()


def test_a_check_of_sodas_is_the_same_whatever_its_headline_says_of_it():
    failed = one(attached("Soda Cloud", title=":x: Check failed: freshness of orders", color="danger"))
    passed = one(attached("Soda Cloud", title="Check passed: freshness of orders", color="good"))
    assert (failed.status, passed.status) == ("firing", "resolved")
    assert failed.fingerprint == passed.fingerprint
    assert read_message(posted("Soda", text="All checks passed for dataset orders")) == ()


# Anything else


def test_attachments_that_stand_alone_are_alerts_of_their_own():
    def about(table: str) -> dict[str, Any]:
        return {
            "color": "danger",
            "title": f"Load of {table} failed",
            "title_link": f"https://x.example/{table}",
        }

    signals = read_message(
        posted("loader", text="2 problems", attachments=[about("orders"), about("refunds")])
    )
    assert [each.title for each in signals] == ["Load of orders failed", "Load of refunds failed"]
    details = {"color": "danger", "title": "Error", "text": "boom"}
    assert len(read_message(posted("loader", attachments=[about("orders"), details]))) == 1


def test_labelled_owners_domains_and_runs_are_told():
    text = "*Load of orders failed*\n*Owner:* <@U0ANA00001>\n*Domain:* sales\n*Run ID:* 8123"
    signal = one(posted("loader", text=text))
    assert (signal.owner, signal.domain, signal.run) == ("U0ANA00001", "sales", "8123")
    assert one(posted("loader", text="Load failed\nOwner: none")).owner is None


@pytest.mark.parametrize("odd", [[], {}, ["plain_text"]])
def test_a_text_whose_type_is_no_word_is_read_as_markup(odd):
    blocks = [{"type": "header", "text": {"type": odd, "text": "Load of *orders* failed"}}]
    rich = {"type": "rich_text_section", "elements": [{"type": odd, "text": "never mind"}]}
    assert (
        one(posted("loader", blocks=[*blocks, {"type": "rich_text", "elements": [rich]}])).title
        == "Load of orders failed"
    )
