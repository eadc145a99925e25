"""The environment is read once, and refused with every mistake at once."""

import pytest

from bot.settings import Settings, SettingsRefused, near_misses, read_database_url

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path, monkeypatch):
    """A breakwater.yaml of the folder would otherwise be found."""
    monkeypatch.chdir(tmp_path)


def refused(**environ):
    with pytest.raises(SettingsRefused) as refusal:
        Settings.read(environ)
    return refusal.value.problems


def test_two_tokens_are_enough():
    settings = Settings.read(SOCKET)

    assert settings.socket_mode
    assert settings.api_url == "https://slack.com/api/"
    assert settings.database_url == "sqlite:///breakwater.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.public_url is None
    assert settings.playbook_path is None
    assert settings.log_level == "INFO"


def test_the_signing_secret_alone_means_http_and_socket_mode_wins_over_it():
    http = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "s3cret"}

    assert not Settings.read(http).socket_mode
    assert Settings.read(http | SOCKET).socket_mode


def test_an_empty_environment_is_told_what_is_needed():
    first, second = refused()

    assert first.startswith("SLACK_BOT_TOKEN is not set; copy the Bot User OAuth Token")
    assert second.startswith("SLACK_APP_TOKEN is not set, and SLACK_SIGNING_SECRET neither")


def test_tokens_the_wrong_way_round_are_recognised():
    first, second = refused(SLACK_BOT_TOKEN="xapp-1", SLACK_APP_TOKEN="xoxb-1")

    assert "belongs in SLACK_APP_TOKEN" in first
    assert "belongs in SLACK_BOT_TOKEN" in second


def test_every_mistake_is_named_at_once():
    problems = refused(
        SLACK_BOT_TOKEN="token",
        SLACK_SIGNING_SECRET="xoxb-1",
        SLACK_API_URL="slack.com",
        DATABASE_URL="mysql://root:hunter2@db/breakwater",
        PUBLIC_URL="breakwater",
        ALERT_SECRET_GRAFANA=" , ",
        PORT="http",
        BREAKWATER_PLAYBOOK="absent.yaml",
        ALLOWED_HOSTS="sms.internal, http://10.0.0.7/",
        SMTP_URL="http://user:hunter2@mail/",
        PAGERDUTY_URL="pagerduty",
        PAGERDUTY_KEY_="R0KEY",
        WEBHOOK_SECRET_SMS=" ",
        LOG_LEVEL="loud",
        LOG_FORMAT="xml",
    )

    named = [problem.split()[0] for problem in problems]
    assert sorted(named) == [
        "ALERT_SECRET_GRAFANA",
        "ALLOWED_HOSTS",
        "BREAKWATER_PLAYBOOK",
        "DATABASE_URL",
        "LOG_FORMAT",
        "LOG_LEVEL",
        "PAGERDUTY_KEY_",
        "PAGERDUTY_URL",
        "PORT",
        "PUBLIC_URL",
        "SLACK_API_URL",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "SMTP_URL",
        "WEBHOOK_SECRET_SMS",
    ]
    assert not any("hunter2" in problem for problem in problems)


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///", "sqlite:///:memory:", "breakwater.db", "mysql://db/x"]
)
def test_a_database_that_cannot_serve_is_refused(url):
    with pytest.raises(SettingsRefused, match="DATABASE_URL"):
        read_database_url({"DATABASE_URL": url})


@pytest.mark.parametrize("url", ["sqlite:///x.db", "postgres://db/x", "postgresql+psycopg://db/x"])
def test_the_database_is_kept_as_given(url):
    assert read_database_url({"DATABASE_URL": url}) == url


def test_the_api_url_always_ends_with_a_slash_and_the_public_one_never():
    settings = Settings.read(SOCKET | {"SLACK_API_URL": "http://x/api", "PUBLIC_URL": "https://b.example/"})

    assert settings.api_url == "http://x/api/"
    assert settings.public_url == "https://b.example"


def test_a_source_may_have_several_secrets_while_they_rotate():
    settings = Settings.read(SOCKET | {"ALERT_SECRET_DBT_CLOUD": "old, new"})

    assert {
        source: [secret.get_secret_value() for secret in secrets]
        for source, secrets in settings.alert_secrets.items()
    } == {"dbt_cloud": ["old", "new"]}


def test_secrets_do_not_show():
    settings = Settings.read(SOCKET | {"SLACK_SIGNING_SECRET": "s3cret", "ALERT_SECRET_X": "hush"})

    assert not any(secret in repr(settings) for secret in ("xoxb-1", "xapp-1", "s3cret", "hush"))


def test_the_playbook_of_the_folder_is_found(tmp_path):
    (tmp_path / "breakwater.yaml").touch()

    assert str(Settings.read(SOCKET).playbook_path) == "breakwater.yaml"


def test_a_variable_that_looks_like_ours_is_named_with_the_one_that_was_meant():
    warnings = near_misses(
        {"SLACK_BOT_TOKN": "x", "BREAKWATER_PLAYBOOKS": "x", "ALERT_SECRET_DBT": "x", "HOME": "x"}
    )

    assert warnings == (
        "BREAKWATER_PLAYBOOKS is not a variable of Breakwater; did you mean BREAKWATER_PLAYBOOK?",
        "SLACK_BOT_TOKN is not a variable of Breakwater; did you mean SLACK_BOT_TOKEN?",
    )


def test_hosts_in_private_networks_are_allowed_one_by_one():
    settings = Settings.read(SOCKET | {"ALLOWED_HOSTS": "sms.internal, 10.0.0.7,fd00::7"})

    assert settings.allowed_hosts == ("sms.internal", "10.0.0.7", "fd00::7")
    assert Settings.read(SOCKET).allowed_hosts == ()


@pytest.mark.parametrize(
    ("url", "host", "port", "tls_at_once"),
    [
        ("smtp://mail.example.org", "mail.example.org", 587, False),
        ("smtp://bot%40example.org:p%40ss@mail.example.org:2525", "mail.example.org", 2525, False),
        ("smtps://mail.example.org", "mail.example.org", 465, True),
    ],
)
def test_a_mail_server_is_read_with_its_port_and_its_tls(url, host, port, tls_at_once):
    mailbox = Settings.read(SOCKET | {"SMTP_URL": url, "MAIL_FROM": "b@example.org"}).calls.mailbox

    assert (mailbox.host, mailbox.port, mailbox.tls_at_once) == (host, port, tls_at_once)
    if mailbox.user:
        assert (mailbox.user, mailbox.password.get_secret_value()) == ("bot@example.org", "p@ss")


def test_mails_come_from_the_user_unless_it_is_said_from_whom():
    of_user = SOCKET | {"SMTP_URL": "smtp://b%40example.org:x@mail"}

    assert Settings.read(of_user).calls.mailbox.sender == "b@example.org"
    assert refused(**SOCKET, SMTP_URL="smtp://bot:x@mail")[0].startswith("MAIL_FROM is not set")


def test_keys_and_secrets_of_ways_to_call_are_found_by_name_and_do_not_show():
    calls = Settings.read(SOCKET | {"PAGERDUTY_KEY_ANA": "R0KEY", "WEBHOOK_SECRET_SMS": "whsec_x"}).calls

    assert set(calls.pagerduty_keys) == {"ana"}
    assert set(calls.webhook_secrets) == {"sms"}
    assert {secret.get_secret_value() for secret in calls.secrets} == {"R0KEY", "whsec_x"}
    assert "R0KEY" not in repr(calls)
