"""`breakwater alerts try FILE`: how a payload is read and what would happen, without doing it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from tests.alerts import posts
from tests.alerts.test_payloads_monitoring import group, prometheus
from tests.alerts.test_payloads_paging import pagerduty
from tests.alerts.test_payloads_pipelines import dbt

KEYS = ["source", "status", "symptom", "severity", "assets", "title", "fingerprint", "decision", "reason"]

PLAYBOOK = """\
domains: [sales]
alerts:
  domains: {sales: ["marts.*"]}
  rules:
    - {name: late orders, when: {title: "*orders*", domain: sales}, do: open, severity: sev1}
    - {name: quiet, when: {source: dbt}, do: ignore}
"""


class Trying:
    """An empty folder, and the command in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def file(self, body: Any, name: str = "body.json") -> str:
        (self.folder / name).write_text(body if isinstance(body, str) else json.dumps(body), encoding="utf-8")
        return name

    def runs(self, *args: str, stdin: str | None = None) -> Result:
        return CliRunner().invoke(app, ["alerts", "try", *args], input=stdin)

    def finds(self, body: Any, *args: str) -> dict[str, Any]:
        """The document of `--json`, which is alone on stdout."""
        ran = self.runs(self.file(body), "--json", *args)
        assert ran.exit_code == 0, ran.output
        return json.loads(ran.stdout)


@pytest.fixture
def trying(tmp_path, monkeypatch) -> Trying:
    monkeypatch.chdir(tmp_path)
    return Trying(tmp_path)


def test_the_document_has_the_alerts_with_what_they_would_do_and_nothing_else(trying):
    found = trying.finds(
        group(prometheus(severity="critical", table="marts.orders"), prometheus("B", "resolved"))
    )
    assert [*found] == ["alerts", "ignored"]
    late, fine = found["alerts"]
    assert [*late] == [*fine] == KEYS
    assert (late["source"], late["status"], late["symptom"], late["severity"]) == (
        "alertmanager",
        "firing",
        "freshness",
        "critical",
    )
    assert (late["assets"], late["decision"]) == (["marts.orders"], "open")
    assert "critical" in late["reason"]
    assert late["fingerprint"].startswith("v1:")
    assert (fine["status"], fine["decision"], fine["severity"]) == ("resolved", "suppress", None)
    assert found["ignored"] is None


def test_what_is_no_alert_is_an_empty_list_with_the_reason(trying):
    assert trying.finds(pagerduty("incident.acknowledged"))["alerts"] == []
    assert "pagerduty" in trying.finds(pagerduty("incident.acknowledged"))["ignored"]
    said = {"type": "message", "channel": "C1", "ts": "1.1", "user": "U1", "text": "it failed"}
    assert trying.finds(said) == {"alerts": [], "ignored": "a person wrote it"}
    assert trying.finds({"hello": "world"})["ignored"]
    assert trying.finds(3)["ignored"] == "it is no JSON object"


@pytest.mark.parametrize("wrap", [lambda post: post, lambda post: {"type": "event_callback", "event": post}])
def test_a_slack_message_is_recognised_as_posted_and_in_its_envelope(trying, wrap):
    [alert] = trying.finds(wrap(posts.airflow()))["alerts"]
    assert (alert["source"], alert["assets"]) == ("airflow", ["ingest_orders.load_orders"])


def test_a_file_may_hold_one_body_on_each_line(trying):
    lines = "\n".join(
        json.dumps(body) for body in (dbt(), pagerduty(), dbt("job.run.completed", "Success", 10))
    )
    found = trying.finds(f"\n{lines}\n")["alerts"]
    assert [alert["source"] for alert in found] == ["dbt_cloud", "pagerduty", "dbt_cloud"]
    assert found[0]["fingerprint"] == found[2]["fingerprint"]


def test_the_source_may_be_named_and_an_unknown_one_gets_a_word(trying):
    body = {"title": "Orders are late", "status": "firing"}
    assert trying.finds(body, "--source", "generic")["alerts"][0]["source"] == "generic"
    ran = trying.runs(trying.file(body), "--json", "--source", "acme")
    assert json.loads(ran.stdout)["alerts"][0]["source"] == "acme"
    assert "no reader is for the source acme" in ran.stderr


def test_the_playbook_of_the_folder_decides_and_its_rule_is_named(trying):
    trying.file(PLAYBOOK, "breakwater.yaml")
    late = {"title": "orders are late", "assets": ["marts.orders"]}
    [alert] = trying.finds(late)["alerts"]
    assert (alert["decision"], alert["reason"]) == ("open", "The rule “late orders” opens an incident.")
    [ignored] = trying.finds(dbt())["alerts"]
    assert ignored["decision"] == "suppress"
    shown = trying.runs(trying.file(late)).stdout
    assert "“late orders”" in shown
    assert "SEV1" in shown


@pytest.mark.parametrize("broken", ["rules: [", "alerts: {rules: 3}"])
def test_a_broken_playbook_gets_a_word_and_the_defaults_hold(trying, broken):
    trying.file(broken, "breakwater.yaml")
    ran = trying.runs(trying.file(dbt()), "--json")
    assert ran.exit_code == 0
    assert json.loads(ran.stdout)["alerts"][0]["decision"] == "triage"
    assert "breakwater.yaml" in ran.stderr
    assert "built-in defaults" in ran.stderr


def test_a_playbook_that_is_not_there_gets_a_word_too(trying, monkeypatch):
    monkeypatch.setenv("BREAKWATER_PLAYBOOK", "gone.yaml")
    ran = trying.runs(trying.file(dbt()), "--json")
    assert (ran.exit_code, len(json.loads(ran.stdout)["alerts"])) == (0, 1)
    assert "gone.yaml" in ran.stderr


def test_the_alerts_of_one_file_know_of_each_other(trying):
    def decided(*alerts: dict[str, Any]) -> list[str]:
        found = trying.finds({"alerts": [*alerts]})["alerts"]
        assert "INC-" not in str(found)
        return [alert["decision"] for alert in found]

    bad = {"title": "a", "severity": "critical"}
    assert decided(*({**bad, "title": name, "run": "8123"} for name in "abc")) == ["open", "attach", "attach"]
    assert decided(*({"title": name, "run": "8123"} for name in "abc")) == ["triage", "suppress", "suppress"]
    assert decided(*({"title": name} for name in "ab")) == ["triage", "triage"]
    many = decided(*({**bad, "title": f"thing {name}"} for name in "abcdefgh"))
    assert many == ["open"] * 6 + ["attach"] * 2  # five channels, and one for the rest


def test_one_thing_that_fails_and_recovers_in_a_file_is_followed(trying):
    steps = [dbt(), dbt(runId="2"), dbt("job.run.completed", "Success", 10), dbt(runId="3")]
    lines = "\n".join(json.dumps(step) for step in steps)
    found = trying.finds(lines)["alerts"]
    assert [alert["decision"] for alert in found] == ["triage", "suppress", "suppress", "triage"]
    assert found[1]["reason"] == "The same alert has a triage card already, which counts it."


def test_one_message_asks_once(trying):
    found = trying.finds(posts.great_expectations(invoices="11 of 14", orders="1 of 2"))["alerts"]
    assert [alert["decision"] for alert in found] == ["triage", "suppress"]
    assert "same message" in found[1]["reason"]


def test_for_people_it_says_how_it_was_read_what_would_happen_and_why(trying):
    shown = trying.runs(trying.file(group(prometheus(severity="critical", table="marts.orders")))).stdout
    assert "Read as alertmanager: 1 alert." in shown
    assert "opens an incident: The tool calls it critical" in shown
    assert "none matches, the defaults decide" in shown
    assert "marts.orders" in shown
    assert (
        "No alert: a person wrote it." in trying.runs(trying.file({"text": "x", "client_msg_id": "1"})).stdout
    )
    assert "dead letter" in trying.runs(trying.file({"a": 1})).stdout


def test_hostile_text_reaches_the_terminal_as_plain_words(trying):
    title = "[red]failed[/red] \x1b[31m :boom: <!channel>"
    shown = trying.runs(trying.file({"title": title})).stdout
    assert "\x1b" not in shown
    assert "[red]failed[/red] [31m :boom: <!channel>" in shown


def test_standard_input_is_read_where_the_file_is_a_dash(trying):
    ran = trying.runs("-", "--json", stdin=json.dumps(dbt()))
    assert json.loads(ran.stdout)["alerts"][0]["source"] == "dbt_cloud"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("", "it is empty"),
        ("not json", "line 1, column 1"),
        ('{"a": 1', "line 1, column 8"),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_a_file_without_json_is_refused_with_the_remedy(trying, written, said):
    ran = trying.runs(trying.file(written), "--json")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert said in ran.stderr
    assert "save the body as the tool sends it" in ran.stderr


def test_a_file_that_is_not_there_is_refused_with_the_remedy(trying):
    ran = trying.runs("gone.json")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "gone.json cannot be read: No such file or directory" in ran.stderr
    (trying.folder / "latin").write_bytes(b'{"title": "caf\xe9"}')
    assert "not UTF-8" in trying.runs("latin").stderr
    assert trying.runs(".").exit_code == 1


def test_it_needs_nothing_but_the_file_and_leaves_nothing_behind(tmp_path):
    file = tmp_path / "body.json"
    file.write_text(json.dumps(dbt()), encoding="utf-8")
    program = [sys.executable, "-m", "bot.cli", "alerts", "try", "body.json", "--json"]
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run(program, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["alerts"][0]["source"] == "dbt_cloud"
    assert [*tmp_path.iterdir()] == [file]
