"""`breakwater check` names every mistake at once, and asks the local Slack what Slack would say."""

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from bot.check import Finding, Level, as_document, as_lines, look_at_everything, passed
from bot.manifest import manifest
from sandbox.server import Sandbox


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def serve_in_a_thread(document) -> Iterator[Sandbox]:
    """Serve a local Slack beside the test, because a check runs a loop of its own."""
    started: Future[tuple[Sandbox, asyncio.AbstractEventLoop, asyncio.Event]] = Future()

    async def serve() -> None:
        async with Sandbox.serve(port=0, manifest=document) as sandbox:
            stop = asyncio.Event()
            started.set_result((sandbox, asyncio.get_running_loop(), stop))
            await stop.wait()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    sandbox, loop, stop = started.result(10)
    yield sandbox
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)


@pytest.fixture
def slack() -> Iterator[Sandbox]:
    yield from serve_in_a_thread(manifest())


@pytest.fixture
def narrow_slack() -> Iterator[Sandbox]:
    """A Slack whose app was installed with an older, narrower manifest."""
    document = manifest()
    document["oauth_config"]["scopes"]["bot"].remove("pins:write")
    document["oauth_config"]["scopes"]["bot"].remove("usergroups:read")
    yield from serve_in_a_thread(document)


def environ(slack, database_url, **more):
    return {
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
    } | more


def said(findings, level):
    return [finding.said for finding in findings if finding.level is level]


def test_all_is_well(slack, database_url):
    findings = look_at_everything(environ(slack, database_url))

    assert passed(findings)
    assert said(findings, Level.WARNING) == []
    assert "@breakwater of Northwind Data (T0NORTH01)" in said(findings, Level.OK)
    assert "found the channels #data-alerts, #data-incidents" in said(findings, Level.OK)


def test_settings_playbook_database_and_slack_are_all_looked_at_though_each_is_wrong(tmp_path):
    (tmp_path / "bad.yaml").write_text("anounce: x\nseverities: {sev1: {update_every: soon}}\n")

    findings = look_at_everything(
        {
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_API_URL": "http://127.0.0.1:9/",
            "PORT": "many",
            "BREAKWATER_PLAYBOOK": "bad.yaml",
            "DATABASE_URL": "sqlite:///absent/breakwater.db",
            "SLACK_BOT_TOKN": "x",
        }
    )

    assert not passed(findings)
    errors = said(findings, Level.ERROR)
    assert [error.split()[0] for error in errors[:2]] == ["SLACK_APP_TOKEN", "PORT"]
    assert errors[2].startswith("anounce (line 1): is not a key of the playbook; did you mean announce?")
    assert errors[3].startswith("severities.sev1.update_every (line 2): “soon” is not a duration")
    assert errors[4].startswith("there is no folder ")
    assert errors[5].startswith("SLACK_BOT_TOKEN: http://127.0.0.1:9/ does not answer")
    assert len(errors) == 6
    assert said(findings, Level.WARNING) == [
        "SLACK_BOT_TOKN is not a variable of Breakwater; did you mean SLACK_BOT_TOKEN?"
    ]


def test_missing_scopes_are_named_with_what_they_are_for(narrow_slack, sqlite_url):
    (error,) = said(look_at_everything(environ(narrow_slack, sqlite_url)), Level.ERROR)

    assert "lacks pins:write (to pin the card), usergroups:read (to invite the user groups" in error
    assert "`breakwater manifest`" in error


def test_tokens_that_slack_does_not_know_are_named_apart(slack, sqlite_url):
    bot = look_at_everything(environ(slack, sqlite_url, SLACK_BOT_TOKEN="xoxb-of-another"))
    app = look_at_everything(environ(slack, sqlite_url, SLACK_APP_TOKEN="xapp-of-another"))

    assert said(bot, Level.ERROR)[0].startswith("SLACK_BOT_TOKEN: auth.test: it does not know this token")
    assert said(app, Level.ERROR)[0].startswith("SLACK_APP_TOKEN: apps.connections.open: it does not know")


def test_channels_that_are_not_there_are_a_warning(slack, sqlite_url, tmp_path):
    (tmp_path / "breakwater.yaml").write_text('watch: [data-alerts, "#dbt-alerts"]\nannounce: C0ABSENT01\n')

    findings = look_at_everything(environ(slack, sqlite_url))

    assert passed(findings)
    first, second = said(findings, Level.WARNING)
    assert first.startswith("there is no channel #dbt-alerts (watched)") or second.startswith(
        "there is no channel #dbt-alerts (watched)"
    )
    assert any(warning.startswith("there is no channel C0ABSENT01") for warning in (first, second))


def test_broken_and_misnamed_templates_are_a_warning(slack, sqlite_url, tmp_path):
    (tmp_path / "breakwater.yaml").write_text("templates: prose\n")
    (tmp_path / "prose").mkdir()
    (tmp_path / "prose" / "timeline.md.j2").write_text("fine so far\n{% if %}\n")
    (tmp_path / "prose" / "post-mortem.md.j2").write_text("never read")

    findings = look_at_everything(environ(slack, sqlite_url))

    assert passed(findings)
    broken, misnamed = said(findings, Level.WARNING)
    assert broken.startswith("prose/timeline.md.j2, line 2: ")
    assert misnamed == "prose/post-mortem.md.j2 is never read; did you mean postmortem.md.j2?"


def test_an_empty_postgresql_is_to_be_migrated_and_an_empty_file_is_not(slack, postgres, tmp_path):
    with postgres.cloned("template0") as url:
        assert said(look_at_everything(environ(slack, url)), Level.ERROR) == [
            "its schema is empty; run `breakwater migrate`"
        ]

    fresh = look_at_everything(environ(slack, f"sqlite:///{tmp_path / 'fresh.db'}"))
    assert "is empty; `breakwater run` migrates it by itself" in said(fresh, Level.OK)
    assert not (tmp_path / "fresh.db").exists()


def test_a_database_that_does_not_answer_keeps_its_password_to_itself(slack):
    url = "postgresql://ana:hunter2@127.0.0.1:1/breakwater"

    lines = as_lines(look_at_everything(environ(slack, url)))

    assert "✗ database: does not answer: connection failed" in lines
    assert "hunter2" not in lines


def test_findings_are_written_for_people_and_for_programs():
    findings = [Finding(Level.OK, "Slack", "fine"), Finding(Level.ERROR, "database", "gone")]

    assert as_lines(findings) == "✓ Slack: fine\n✗ database: gone\n1 to mend, 0 to look at"
    assert json.loads(as_document(findings)) == {
        "ok": False,
        "findings": [
            {"level": "ok", "about": "Slack", "said": "fine"},
            {"level": "error", "about": "database", "said": "gone"},
        ],
    }


def test_secrets_of_sources_that_there_are_none_of_are_named(slack, sqlite_url):
    given = {"ALERT_SECRET_GRAPHANA": "s", "ALERT_SECRET_NAGIOS": "s", "ALERT_SECRET_DBT_CLOUD": "s"}
    lines = as_lines(look_at_everything(environ(slack, sqlite_url, **given)))

    assert "✓ alerts: webhooks are taken from dbt_cloud" in lines
    assert "! alerts: ALERT_SECRET_GRAPHANA" in lines
    assert "did you mean ALERT_SECRET_GRAFANA?" in lines
    assert "! alerts: ALERT_SECRET_NAGIOS" in lines
    assert "ALERT_SECRET_GENERIC" in lines


def test_ways_to_call_that_lack_their_secret_are_named(slack, sqlite_url, tmp_path):
    (tmp_path / "breakwater.yaml").write_text(
        "gateways: {sms: 'https://sms.example.com'}\n"
        "contacts: {'@ana': {pagerduty: ana, webhook: sms, email: ana@example.org}}\n"
    )
    lines = as_lines(look_at_everything(environ(slack, sqlite_url)))

    assert "! calls: @ana cannot be called by PagerDuty: PAGERDUTY_KEY_ANA is not set" in lines
    assert "! calls: @ana cannot be called by the gateway sms: WEBHOOK_SECRET_SMS is not set" in lines
    assert "! calls: @ana cannot be called by e-mail: SMTP_URL is not set" in lines

    given = {
        "PAGERDUTY_KEY_ANA": "k",
        "WEBHOOK_SECRET_SMS": "s",
        "SMTP_URL": "smtp://m",
        "MAIL_FROM": "b@x.org",
    }
    assert "✓ calls: people are called by email, pagerduty, slack, webhook" in as_lines(
        look_at_everything(environ(slack, sqlite_url, **given))
    )
