"""What an alert does, and the sentence that says why."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.grouping import ASK_AGAIN_AFTER, decide
from models.known import (
    ClosedIncident,
    Known,
    OpenIncident,
    Repeats,
    Shared,
    StormGuard,
)
from models.shared_cause import SharedKind
from models.vocabulary import (
    AlertStatus,
    DecisionKind,
    Outcome,
    RuleAction,
    Severity,
    Symptom,
)
from tests.models.grouped import (
    ANCESTORS,
    ASSET,
    CARD,
    CARDED,
    CLOSED,
    FULL,
    GATHERING,
    HOUR,
    NOW,
    OPEN,
    OWNER,
    QUIET,
    RUN,
    rule_that,
    signal_of,
)


@pytest.mark.parametrize(
    "hint", ["critical", "ERROR", "fatal", "P1", "p2", "page", "P1 - Critical", "Runtime Error"]
)
def test_what_the_tool_calls_bad_enough_opens_by_itself_at_sev2(hint):
    decision = decide(signal_of(severity_hint=hint), Known(), NOW)
    assert (decision.kind, decision.severity) == (DecisionKind.OPEN, Severity.SEV2)
    assert hint in decision.reason


@pytest.mark.parametrize("hint", [None, "fail", "high", "sev-1", "P3", "warning", "warn", "info", "whatever"])
def test_anything_else_that_fires_asks_for_triage(hint):
    assert decide(signal_of(severity_hint=hint), Known(), NOW).kind is DecisionKind.TRIAGE


def test_infra_never_opens_by_itself():
    decision = decide(signal_of(severity_hint="critical", symptom=Symptom.INFRA), Known(), NOW)
    assert decision.kind is DecisionKind.TRIAGE
    assert "infrastructure" in decision.reason


def test_a_rule_may_open_what_would_not_open_by_itself():
    signal = signal_of(severity_hint="warning", symptom=Symptom.INFRA)
    rule = rule_that(RuleAction.OPEN, severity=Severity.SEV1, domain="finance")
    decision = decide(signal, Known(rules=(rule,)), NOW)
    assert (decision.kind, decision.severity, decision.domain) == (
        DecisionKind.OPEN,
        Severity.SEV1,
        "finance",
    )
    assert "“ours”" in decision.reason


def test_the_first_rule_decides():
    rules = (rule_that(RuleAction.TRIAGE), rule_that(RuleAction.OPEN))
    assert decide(signal_of(severity_hint="critical"), Known(rules=rules), NOW).kind is DecisionKind.TRIAGE


def test_a_rule_that_ignores_comes_before_everything_else():
    known = Known(rules=(rule_that(RuleAction.IGNORE),), incident=OPEN, quiet=QUIET, card=CARD)
    decision = decide(signal_of(), known, NOW)
    assert decision.kind is DecisionKind.SUPPRESS
    assert "ignores" in decision.reason


def test_a_repeat_joins_its_open_incident_rather_than_opening_another():
    decision = decide(signal_of(severity_hint="critical"), Known(incident=OPEN), NOW)
    assert (decision.kind, decision.incident_id) == (DecisionKind.ATTACH, 12)
    assert "INC-12" in decision.reason


def test_the_reason_does_not_name_a_private_incident():
    known = Known(incident=OpenIncident(id=12, is_private=True))
    for status in AlertStatus:
        assert "INC" not in decide(signal_of(status=status), known, NOW).reason


def test_a_silence_holds_even_against_a_rule_that_opens():
    known = Known(rules=(rule_that(RuleAction.OPEN),), quiet=QUIET)
    decision = decide(signal_of(), known, NOW)
    assert decision.kind is DecisionKind.SUPPRESS
    assert "snoozed until 2026-11-18 11:00" in decision.reason


def test_a_silence_ends():
    assert decide(signal_of(), Known(quiet=QUIET), NOW + HOUR).kind is DecisionKind.TRIAGE


def test_a_repeat_is_counted_by_the_card_that_asks_already():
    decision = decide(signal_of(), Known(card=CARD), NOW)
    assert (decision.kind, decision.card_alert_id) == (DecisionKind.SUPPRESS, 7)


def test_a_card_that_nobody_settled_is_asked_again_after_a_day():
    later = CARD.asked_at + ASK_AGAIN_AFTER
    assert decide(signal_of(), Known(card=CARD), later).kind is DecisionKind.TRIAGE


def test_what_got_worse_opens_although_a_card_asks():
    assert decide(signal_of(severity_hint="critical"), Known(card=CARD), NOW).kind is DecisionKind.OPEN


def test_a_recovery_goes_to_the_incident_and_the_card_it_ends():
    recovered = signal_of(status=AlertStatus.RESOLVED, severity_hint="critical")
    decision = decide(recovered, Known(incident=OPEN, card=CARD), NOW)
    assert (decision.kind, decision.incident_id, decision.card_alert_id) == (DecisionKind.ATTACH, 12, 7)


def test_one_run_is_one_cause():
    decision = decide(signal_of(severity_hint="critical"), Known(shared=(RUN,)), NOW)
    assert (decision.kind, decision.incident_id, decision.cause_key) == (DecisionKind.ATTACH, 12, RUN.key)
    assert "shares run 8123 with INC-12" in decision.reason


def test_one_asset_opens_no_second_channel_but_a_lesser_alert_about_it_asks():
    assert (
        decide(signal_of(severity_hint="critical"), Known(shared=(ASSET,)), NOW).kind is DecisionKind.ATTACH
    )
    asks = decide(signal_of(), Known(shared=(ASSET,)), NOW)
    assert (asks.kind, asks.offered_id, asks.cause_key) == (DecisionKind.TRIAGE, 12, ASSET.key)


def test_one_owner_is_no_proof_so_it_is_only_offered():
    assert decide(signal_of(severity_hint="critical"), Known(shared=(OWNER,)), NOW).kind is DecisionKind.OPEN
    assert decide(signal_of(), Known(shared=(OWNER,)), NOW).offered_id == 12


def test_what_someone_confirmed_goes_along_whatever_is_shared():
    confirmed = Shared(key="o", kind=SharedKind.OWNER, name="the owner x", incident=OPEN, is_confirmed=True)
    assert decide(signal_of(), Known(shared=(confirmed,)), NOW).incident_id == 12


def test_a_card_speaks_for_what_shares_its_run():
    decision = decide(signal_of(), Known(shared=(CARDED,)), NOW)
    assert (decision.kind, decision.card_alert_id) == (DecisionKind.SUPPRESS, 7)
    assert decide(signal_of(severity_hint="fatal"), Known(shared=(CARDED,)), NOW).kind is DecisionKind.OPEN


def test_beyond_the_cap_one_incident_gathers_the_storm():
    first = decide(signal_of(severity_hint="critical"), Known(storm=FULL), NOW)
    assert (first.kind, first.is_storm) == (DecisionKind.OPEN, True)
    rest = decide(signal_of(severity_hint="critical"), Known(storm=GATHERING), NOW)
    assert (rest.kind, rest.incident_id, rest.is_storm) == (DecisionKind.ATTACH, 9, True)
    assert "5 channels were opened by alerts within 10 minutes" in rest.reason
    assert decide(signal_of(), Known(storm=GATHERING), NOW).kind is DecisionKind.TRIAGE


def test_what_fails_again_within_its_probation_reopens_the_same_incident():
    decision = decide(signal_of(), Known(closed=CLOSED), NOW)
    assert (decision.kind, decision.incident_id) == (DecisionKind.REOPEN, 4)
    assert decide(signal_of(), Known(closed=CLOSED, probation=HOUR / 2), NOW).kind is DecisionKind.TRIAGE


def test_a_false_alarm_does_not_come_back():
    closed = ClosedIncident(id=4, closed_at=NOW - HOUR, outcome=Outcome.FALSE_ALARM)
    assert decide(signal_of(), Known(closed=closed), NOW).kind is DecisionKind.TRIAGE


def test_what_a_tool_repeats_of_before_the_close_asks_instead():
    repeated = signal_of(started_at=NOW - 2 * HOUR)
    known = Known(closed=CLOSED, firing_since_at=NOW - 2 * HOUR)
    decision = decide(repeated, known, NOW)
    assert decision.kind is DecisionKind.TRIAGE
    assert "INC-4 was closed" in decision.reason


def test_a_rule_may_wait_until_it_fires_often_enough():
    rule = rule_that(RuleAction.OPEN, after=Repeats(count=3, within=HOUR))
    earlier = tuple((NOW - minutes * HOUR / 60).timestamp() for minutes in (90, 50))
    waits = decide(signal_of(), Known(rules=(rule,), firings=earlier), NOW)
    assert waits.kind is DecisionKind.SUPPRESS
    assert "so far 2" in waits.reason
    known = Known(rules=(rule,), firings=(*earlier, NOW.timestamp() - 5))
    assert decide(signal_of(), known, NOW).kind is DecisionKind.OPEN


def test_a_rule_may_wait_until_it_has_fired_long_enough_and_says_when_to_look_again():
    rule = rule_that(RuleAction.OPEN, lasting=HOUR)
    waits = decide(signal_of(), Known(rules=(rule,)), NOW)
    assert (waits.kind, waits.look_at) == (DecisionKind.SUPPRESS, NOW + HOUR)
    assert (
        decide(signal_of(), Known(rules=(rule,), firing_since_at=NOW), NOW + HOUR).kind is DecisionKind.OPEN
    )


def test_people_are_told_again_only_after_the_interval():
    known = Known(incident=OPEN, notified_at=NOW - 4 * HOUR)
    assert decide(signal_of(), known, NOW).tells_again
    assert not decide(signal_of(), known, NOW - HOUR).tells_again


known_things = st.builds(
    Known,
    rules=st.lists(st.sampled_from([rule_that(do) for do in RuleAction]), max_size=2).map(tuple),
    incident=st.sampled_from([None, OPEN]),
    shared=st.lists(st.sampled_from([RUN, OWNER, ASSET, CARDED]) | ANCESTORS, max_size=3).map(tuple),
    storm=st.sampled_from([StormGuard(), FULL, GATHERING]),
    quiet=st.sampled_from([None, QUIET]),
    card=st.sampled_from([None, CARD]),
)


@given(known_things, st.sampled_from([None, "critical", "warn"]))
def test_a_recovery_never_opens_nor_asks(known, hint):
    decision = decide(signal_of(status=AlertStatus.RESOLVED, severity_hint=hint), known, NOW)
    assert decision.kind in {DecisionKind.ATTACH, DecisionKind.SUPPRESS}


@given(known_things, st.sampled_from([None, "critical", "warn"]), st.sampled_from([None, *Symptom]))
def test_every_decision_says_why_and_opens_only_with_a_severity(known, hint, symptom):
    decision = decide(signal_of(severity_hint=hint, symptom=symptom), known, NOW)
    assert decision.reason.endswith(".")
    assert (decision.kind is not DecisionKind.OPEN) or decision.severity
    assert (decision.kind is DecisionKind.ATTACH) == (decision.incident_id is not None)
