"""What fails most upstream, and what that affects, as alerts, forms and people say it."""

import pytest

from bot.alerts.move_alerts import attach_alert_to, detach_concern
from bot.impact import read_said
from bot.impact.change_impact import add_to_impact, remove_from_impact
from bot.impact.show_impact import asset_view
from bot.incidents.edit_incident import edit
from bot.incidents.merge_incidents import merge
from bot.incidents.undo_move import undo_move
from models.alert import Alert
from models.concern import Concern
from models.errors import FieldRefused, LooksLikeData, NothingToChange
from models.incident_asset import Part
from models.ledger import EntryKind
from tests.alerts.test_move_alerts import heard
from tests.builders import ANA
from tests.impact.conftest import Reaching

DOWNSTREAM = ["bank_file", "board_pack", "churn", "orders", "revenue"]


async def _alert_of(reaching: Reaching, asset: str, number: int | None = None) -> int:
    alert_id = await heard(reaching.house, f"v1:{asset}", number)
    async with reaching.house.store.unit() as uow:
        (await uow.session.get_one(Alert, alert_id)).asset = asset
    return alert_id


async def test_the_asset_of_the_form_fails_and_all_that_reads_from_it_is_affected(reaching: Reaching) -> None:
    number = await reaching.house.declare(asset="stg_orders")
    view = await reaching.show(number)
    assert [each.name for each in view.failing] == ["stg_orders"]
    assert sorted(each.name for each in view.lines) == DOWNSTREAM
    assert view.counts == ("1 export", "1 dashboard", "1 ML feature", "2 tables")
    assert [line.name for line in view.lines][-2:] == ["orders", "revenue"]


async def test_of_several_that_fail_the_most_upstream_is_named_with_the_way_to_the_others(
    reaching: Reaching,
) -> None:
    number = await reaching.house.declare(asset="revenue")
    await _alert_of(reaching, "stg_orders", number)
    [failing] = (await reaching.show(number)).failing
    assert failing.name == "stg_orders"
    assert failing.paths == (("stg_orders", "orders", "revenue"),)
    assert "revenue" not in await reaching.names(number)


async def test_an_alert_that_moves_takes_what_it_affects_along(reaching: Reaching) -> None:
    first, second = await reaching.house.declare("One"), await reaching.house.declare("Two", asset="refunds")
    alert_id = await _alert_of(reaching, "orders", first)
    assert "churn" in await reaching.names(first)

    await reaching.act(attach_alert_to, alert_id, second, by_id=ANA)
    assert await reaching.names(first) == []
    assert "churn" in await reaching.names(second)
    await reaching.act(detach_concern, second, "v1:orders", by_id=ANA)
    assert await reaching.names(second) == []


async def test_a_merged_incident_brings_its_asset_and_takes_it_back(reaching: Reaching) -> None:
    first, second = await reaching.house.declare("One", asset="orders"), await reaching.house.declare("Two")
    await reaching.act(add_to_impact, first, "refunds", Part.AFFECTED, by_id=ANA)
    await reaching.act(merge, first, second, by_id=ANA)
    assert {"churn", "refunds"} <= set(await reaching.names(second))

    [merged, _] = await reaching.house.entries(EntryKind.MERGED)
    await reaching.act(undo_move, merged.id, by_id=ANA)
    assert await reaching.names(second) == []


async def test_people_add_what_lineage_does_not_know_with_all_that_reads_from_it(reaching: Reaching) -> None:
    number = await reaching.house.declare(asset="refunds")
    await reaching.act(add_to_impact, number, "revenue", Part.AFFECTED, by_id=ANA, note="same job")
    await reaching.act(add_to_impact, number, "the CFO's spreadsheet", Part.AFFECTED, by_id=ANA)
    view = await reaching.show(number)
    assert [each.name for each in view.failing] == ["refunds"]
    assert {each.name: each.note for each in view.lines} == {
        "bank_file": "",
        "board_pack": "",
        "revenue": "same job",
        "the CFO's spreadsheet": "",
    }
    [entry, _] = await reaching.house.entries(EntryKind.IMPACT_ADDED)
    assert (entry.actor_id, entry.text) == (ANA, "revenue: same job")


async def test_what_people_call_fine_is_out_with_what_reads_from_it_alone(reaching: Reaching) -> None:
    number = await reaching.house.declare(asset="stg_orders")
    await reaching.act(remove_from_impact, number, "revenue", by_id=ANA, note="it filters them")
    assert sorted(await reaching.names(number)) == ["churn", "orders"]
    await reaching.act(add_to_impact, number, "board_pack", Part.AFFECTED, by_id=ANA)
    assert sorted(await reaching.names(number)) == ["board_pack", "churn", "orders"]
    await reaching.act(remove_from_impact, number, "stg_orders", by_id=ANA)
    view = await reaching.show(number)
    assert (view.failing, [each.name for each in view.lines]) == ((), ["board_pack"])


async def test_somebody_says_that_something_fails_by_itself(reaching: Reaching) -> None:
    number = await reaching.house.declare()
    await reaching.act(add_to_impact, number, "orders", Part.FAILING, by_id=ANA)
    assert [each.name for each in (await reaching.show(number)).failing] == ["orders"]
    await reaching.act(edit, number, {"asset": "raw_orders"}, by_id=ANA)
    [failing] = (await reaching.show(number)).failing
    assert failing.paths == (("raw_orders", "stg_orders", "orders"),)


async def test_a_word_that_is_said_already_or_is_none_is_refused(reaching: Reaching) -> None:
    number = await reaching.house.declare()
    await reaching.act(add_to_impact, number, "orders", Part.AFFECTED, by_id=ANA)
    with pytest.raises(NothingToChange, match="said of orders already"):
        await reaching.act(add_to_impact, number, " orders ", Part.AFFECTED, by_id=ANA)
    with pytest.raises(FieldRefused, match="Which asset"):
        await reaching.act(remove_from_impact, number, "  ", by_id=ANA)


async def test_a_name_that_lineage_does_not_know_is_kept_until_it_does(reaching: Reaching) -> None:
    number = await reaching.house.declare(asset="unheard_of")
    view = await reaching.show(number)
    assert (view.failing, view.unknown, view.total) == ((), ("unheard_of",), 0)


async def test_what_is_due_within_a_day_is_at_risk(reaching: Reaching) -> None:
    number = await reaching.house.declare(asset="orders")
    [deadline] = (await reaching.show(number)).deadlines
    assert deadline.what == "board pack"
    assert deadline.due_at == reaching.house.clock().replace(hour=12, minute=0)


async def test_any_asset_can_be_asked_about(reaching: Reaching) -> None:
    async with reaching.house.store.reading() as session:
        chart = await reaching.office.desk.atlas.chart(session)
    found = chart.find("orders")
    assert found is not None
    view = await asset_view(reaching.office.desk, chart, found, most=80)
    assert (view.ref, view.incident_id, view.total) == ("orders", None, 4)


async def test_a_note_that_holds_data_is_not_kept(reaching: Reaching) -> None:
    number = await reaching.house.declare(asset="orders")
    with pytest.raises(LooksLikeData, match="e-mail address"):
        await reaching.act(
            add_to_impact, number, "refunds", Part.AFFECTED, by_id=ANA, note="row of jane.roe@example.com"
        )
    assert await reaching.house.entries(EntryKind.IMPACT_ADDED) == []


async def test_of_a_storm_what_came_late_counts_too(
    reaching: Reaching, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = await reaching.house.declare()
    await _alert_of(reaching, "orders", number)
    late_id = await _alert_of(reaching, "refunds, stg_orders", number)
    async with reaching.house.store.unit() as uow:
        late = await uow.session.get_one(Alert, late_id)
        (await uow.session.get_one(Concern, late.fingerprint)).asset = "refunds"
    assert [each.name for each in (await reaching.show(number)).failing] == ["refunds", "stg_orders"]
    monkeypatch.setattr(read_said, "MOST_ALERTS", 1)
    assert [each.name for each in (await reaching.show(number)).failing] == ["orders", "refunds"]
