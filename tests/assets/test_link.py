"""Alerts name assets as their tools write them; each is linked, unless that would be a guess."""

from collections.abc import Sequence

import pytest

from bot.assets.chart import Chart
from bot.assets.charting import Rows, make_chart
from bot.assets.link import link, link_all, spellings
from bot.assets.views import AssetView
from models.asset_names import digest_of, fold


def chart_of(*assets: AssetView, names: Sequence[tuple[int, str]] = ()) -> Chart:
    rows = Rows(assets=list(assets))
    known = {
        (asset.id, fold(name)) for asset in assets for name in (asset.key, asset.name, asset.relation) if name
    }
    known |= {(asset_id, fold(name)) for asset_id, name in names}
    for digest, asset_id in sorted((digest_of(name), asset_id) for asset_id, name in known):
        rows.digests.append(digest)
        rows.named.append(asset_id)
        rows.are_whole.append(0)
    return make_chart("1", rows, lambda names: None)


def table(number: int, relation: str, *, retired: bool = False) -> AssetView:
    name = relation.rpartition(".")[2]
    return AssetView(
        id=number, key=f"model.shop.{name}{number}", name=name, relation=relation, is_retired=retired
    )


CHART = chart_of(
    table(1, "analytics.marts.orders"),
    table(2, "analytics.raw.orders"),
    table(3, "analytics.marts.customers"),
    table(4, "analytics.marts.gone", retired=True),
    names=[(1, "marts.orders"), (2, "raw.orders"), (3, "marts.customers"), (4, "marts.gone")],
)


@pytest.mark.parametrize(
    "written",
    [
        "analytics.marts.orders",
        "ANALYTICS.MARTS.ORDERS",
        '"analytics"."marts"."orders"',
        "`analytics`.`marts`.`orders`",
        "marts.orders",
        "prod.marts.orders",
        "analytics:marts.orders",
        "marts.orders$20261120",
        "snowflake://acct.eu-west-1/ANALYTICS.MARTS.ORDERS",
        "postgres://db.example.org:5432/prod.marts.orders",
        " model.shop.orders1 ",
    ],
)
def test_each_way_of_writing_a_table_means_it(written: str) -> None:
    asset = link(CHART, written)

    assert asset is not None
    assert asset.id == 1


@pytest.mark.parametrize(
    "written", ["orders", "prod.staging.orders", "marts.gone", "", "shop", "a.b.c.d", "://", "..."]
)
def test_what_is_unknown_ambiguous_or_gone_means_nothing(written: str) -> None:
    assert link(CHART, written) is None


def test_names_that_mean_nothing_stay_as_they_are_written() -> None:
    linked = link_all(CHART, ["marts.orders", "a dashboard", "analytics.marts.orders", "a dashboard"])

    assert [each if isinstance(each, str) else each.id for each in linked] == [1, "a dashboard"]


def test_a_hostile_name_is_cut_short() -> None:
    assert max(map(len, spellings("a.b.c" * 100_000))) <= 500
