"""What an alert does, and the sentence that says why."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.grouping import (
    ASK_AGAIN_AFTER,
    AskedCard,
    Known,
    OpenIncident,
    Quiet,
    Rule,
    RuleAction,
    decide,
)
from models.signal import Signal
from models.vocabulary import AlertStatus, DecisionKind, Severity, Symptom

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _signal(**given):
    return Signal(**{"source": "dbt_cloud", "title": "Job Daily build failed", **given})


def _rule(do, **given):
    return Rule(name="ours", do=do, **given)


QUIET = Quiet(until_at=NOW + HOUR, because="snoozed")
CARD = AskedCard(alert_id=7, asked_at=NOW - HOUR)
OPEN = OpenIncident(id=12)


@pytest.mark.parametrize(
    "hint", ["critical", "ERROR", "fatal", "P1", "p2", "page", "P1 - Critical", "Runtime Error"]
)
def test_what_the_tool_calls_bad_enough_opens_by_itself_at_sev2(hint):
    decision = decide(_signal(severity_hint=hint), Known(), NOW)
    assert (decision.kind, decision.severity) == (DecisionKind.OPEN, Severity.SEV2)
    assert hint in decision.reason


@pytest.mark.parametrize("hint", [None, "fail", "high", "sev-1", "P3", "warning", "warn", "info", "whatever"])
def test_anything_else_that_fires_asks_for_triage(hint):
    assert decide(_signal(severity_hint=hint), Known(), NOW).kind is DecisionKind.TRIAGE


def test_infra_never_opens_by_itself():
    decision = decide(_signal(severity_hint="critical", symptom=Symptom.INFRA), Known(), NOW)
    assert decision.kind is DecisionKind.TRIAGE
    assert "infrastructure" in decision.reason


def test_a_rule_may_open_what_would_not_open_by_itself():
    signal = _signal(severity_hint="warning", symptom=Symptom.INFRA)
    rule = _rule(RuleAction.OPEN, severity=Severity.SEV1, domain="finance")
    decision = decide(signal, Known(rules=(rule,)), NOW)
    assert (decision.kind, decision.severity, decision.domain) == (
        DecisionKind.OPEN,
        Severity.SEV1,
        "finance",
    )
    assert "“ours”" in decision.reason


def test_the_first_rule_decides():
    rules = (_rule(RuleAction.TRIAGE), _rule(RuleAction.OPEN))
    assert decide(_signal(severity_hint="critical"), Known(rules=rules), NOW).kind is DecisionKind.TRIAGE


def test_a_rule_that_ignores_comes_before_everything_else():
    known = Known(rules=(_rule(RuleAction.IGNORE),), incidents=(OPEN,), quiet=QUIET, card=CARD)
    decision = decide(_signal(), known, NOW)
    assert decision.kind is DecisionKind.SUPPRESS
    assert "ignores" in decision.reason


def test_a_repeat_joins_its_open_incident_rather_than_opening_another():
    decision = decide(_signal(severity_hint="critical"), Known(incidents=(OPEN, OpenIncident(id=3))), NOW)
    assert (decision.kind, decision.incident_id) == (DecisionKind.ATTACH, 12)
    assert "INC-12" in decision.reason


def test_the_reason_does_not_name_a_private_incident():
    known = Known(incidents=(OpenIncident(id=12, is_private=True),))
    for status in AlertStatus:
        assert "INC" not in decide(_signal(status=status), known, NOW).reason


def test_a_silence_holds_even_against_a_rule_that_opens():
    known = Known(rules=(_rule(RuleAction.OPEN),), quiet=QUIET)
    decision = decide(_signal(), known, NOW)
    assert decision.kind is DecisionKind.SUPPRESS
    assert "snoozed until 2026-11-18 11:00" in decision.reason


def test_a_silence_ends():
    assert decide(_signal(), Known(quiet=QUIET), NOW + HOUR).kind is DecisionKind.TRIAGE


def test_a_repeat_is_counted_by_the_card_that_asks_already():
    decision = decide(_signal(), Known(card=CARD), NOW)
    assert (decision.kind, decision.card_alert_id) == (DecisionKind.SUPPRESS, 7)


def test_a_card_that_nobody_settled_is_asked_again_after_a_day():
    later = CARD.asked_at + ASK_AGAIN_AFTER
    assert decide(_signal(), Known(card=CARD), later).kind is DecisionKind.TRIAGE


def test_what_got_worse_opens_although_a_card_asks():
    assert decide(_signal(severity_hint="critical"), Known(card=CARD), NOW).kind is DecisionKind.OPEN


def test_a_recovery_goes_to_the_incident_and_the_card_it_ends():
    recovered = _signal(status=AlertStatus.RESOLVED, severity_hint="critical")
    decision = decide(recovered, Known(incidents=(OPEN,), card=CARD), NOW)
    assert (decision.kind, decision.incident_id, decision.card_alert_id) == (DecisionKind.ATTACH, 12, 7)


known_things = st.builds(
    Known,
    rules=st.lists(st.sampled_from([_rule(do) for do in RuleAction]), max_size=2).map(tuple),
    incidents=st.lists(st.just(OPEN), max_size=1).map(tuple),
    quiet=st.sampled_from([None, QUIET]),
    card=st.sampled_from([None, CARD]),
)


@given(known_things, st.sampled_from([None, "critical", "warn"]))
def test_a_recovery_never_opens_nor_asks(known, hint):
    decision = decide(_signal(status=AlertStatus.RESOLVED, severity_hint=hint), known, NOW)
    assert decision.kind in {DecisionKind.ATTACH, DecisionKind.SUPPRESS}


@given(known_things, st.sampled_from([None, "critical", "warn"]), st.sampled_from([None, *Symptom]))
def test_every_decision_says_why_and_opens_only_with_a_severity(known, hint, symptom):
    decision = decide(_signal(severity_hint=hint, symptom=symptom), known, NOW)
    assert decision.reason.endswith(".")
    assert (decision.kind is not DecisionKind.OPEN) or decision.severity
    assert (decision.kind is DecisionKind.ATTACH) == (decision.incident_id is not None)
