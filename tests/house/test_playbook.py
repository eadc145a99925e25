"""Playbooks: one file for every good or bad one; a bad file ends with what is said about it, after `#!`."""

import re
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.playbook import Playbook, PlaybookRefused, load_playbook, parse_playbook
from models.durations import parse_span
from models.vocabulary import RuleAction, Severity, Symptom

PLAYBOOKS = Path(__file__).with_name("playbooks")


def by_name(pattern):
    return pytest.mark.parametrize("path", sorted(PLAYBOOKS.glob(pattern)), ids=lambda path: path.stem)


@by_name("good-*.yaml")
def test_a_good_playbook_is_read(path):
    assert isinstance(load_playbook(path), Playbook)


@by_name("bad-*.yaml")
def test_a_bad_playbook_is_refused_with_every_mistake_at_once(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    expected = [line.removeprefix("#! ") for line in lines if line.startswith("#! ")]

    with pytest.raises(PlaybookRefused) as refused:
        load_playbook(path)

    assert list(refused.value.problems) == expected
    assert str(refused.value).startswith(f"{path}: ")


def test_without_a_playbook_the_promised_defaults_hold():
    playbook = load_playbook(None)

    assert playbook.watch == ("data-alerts",)
    assert playbook.announce == "data-incidents"
    assert playbook.responders == ()
    assert [str(playbook.update_every(severity)) for severity in Severity] == ["30m", "1h", "4h", "1wd"]
    assert [playbook.severity(severity).rests for severity in Severity] == [False, False, True, True]
    assert [str(span) for span in playbook.snooze] == ["15m", "30m", "1h"]


def test_an_empty_playbook_is_the_default_one():
    assert parse_playbook("", "empty") == Playbook()


def test_everything_written_is_found_again():
    playbook = load_playbook(PLAYBOOKS / "good-everything.yaml")

    assert playbook.watch == ("dbt-alerts", "grafana-alerts", "C0ALERTS01")
    assert playbook.responders == ("@ana", "U0BEN00001", "S0ONCALL01")
    assert playbook.domains == ("finance", "supply chain")
    assert playbook.severity(Severity.SEV4).update_every is None
    assert playbook.review_after(Severity.SEV1) == parse_span("1d")
    first, second = playbook.alerts.rules
    assert (first.when.symptom, first.do, first.severity) == (
        Symptom.FRESHNESS,
        RuleAction.OPEN,
        Severity.SEV1,
    )
    assert second.do is RuleAction.IGNORE
    assert playbook.reactions.kind_of("memo") == "ledger"


def test_a_severity_keeps_the_defaults_that_it_does_not_mention():
    changed = parse_playbook("severities: {sev2: {update_every: 3s}}", "test").severity(Severity.SEV2)

    assert changed.update_every == parse_span("3s")
    assert changed.means == Playbook().severity(Severity.SEV2).means


def test_working_hours_follow_the_person_then_the_playbook_then_utc():
    written = load_playbook(PLAYBOOKS / "good-everything.yaml").working_hours

    assert written.of(ZoneInfo("Asia/Kolkata")).zone == ZoneInfo("Asia/Kolkata")
    assert written.of().zone == ZoneInfo("Europe/Lisbon")
    assert Playbook().working_hours.of().zone == ZoneInfo("UTC")
    assert (written.of().start, written.of().end) == (time(8, 30), time(16))
    assert written.of().days == frozenset(range(5))


def test_a_skin_tone_makes_no_difference_to_a_reaction():
    reactions = parse_playbook("reactions: {follow_up: point_up}", "test").reactions

    assert reactions.kind_of("point_up::skin-tone-4") == "follow_up"
    assert reactions.kind_of("tada") is None


def test_no_emoji_means_two_things():
    for written, why in (
        ("reactions: {ledger: bulb}", "ledger and hypothesis share the emoji bulb"),
        ("alerts: {reactions: {mine: zzz}}", "mine and snooze share the emoji zzz"),
        ("alerts: {reactions: {mine: bulb}}", "reactions.hypothesis and alerts.reactions.mine share"),
    ):
        with pytest.raises(PlaybookRefused, match=why):
            parse_playbook(written, "test")

    emoji = parse_playbook("alerts: {reactions: {mine: raised_hand}}", "test").alerts.reactions
    assert emoji.kind_of("raised_hand::skin-tone-2") == "mine"
    assert emoji.kind_of("eyes") is None


def test_templates_lie_beside_the_playbook(tmp_path):
    path = tmp_path / "breakwater.yaml"
    path.write_text("templates: prose\n")

    with pytest.raises(PlaybookRefused, match=r"templates: there is no folder .*prose"):
        load_playbook(path)

    (tmp_path / "prose").mkdir()
    assert load_playbook(path).templates == tmp_path / "prose"


def test_a_playbook_that_is_not_there_is_named(tmp_path):
    with pytest.raises(PlaybookRefused, match=r"absent\.yaml: cannot be read: No such file"):
        load_playbook(tmp_path / "absent.yaml")


def test_a_playbook_never_changes_after_it_was_read():
    with pytest.raises(ValueError, match="frozen"):
        Playbook().announce = "elsewhere"


def test_the_example_of_calling_people_is_taken():
    page = Path(__file__).parents[2].joinpath("docs", "escalation.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)

    written = parse_playbook("teams: {finance: {}, finance-leads: {}}\n" + example, "docs").escalation

    assert [policy.name for policy in written.policies] == ["the worst", "routine"]
