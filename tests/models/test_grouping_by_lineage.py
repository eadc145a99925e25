"""What reads from something that fails goes along, or asks; lineage alone opens nothing."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from models.grouping import decide
from models.known import (
    ClosedIncident,
    Known,
)
from models.vocabulary import (
    DecisionKind,
    Outcome,
)
from tests.models.grouped import (
    ANCESTORS,
    HOUR,
    NOW,
    OPEN,
    QUIET,
    RUN,
    above,
    signal_of,
)


def test_what_follows_from_a_failure_further_up_joins_it_and_says_the_way():
    for hint in (None, "warn", "critical"):
        decision = decide(signal_of(severity_hint=hint), Known(shared=(above(follows=True),)), NOW)
        assert (decision.kind, decision.incident_id, decision.cause_key) == (
            DecisionKind.ATTACH,
            12,
            "ancestor:raw.orders",
        )
        assert decision.reason == (
            "It reads from raw.orders, which fails in INC-12: raw.orders → stg_orders → marts.orders."
        )


def test_what_may_be_a_failure_of_its_own_asks_or_opens_and_is_told_what_it_reads_from():
    known = Known(shared=(above(),))
    asks = decide(signal_of(), known, NOW)
    assert (asks.kind, asks.offered_id) == (DecisionKind.TRIAGE, 12)
    opens = decide(signal_of(severity_hint="critical"), known, NOW)
    assert (opens.kind, opens.offered_id) == (DecisionKind.OPEN, None)
    for decision in (asks, opens):
        assert "It reads from raw.orders, which fails in INC-12, and may belong to it" in decision.reason


def test_of_a_long_way_only_the_ends_are_told():
    way = tuple(f"m{number}" for number in range(30))
    decision = decide(signal_of(), Known(shared=(above(follows=True, path=way),)), NOW)
    assert decision.reason.endswith("m0 → m1 → m2 → … → m27 → m28 → m29.")


def test_a_run_or_the_same_asset_says_more_than_what_lies_above():
    known = Known(shared=(RUN, above(follows=True)))
    assert decide(signal_of(), known, NOW).cause_key == RUN.key


@given(ANCESTORS, st.sampled_from([None, "critical", "warn"]))
def test_lineage_alone_never_opens_what_would_not_open_without_it(shared, hint):
    signal = signal_of(severity_hint=hint)
    without, decision = decide(signal, Known(), NOW), decide(signal, Known(shared=(shared,)), NOW)
    assert decision.kind is without.kind or decision.kind in {DecisionKind.ATTACH, DecisionKind.SUPPRESS}
    is_sure = shared.follows or shared.is_confirmed
    if decision.kind is DecisionKind.ATTACH:
        assert shared.incident is not None
        assert is_sure
    if decision.kind is DecisionKind.SUPPRESS:
        assert shared.card is not None
        assert shared.follows


@given(ANCESTORS, st.sampled_from([None, "critical"]))
def test_nothing_that_lies_above_brings_back_a_closed_incident_or_breaks_a_silence(shared, hint):
    signal = signal_of(severity_hint=hint)
    closed = ClosedIncident(id=4, closed_at=NOW - HOUR, outcome=Outcome.FIXED)
    for known in (Known(quiet=QUIET), Known(closed=closed), Known(incident=OPEN)):
        assert decide(signal, replace(known, shared=(shared,)), NOW) == decide(signal, known, NOW)
