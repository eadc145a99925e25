"""`breakwater check` says before anybody is on call what a schedule lacks."""

from bot.check.calls import look_at_calls
from bot.playbook import parse_playbook
from bot.settings import Settings

SLACK = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}


def test_a_schedule_in_pagerduty_needs_a_token() -> None:
    playbook = parse_playbook("on_call: {finance: {pagerduty: PABC123}}", "test")

    [finding] = look_at_calls(Settings.read(SLACK), playbook)
    assert finding.said == "who is on call for finance cannot be read: PAGERDUTY_TOKEN is not set"
    assert look_at_calls(Settings.read(SLACK | {"PAGERDUTY_TOKEN": "t"}), playbook) == []


def test_the_token_is_kept_out_of_logs() -> None:
    settings = Settings.read(SLACK | {"PAGERDUTY_TOKEN": "t0ken"})

    assert "t0ken" not in repr(settings)
    assert [secret.get_secret_value() for secret in settings.calls.secrets] == ["t0ken"]
