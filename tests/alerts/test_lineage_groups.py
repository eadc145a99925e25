"""Alerts below a failing asset group under it, in whatever order they come; people can say otherwise."""

from itertools import pairwise, permutations

import pytest
from sqlalchemy import select

from bot.alerts.ask_lineage import lineage_of
from bot.alerts.cause_offers import offer_view
from bot.alerts.explain import explain
from bot.alerts.heard import Origin, heard_of
from bot.alerts.settle_cause import attach_all, keep_apart, undo_cause
from bot.alerts.take_alert import take_alerts
from bot.alerts.triage import declare_from_alert
from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldAsset, ToldEdge, Tool
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.shared_cause import ancestor_key
from models.signal import Signal
from models.vocabulary import AlertStatus, DecisionKind, Symptom
from tests.alerts.conftest import Watch
from tests.alerts.posts import CHANNEL
from tests.builders import ANA, BEN

CHAIN = ("raw.orders", "stg_orders", "marts.orders", "board")
RAW = ancestor_key("raw.orders")


async def knows(watch: Watch, *feeds: tuple[str, str]) -> None:
    """Lineage is imported."""
    names = dict.fromkeys(name for pair in feeds for name in pair)
    assets = [ToldAsset(key=name, name=name) for name in names]
    edges = [ToldEdge(up, down) for up, down in feeds]
    told = Told(source="yaml:ours", tool=Tool.YAML, assets=assets, edges=edges, complete=True)
    await take_told(watch.house.store, told)


async def takes(watch: Watch, *signals: Signal) -> list[Alert]:
    heard = heard_of(watch.desk, signals, Origin(alert_channel_id=CHANNEL))
    lineage = await lineage_of(watch.desk)
    async with watch.house.store.unit() as uow:
        return await take_alerts(uow, heard, lineage=lineage)


def late(asset: str, **more) -> Signal:
    told = {"source": "airflow", "title": f"{asset} is late", "identity": (asset,), "assets": (asset,)}
    return Signal(**{**told, "symptom": Symptom.FRESHNESS, "severity_hint": "critical", **more})


def fine(asset: str) -> Signal:
    return late(asset, status=AlertStatus.RESOLVED)


def wrong(asset: str, **more) -> Signal:
    """Values are wrong: that need not come from above."""
    told = {"title": f"{asset} has nulls", "symptom": Symptom.DISTRIBUTION, "severity_hint": None}
    return late(asset, **{**told, **more})


async def incidents(watch: Watch) -> list[Incident]:
    return await watch.house.all_of(Incident)


async def the_view(watch: Watch, key: str):
    async with watch.house.store.reading() as session:
        return await offer_view(session, key)


@pytest.fixture
async def chain(watch: Watch) -> Watch:
    await knows(watch, *pairwise(CHAIN))
    return watch


async def test_what_reads_from_a_failing_asset_goes_along_and_says_the_way(chain: Watch) -> None:
    await takes(chain, late("raw.orders"))
    [alert] = await takes(chain, late("marts.orders"))
    assert (alert.decision, alert.incident_id, alert.cause_key) == (DecisionKind.ATTACH, 1, RAW)
    assert alert.reason == (
        "It reads from raw.orders, which fails in INC-1: raw.orders → stg_orders → marts.orders."
    )
    told = await explain(chain.desk, 1)
    assert "It reads from raw.orders, which fails in INC-1" in told.text


@pytest.mark.parametrize("order", list(permutations(CHAIN[:3])), ids=" ".join)
async def test_in_whatever_order_they_come_it_is_one_incident(chain: Watch, order: tuple[str, ...]) -> None:
    for asset in order:
        await takes(chain, late(asset))
        chain.house.clock.advance(minutes=4)
    assert len(await incidents(chain)) == 1
    assert {alert.incident_id for alert in await chain.alerts()} == {1}


async def test_in_one_batch_it_is_one_incident_as_well(chain: Watch) -> None:
    await takes(chain, *(late(asset) for asset in reversed(CHAIN)))
    assert len(await incidents(chain)) == 1


async def test_the_one_further_up_says_who_reads_from_it(chain: Watch) -> None:
    await takes(chain, late("marts.orders"))
    [alert] = await takes(chain, late("raw.orders", symptom=Symptom.SCHEMA))
    assert alert.reason == (
        "marts.orders, which fails in INC-1, reads from it: raw.orders → stg_orders → marts.orders."
    )


async def test_of_several_the_most_upstream_is_named_so_that_there_is_one_offer(chain: Watch) -> None:
    await takes(chain, late("raw.orders"), late("stg_orders"), late("marts.orders"), late("board"))
    assert [alert.cause_key for alert in await chain.alerts()] == [None, RAW, RAW, RAW]
    [offer] = await chain.house.waiting("post_cause_offer")
    assert (offer.incident_id, offer.intent) == (1, {"cause_key": RAW})
    view = await the_view(chain, RAW)
    assert (view.words, view.joined_count, view.loose_count) == ("upstream raw.orders", 3, 0)


async def test_siblings_whose_source_nobody_called_broken_are_not_grouped(watch: Watch) -> None:
    await knows(watch, ("raw", "a"), ("raw", "b"))
    await takes(watch, late("a"), late("b"))
    assert len(await incidents(watch)) == 2


async def test_wrong_values_below_are_only_offered(chain: Watch) -> None:
    await takes(chain, late("raw.orders"))
    [asked] = await takes(chain, wrong("marts.orders"))
    assert asked.decision is DecisionKind.TRIAGE
    assert asked.reason.endswith(
        "It reads from raw.orders, which fails in INC-1, and may belong to it: "
        "raw.orders → stg_orders → marts.orders."
    )
    view = await the_view(chain, RAW)
    assert (view.joined_count, view.loose_count) == (0, 1)
    [opened] = await takes(chain, wrong("board", severity_hint="critical"))
    assert opened.decision is DecisionKind.OPEN
    assert "may belong to it" in opened.reason


async def test_a_failure_further_up_that_comes_later_is_offered_what_nobody_works_on(watch: Watch) -> None:
    below = [f"model_{number}" for number in range(14)]
    await knows(watch, *(("bronze.customers", name) for name in below))
    await takes(watch, *(late(name, severity_hint=None) for name in below))
    await takes(watch, late("bronze.customers"))
    [incident] = await incidents(watch)
    key = ancestor_key("bronze.customers")
    view = await the_view(watch, key)
    assert (view.words, view.joined_count, view.loose_count) == ("upstream bronze.customers", 0, 14)

    await watch.house.act(attach_all, key, by_id=ANA)
    assert {alert.incident_id for alert in await watch.alerts()} == {incident.id}
    await watch.house.act(undo_cause, key, by_id=BEN)
    assert {alert.incident_id for alert in (await watch.alerts())[:14]} == {None}


async def test_what_was_kept_apart_stays_apart_and_so_do_later_ones(chain: Watch) -> None:
    await takes(chain, late("raw.orders"), late("stg_orders"))
    await chain.house.act(keep_apart, RAW, by_id=ANA)
    again = await takes(chain, late("stg_orders"), late("marts.orders"), late("board"))
    assert 1 not in {alert.incident_id for alert in again}
    await chain.house.act(undo_cause, RAW, by_id=ANA)
    [first, second, *_] = await chain.alerts()
    assert (first.incident_id, second.incident_id) == (1, 1)


async def test_one_card_asks_for_what_fails_and_for_what_follows(chain: Watch) -> None:
    [first] = await takes(chain, late("raw.orders", severity_hint=None))
    [second] = await takes(chain, late("stg_orders", severity_hint=None))
    assert (second.decision, second.cause_key) == (DecisionKind.SUPPRESS, RAW)
    assert second.reason == (
        "It reads from raw.orders, whose triage card counts it: raw.orders → stg_orders."
    )
    await chain.house.act(declare_from_alert, first.id, by_id=ANA)
    assert {alert.incident_id for alert in await chain.alerts()} == {1}


async def test_a_private_incident_groups_nothing(chain: Watch) -> None:
    await takes(chain, late("raw.orders"))
    async with chain.house.store.unit() as uow:
        (await uow.session.get_one(Incident, 1)).is_private = True
    [alert] = await takes(chain, late("stg_orders"))
    assert alert.incident_id == 2
    assert "INC" not in alert.reason


@pytest.mark.parametrize("what", ["recovered", "too long ago"])
async def test_what_fails_no_more_or_was_heard_too_long_ago_groups_nothing(chain: Watch, what: str) -> None:
    await takes(chain, late("raw.orders"))
    if what == "recovered":
        await takes(chain, late("raw.orders", status=AlertStatus.RESOLVED))
    else:
        chain.house.clock.advance(minutes=31)
    await takes(chain, late("stg_orders"))
    assert len(await incidents(chain)) == 2


async def test_a_repeat_further_up_keeps_the_window_open(chain: Watch) -> None:
    await takes(chain, late("raw.orders"))
    for _ in range(4):
        chain.house.clock.advance(minutes=20)
        await takes(chain, late("raw.orders"))
    await takes(chain, late("stg_orders"))
    assert len(await incidents(chain)) == 1


async def test_two_that_feed_each_other_are_one_incident(watch: Watch) -> None:
    await knows(watch, ("a", "b"), ("b", "a"))
    await takes(watch, late("a"), late("b"))
    assert len(await incidents(watch)) == 1


async def test_in_a_storm_what_follows_from_one_source_takes_no_channels(watch: Watch) -> None:
    below = [f"model_{number}" for number in range(20)]
    await knows(watch, *(("raw", name) for name in below))
    await takes(watch, late("raw"), *(late(name) for name in below))
    [incident] = await incidents(watch)
    assert not incident.is_storm


async def test_without_lineage_nothing_is_looked_up(watch: Watch) -> None:
    assert await lineage_of(watch.desk) is None
    await takes(watch, late("raw.orders"), late("stg_orders"))
    assert len(await incidents(watch)) == 2
    async with watch.house.store.reading() as session:
        assert set(await session.scalars(select(Concern.asset_id))) == {None}
        assert RAW not in set(await session.scalars(select(Cause.key)))
