"""Silences against signals: which one holds, and the sentence that says why."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.quiet import Quiet, QuietRule, later, quiet_of, sort_quiet
from models.signal import Signal
from models.vocabulary import SilenceKind, SilenceScope

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SIGNAL = Signal(
    source="dbt_cloud",
    title="orders is late",
    assets=("Finance.Orders", "finance.raw_orders"),
    rule="not_null_orders_id",
    identity=("orders",),
)


def quiet(scope: SilenceScope, pattern: str, **facts: object) -> QuietRule:
    given_ = {"kind": SilenceKind.SILENCED, "since_at": NOW, "until_at": NOW + timedelta(hours=2), **facts}
    return QuietRule(scope=scope, pattern=pattern, **given_)  # type: ignore[arg-type]


def quiet_for(signal: Signal, silences: Iterable[QuietRule], now: datetime) -> Quiet | None:
    return sort_quiet(silences).holding(signal, now)


@pytest.mark.parametrize(
    ("scope", "pattern"),
    [
        (SilenceScope.FINGERPRINT, SIGNAL.fingerprint),
        (SilenceScope.ASSET, "finance.orders"),
        (SilenceScope.ASSET, "*.RAW_*"),
        (SilenceScope.RULE, "Not_Null_orders_id"),
        (SilenceScope.RULE, "not_null_*"),
        (SilenceScope.SOURCE, "dbt"),
        (SilenceScope.SOURCE, "dbt cloud"),
        (SilenceScope.SOURCE, "d?t_*"),
        (SilenceScope.EVERYTHING, "*"),
    ],
)
def test_a_silence_holds_for_what_its_pattern_fits(scope: SilenceScope, pattern: str) -> None:
    found = quiet_for(SIGNAL, [quiet(scope, pattern)], NOW)

    assert found is not None
    assert (found.scope, found.pattern) == (scope, pattern)


@pytest.mark.parametrize(
    ("scope", "pattern"),
    [
        (SilenceScope.FINGERPRINT, "v1:other"),
        (SilenceScope.FINGERPRINT, "*"),
        (SilenceScope.ASSET, "finance"),
        (SilenceScope.ASSET, "orders is late"),
        (SilenceScope.RULE, "dbt_cloud"),
        (SilenceScope.SOURCE, "db"),
        (SilenceScope.SOURCE, "dbt_clou"),
    ],
)
def test_and_for_nothing_else(scope: SilenceScope, pattern: str) -> None:
    assert quiet_for(SIGNAL, [quiet(scope, pattern)], NOW) is None


def test_it_holds_from_its_first_moment_to_just_before_its_last() -> None:
    rule = quiet(SilenceScope.ASSET, "finance.*")

    held = [
        quiet_for(SIGNAL, [rule], at) is not None
        for at in (
            rule.since_at - timedelta(microseconds=1),
            rule.since_at,
            rule.until_at - timedelta(microseconds=1),
            rule.until_at,
        )
    ]
    assert held == [False, True, True, False]


def test_of_several_the_one_that_ends_last_speaks_and_of_equals_the_narrower() -> None:
    longest = quiet(SilenceScope.SOURCE, "dbt", until_at=NOW + timedelta(days=3))
    narrow = quiet(SilenceScope.ASSET, "finance.orders")
    wide = quiet(SilenceScope.EVERYTHING, "*")

    assert quiet_for(SIGNAL, [wide, narrow, longest], NOW) == quiet_of(longest)
    assert quiet_for(SIGNAL, [wide, narrow], NOW) == quiet_of(narrow)
    assert later(quiet_of(narrow), quiet_of(longest)) == quiet_of(longest)
    assert later(None, None) is None


def test_the_sentence_says_who_until_when_on_what_and_why() -> None:
    rule = quiet(
        SilenceScope.ASSET, "finance.*", kind=SilenceKind.EXPECTED, by_id="U7", because="vendor migrates."
    )
    assert quiet_of(rule).reason == (
        "It is expected until 2026-11-20 14:00 UTC, says the silence of <@U7> on finance.*: vendor migrates."
    )


def test_the_playbook_needs_no_person() -> None:
    window = quiet(SilenceScope.EVERYTHING, "*", kind=SilenceKind.MAINTENANCE, because="warehouse upgrade")

    assert quiet_of(window).reason == (
        "Work on it is announced until 2026-11-20 14:00 UTC, says the playbook: warehouse upgrade."
    )


def test_the_words_of_a_silence_name_and_format_nobody() -> None:
    rule = quiet(SilenceScope.ASSET, "<!channel>*", by_id="U7", because="<@U9> said `so`")

    reason = quiet_of(rule).reason
    assert reason.count("<") == 1
    assert "`" not in reason


def test_brackets_are_part_of_a_name() -> None:
    signal = Signal(source="dagster", title="x", assets=("orders[2026]",))

    assert quiet_for(signal, [quiet(SilenceScope.ASSET, "orders[2026]")], NOW)
    assert quiet_for(signal, [quiet(SilenceScope.ASSET, "orders[20*")], NOW)
    assert not quiet_for(
        Signal(source="dagster", title="x", assets=("orders2",)),
        [quiet(SilenceScope.ASSET, "orders[2*]")],
        NOW,
    )


NAMES = st.text("abA.*?", min_size=1, max_size=6)


@given(pattern=NAMES, assets=st.lists(NAMES, max_size=3))
def test_patterns_mean_what_they_mean_everywhere(pattern: str, assets: list[str]) -> None:
    signal = Signal(source="x", title="x", assets=tuple(assets))
    expected = any(fnmatchcase(asset.lower(), pattern.lower()) for asset in assets)

    assert (quiet_for(signal, [quiet(SilenceScope.ASSET, pattern)], NOW) is not None) == expected


@given(hours=st.lists(st.tuples(st.integers(-5, 5), st.integers(-5, 5)), max_size=6))
def test_one_holds_when_any_holds_alone_and_none_ends_later(hours: list[tuple[int, int]]) -> None:
    rules = [
        quiet(
            SilenceScope.ASSET,
            "*",
            since_at=NOW + timedelta(hours=since),
            until_at=NOW + timedelta(hours=until),
        )
        for since, until in hours
    ]
    alone = [found for rule in rules if (found := sort_quiet([rule]).holding(SIGNAL, NOW))]
    together = sort_quiet(rules).holding(SIGNAL, NOW)

    assert (together is not None) == bool(alone)
    if together is not None:
        assert together.until_at == max(found.until_at for found in alone)
