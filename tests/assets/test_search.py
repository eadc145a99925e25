"""Assets are found by whatever people call them, and with a slip of the fingers in it."""

import string
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.assets.search.index import Named, SearchIndex
from bot.assets.search.words import words_of

WAREHOUSE = (
    "analytics.marts.orders",
    "analytics.marts.order_items",
    "analytics.marts.customers",
    "analytics.staging.stg_orders",
    "analytics.staging.stg_customers",
    "analytics.finance.orders_daily",
    "analytics.finance.fct_revenue",
    "raw.shop.orders",
)


def index_of(names: Iterable[str], **weights: float) -> SearchIndex:
    """An index of these; an asset's id is its place in the list."""
    return SearchIndex(
        Named(number, name.rpartition(".")[2], name, weight=weights.get(name.replace(".", "_"), 0))
        for number, name in enumerate(names)
    )


def found(query: str, names: Iterable[str] = WAREHOUSE, **weights: float) -> list[str]:
    names = list(names)
    return [names[number] for number in index_of(names, **weights).find(query)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("analytics.marts.orders", "analytics.marts.orders"),
        ("ANALYTICS.MARTS.ORDERS", "analytics.marts.orders"),
        ("marts.orders", "analytics.marts.orders"),
        ("marts orders", "analytics.marts.orders"),
        ("orders marts", "analytics.marts.orders"),
        ("stg orders", "analytics.staging.stg_orders"),
        ("stg-orders", "analytics.staging.stg_orders"),
        ("stgorders", "analytics.staging.stg_orders"),
        ("finance ordres", "analytics.finance.orders_daily"),
        ("revenu", "analytics.finance.fct_revenue"),
        ("fin rev", "analytics.finance.fct_revenue"),
        ("custmers", "analytics.marts.customers"),
        ("fct_reveune", "analytics.finance.fct_revenue"),
        ("raw shop", "raw.shop.orders"),
    ],
)
def test_what_people_type_finds_what_they_mean_first(typed: str, meant: str) -> None:
    assert found(typed)[0] == meant


def test_the_very_name_comes_before_longer_ones_that_begin_with_it() -> None:
    names = found("orders")

    assert set(names[:2]) == {"analytics.marts.orders", "raw.shop.orders"}
    assert {"analytics.staging.stg_orders", "analytics.finance.orders_daily"} <= set(names[2:])


def test_of_two_of_the_same_name_the_weightier_comes_first() -> None:
    assert found("orders", raw_shop_orders=7.0)[0] == "raw.shop.orders"
    assert found("orders", analytics_marts_orders=7.0)[0] == "analytics.marts.orders"


def test_a_title_in_plain_language_is_found_with_and_without_its_accents() -> None:
    titles = ["Umsätze je Région", "Weekly KPI Überblick", "WeeklyBoardPack"]

    assert found("umsatze region", titles) == ["Umsätze je Région"]
    assert found("ÜBERBLICK", titles) == ["Weekly KPI Überblick"]
    assert found("board pack", titles)[0] == "WeeklyBoardPack"


def test_words_that_say_where_an_asset_belongs_find_it() -> None:
    index = SearchIndex([Named(1, "fct_1", "a.b.fct_1", beside=("finance",)), Named(2, "fct_2", "a.b.fct_2")])

    assert index.find("finance fct")[0] == 1


def test_an_asset_of_several_names_is_found_by_each_and_shown_once() -> None:
    index = SearchIndex([Named(1, "orders", "a.b.orders"), Named(1, "Orders, all of them", "orders_all")])

    assert index.find("all of them") == [1]
    assert index.find("orders") == [1]


def test_nothing_alike_finds_nothing() -> None:
    assert found("xyzzy") == []


@pytest.mark.parametrize("typed", ["", "   ", "._-/", "\x00", "'; drop table", "%", "*", "(", "🔥"])
def test_what_is_no_name_at_all_finds_nothing_and_breaks_nothing(typed: str) -> None:
    assert found(typed, ["orders"]) == []


def test_an_index_of_nothing_finds_nothing() -> None:
    assert index_of([]).find("orders") == []


def test_a_hostile_query_is_cut_short() -> None:
    assert found("orders " * 50_000)[0] == "analytics.marts.orders"


def test_no_more_are_shown_than_were_asked_for() -> None:
    names = [f"a.b.orders_{number}" for number in range(300)]

    assert len(index_of(names).find("orders", limit=20)) == 20


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("stg_orders", ["stg", "orders"]),
        ("Finance.stgOrders-v2", ["finance", "stg", "orders", "v2"]),
        ("postgres://host:5432/db.schema.table", ["postgres", "host", "5432", "db", "schema", "table"]),
        ("KPIReport", ["kpireport"]),
        ("Größe", ["grosse"]),
    ],
)
def test_a_name_is_read_as_its_words(name: str, words: list[str]) -> None:
    assert words_of(name) == words


NAMES = st.lists(
    st.text(string.ascii_lowercase + "_", min_size=4, max_size=12), min_size=1, max_size=40, unique=True
)


@given(names=NAMES, which=st.integers(0), at=st.integers(0), letter=st.sampled_from(string.ascii_lowercase))
def test_no_slip_hides_a_name(names: list[str], which: int, at: int, letter: str) -> None:
    """Whatever the slip, the name is among what is found, if all that is found may be shown."""
    name = names[which % len(names)].strip("_")
    if len(name.replace("_", "")) < 5:
        return
    index = SearchIndex(Named(number, each, each) for number, each in enumerate(names))
    at %= len(name) - 1
    swapped = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    slips = [name[:at] + name[at + 1 :], name[:at] + letter + name[at:], name[:at] + letter + name[at + 1 :]]

    for slip in (*slips, swapped):
        assert which % len(names) in index.find(slip, limit=len(names))
