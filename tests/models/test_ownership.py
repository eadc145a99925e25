"""Owner rules against assets: the most specific one that fits gives each field, and is named."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.ownership import FIELDS, KEYS, Basis, Owned, OwnerRule, OwnerRules

ORDERS = Owned(
    names=("model.shop.orders", "orders", "warehouse.finance.orders"),
    group="finance",
    schema="finance",
    tags=("daily", "tier-1"),
    domain="finance",
    sources=("dbt:shop",),
    type="model",
)


def rule(number, gives=None, **when):
    return OwnerRule(number=number, when=when, gives=gives or {"team": f"team-{number}"})


def winner(*rules, asset=ORDERS):
    return OwnerRules(rules).of(asset).team


@pytest.mark.parametrize(
    "when",
    [
        {"asset": "model.shop.orders"},
        {"asset": "ORDERS"},
        {"asset": "warehouse.finance.orders"},
        {"asset": "finance.orders"},
        {"asset": "*.finance.*"},
        {"asset": "order?"},
        {"group": "Finance"},
        {"schema": "fin*"},
        {"tag": "tier-1"},
        {"domain": "finance"},
        {"source": "dbt"},
        {"source": "dbt:shop"},
        {"type": "model"},
        {"schema": "finance", "tag": "daily"},
        {},
    ],
)
def test_a_rule_fits_what_it_describes(when):
    assert rule(1, **when).fits(ORDERS.folded())


@pytest.mark.parametrize(
    "when",
    [
        {"asset": "finance"},
        {"asset": "orders[s]"},
        {"schema": "finance", "tag": "weekly"},
        {"group": "growth"},
        {"domain": "growth"},
        {"type": "dashboard"},
    ],
)
def test_a_rule_fits_nothing_else(when):
    assert not rule(1, **when).fits(ORDERS.folded())


def test_quotes_of_a_database_make_no_difference():
    assert rule(1, asset="finance.orders").fits(Owned(names=('"warehouse"."finance"."orders"',)).folded())


@pytest.mark.parametrize(
    ("narrower", "wider"),
    [
        ({"asset": "orders"}, {"asset": "warehouse.finance.*"}),
        ({"asset": "*.finance.*"}, {"asset": "*.fin*"}),
        ({"asset": "*.fin*"}, {"group": "finance"}),
        ({"group": "finance"}, {"schema": "finance"}),
        ({"schema": "finance"}, {"schema": "finan*"}),
        ({"schema": "fin*"}, {"tag": "daily"}),
        ({"tag": "daily"}, {"domain": "finance"}),
        ({"domain": "finance"}, {"source": "dbt"}),
        ({"source": "dbt"}, {"type": "model"}),
        ({"schema": "finance", "tag": "daily"}, {"schema": "finance"}),
        ({"type": "model"}, {}),
        ({"group": "finance"}, {"asset": "*"}),
    ],
)
def test_the_more_specific_rule_wins_wherever_it_stands(narrower, wider):
    for first, second in ((narrower, wider), (wider, narrower)):
        found = winner(rule(1, **first), rule(2, **second))

        assert found.value == ("team-1" if first is narrower else "team-2")


def test_of_equals_the_one_written_first_wins():
    assert winner(rule(1, tag="daily"), rule(2, tag="tier-?"), rule(3, tag="tier-1")).value == "team-1"


def test_each_field_comes_from_the_most_specific_rule_that_says_it():
    owned = OwnerRules(
        [
            rule(1, {"technical_steward": "@pat", "team": "platform", "channel": "platform"}),
            OwnerRule(number=2, name="the close", when={"asset": "finance.*"}, gives={"team": "finance"}),
        ],
        team_channels={"finance": "finance-data", "platform": "platform"},
        fallback={"business_steward": "@boss", "technical_steward": "@boss"},
    ).of(ORDERS)

    assert (owned.team.value, owned.team.by) == ("finance", "owners[2] (the close)")
    assert owned.technical_steward.value == "@pat"
    assert owned.business_steward.value == "@boss"
    assert owned.channel.value == "finance-data"
    assert owned.rule == "owners[2] (the close)"
    assert not owned.is_fallback
    assert owned.because == (
        "Rule owners[2] (the close) names the team; "
        "rule owners[1] (every asset) names the technical steward; "
        "the team itself has the channel; "
        "the playbook's fallback gives the business steward."
    )


def test_a_channel_of_a_wider_rule_is_not_the_channel_of_another_team():
    wide = rule(1, {"team": "platform", "channel": "platform"})

    assert OwnerRules([wide, rule(2, {"team": "finance"}, tag="daily")]).of(ORDERS).channel is None
    narrow = rule(2, {"channel": "orders-talk"}, tag="daily")
    assert OwnerRules([wide, narrow]).of(ORDERS).channel.value == "orders-talk"


def test_the_word_of_the_tool_comes_after_rules_and_before_the_fallback():
    told = replace(ORDERS, owner="ana@example.com", channel="#orders")
    fallback = {"technical_steward": "@boss", "business_steward": "@boss", "team": "data"}

    alone = OwnerRules(fallback=fallback).of(told)
    assert (alone.technical_steward.value, alone.technical_steward.basis) == ("ana@example.com", Basis.TOOL)
    assert (alone.business_steward.value, alone.team.value) == ("@boss", "data")
    assert (alone.owner, alone.channel.value, alone.is_fallback) == ("ana@example.com", "#orders", False)
    assert alone.because == (
        "No owner rule fits: dbt:shop names the technical steward and the channel; "
        "the playbook's fallback gives the team and the business steward."
    )

    ruled = OwnerRules([rule(1, {"technical_steward": "@pat"})], fallback=fallback).of(told)
    assert (ruled.technical_steward.value, ruled.owner, ruled.told) == ("@pat", "@pat", "ana@example.com")


def test_whoever_owns_what_people_look_at_speaks_for_the_business():
    board = replace(ORDERS, type="dashboard", owner="CFO", owner_email="cfo@example.com")

    owned = OwnerRules([rule(1, {"technical_steward": "@pat"})]).of(board)

    assert owned.business_steward.value == "cfo@example.com"
    assert (owned.owner, owned.told) == ("CFO", "CFO")


def test_a_tool_may_name_a_team():
    rules = OwnerRules(team_channels={"finance": "finance-data"}, team_names={"Finance Data": "finance"})

    for word in ("Finance", "finance data"):
        owned = rules.of(replace(ORDERS, owner=word))
        assert (owned.team.value, owned.channel.value) == ("finance", "finance-data")
        assert owned.has_no_steward


def test_whoever_only_stands_in_is_no_steward():
    stands_in = OwnerRules(fallback={"technical_steward": "@boss"}).of(ORDERS)
    assert (stands_in.is_fallback, stands_in.has_no_steward, stands_in.owner) == (True, True, "@boss")

    nobody = OwnerRules().of(ORDERS)
    assert (nobody.is_fallback, nobody.has_no_steward, nobody.owner) == (False, True, None)
    assert nobody.because == "No owner rule fits, no tool names an owner, and the playbook has no fallback."


VALUES = {
    "asset": ["orders", "finance.orders", "*.finance.*", "*orders", "ord*", "*", "payments"],
    "group": ["finance", "fin*", "growth"],
    "schema": ["finance", "f*", "staging"],
    "tag": ["daily", "tier-1", "*", "weekly"],
    "domain": ["finance", "growth"],
    "source": ["dbt", "d*", "looker"],
    "type": ["model", "dashboard"],
}
WHENS = st.fixed_dictionaries({}, optional={key: st.sampled_from(VALUES[key]) for key in KEYS})
GIVES = st.fixed_dictionaries({}, optional={name: st.sampled_from(["one", "two"]) for name in FIELDS})
RULES = st.lists(st.tuples(WHENS, GIVES), max_size=8)


def numbered(written):
    return [OwnerRule(number=n, when=when, gives=gives) for n, (when, gives) in enumerate(written, start=1)]


@given(RULES)
def test_most_specific_first_is_one_order_whatever_the_order_of_writing(written):
    rules = numbered(written)
    told = OwnerRules(rules).of(ORDERS)
    fitting = [each for each in rules if each.fits(ORDERS.folded())]

    # A total order: the narrower one stands before the wider one, and of equals the one written first.
    best = max(fitting, key=lambda each: (each.specificity, -each.number), default=None)
    assert told.rule == (best.label if best else None)
    assert OwnerRules(reversed(rules)).of(ORDERS).rule is None or all(
        each.specificity <= best.specificity for each in fitting
    )


@given(RULES, WHENS, GIVES)
def test_a_less_specific_rule_changes_nothing_that_was_said(written, when, gives):
    rules = numbered(written)
    more = OwnerRule(number=len(rules) + 1, when=when, gives=gives)
    before = OwnerRules(rules).of(ORDERS)
    after = OwnerRules([*rules, more]).of(ORDERS)
    narrowest = max((each.specificity for each in rules if each.fits(ORDERS.folded())), default=None)

    if narrowest is None or more.specificity > narrowest:
        return
    assert after.rule == before.rule
    for name in FIELDS[:-1]:
        said = getattr(before, name)
        wider = [each for each in rules if said and each.label == said.by]
        if wider and more.specificity <= wider[0].specificity:
            assert getattr(after, name) == said


@given(RULES, WHENS)
def test_another_condition_never_makes_a_rule_less_specific(written, when):
    for narrower in numbered(written):
        wider = OwnerRule(number=99, when={k: v for k, v in narrower.when.items() if k not in when})

        assert narrower.specificity >= wider.specificity
