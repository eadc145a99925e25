"""From when to when an asset was bad, as people say it; a later word takes the place of the one before."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.blocks.repair.views import WindowView
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.show_incident import incident_view
from bot.repair.read_windows import windows_of
from bot.repair.record_window import record_window, withdraw_window
from bot.repair.use_meanwhile import end_meanwhile, use_meanwhile
from models.affected_window import AffectedWindow
from models.bad_window import read_window
from models.errors import AlreadyClosed, FieldRefused, LooksLikeData, NothingToChange
from models.ledger import EntryKind
from models.vocabulary import Outcome
from tests.builders import ANA, BEN, House


async def _record(
    house: House, number: int, first: str, last: str, asset: str = "orders", **more: Any
) -> None:
    bad = read_window(first, last, house.clock(), ZoneInfo("UTC"))
    await house.act(record_window, number, asset, bad, by_id=BEN, **more)


async def _windows(house: House, number: int) -> tuple[WindowView, ...]:
    async with house.store.reading() as session:
        return await windows_of(session, number)


async def test_a_window_is_kept_with_what_is_known_to_be_good(house: House) -> None:
    number = await house.declare()
    await _record(house, number, "2026-11-16", "2026-11-17", known_good="Sunday's load", note="only EU")

    [window] = await _windows(house, number)
    assert (window.asset, window.words) == ("orders", "from 2026-11-16 to 2026-11-17")
    assert (window.known_good, window.note, window.by_id) == ("Sunday's load", "only EU", BEN)
    assert window.first_at == house.clock().replace(hour=0) - timedelta(days=2)
    [entry] = await house.entries(EntryKind.WINDOW_RECORDED)
    assert entry.text == "orders from 2026-11-16 to 2026-11-17; known good: Sunday's load; only EU"
    assert len(await house.said("window")) == 1


async def test_a_later_word_replaces_it_and_keeps_what_it_leaves_open(house: House) -> None:
    number = await house.declare()
    await _record(house, number, "2026-11-16", "", known_good="Sunday's load")
    await _record(house, number, "2026-11-16", "2026-11-17")

    [window] = await _windows(house, number)
    assert (window.words, window.known_good) == ("from 2026-11-16 to 2026-11-17", "Sunday's load")
    assert len(await house.all_of(AffectedWindow)) == 2
    assert (await house.entries(EntryKind.WINDOW_RECORDED))[-1].detail["was"] == "since 2026-11-16"
    with pytest.raises(NothingToChange):
        await _record(house, number, "2026-11-16", "2026-11-17")


async def test_what_was_fine_after_all_is_taken_back(house: House) -> None:
    number = await house.declare()
    await _record(house, number, "batch 41", "batch 44")
    await house.act(withdraw_window, number, "orders", by_id=ANA)

    assert await _windows(house, number) == ()
    assert [each.text for each in await house.entries(EntryKind.WINDOW_WITHDRAWN)] == [
        "orders from batch 41 to batch 44"
    ]
    [told] = await house.said("window_withdrawn")
    assert told["text"] == "orders from batch 41 to batch 44"
    with pytest.raises(NothingToChange):
        await house.act(withdraw_window, number, "orders", by_id=ANA)


async def test_windows_are_recorded_after_the_close_too_and_move_with_a_merge(house: House) -> None:
    first, second = await house.declare(), await house.declare("The same")
    await _record(house, second, "2026-11-16", "")
    await house.act(merge, second, first, by_id=ANA)
    await house.act(close, first, Outcome.FIXED, cause="late", remedy="", by_id=ANA)
    await _record(house, first, "2026-11-15", "", asset="revenue")

    assert [each.asset for each in await _windows(house, first)] == ["orders", "revenue"]


async def test_a_window_names_an_asset_and_holds_no_data(house: House) -> None:
    number = await house.declare()
    with pytest.raises(FieldRefused):
        await _record(house, number, "2026-11-16", "", asset="  ")
    with pytest.raises(LooksLikeData):
        await _record(house, number, "2026-11-16", "", note="ask nadia@example.com")

    assert await _windows(house, number) == ()


async def test_what_people_use_meanwhile_is_on_the_card_until_it_is_over(house: House) -> None:
    number = await house.declare()
    await house.act(use_meanwhile, number, "Monday's report", by_id=BEN)
    async with house.store.reading() as session:
        assert (await incident_view(session, number, house.clock())).interim == "Monday's report"
    with pytest.raises(NothingToChange):
        await house.act(use_meanwhile, number, " Monday's report ", by_id=BEN)
    await house.act(end_meanwhile, number, by_id=ANA, why="The table is right again")

    async with house.store.reading() as session:
        assert (await incident_view(session, number, house.clock())).interim is None
    kinds = (EntryKind.INTERIM_RECORDED, EntryKind.INTERIM_ENDED)
    assert [each.text for each in await house.entries(*kinds)] == [
        "Monday's report",
        "The table is right again",
    ]
    with pytest.raises(NothingToChange):
        await house.act(end_meanwhile, number, by_id=ANA)


async def test_nothing_new_is_used_once_it_is_closed(house: House) -> None:
    number = await house.declare()
    with pytest.raises(FieldRefused):
        await house.act(use_meanwhile, number, "  ", by_id=BEN)
    await house.act(close, number, Outcome.FIXED, cause="late", remedy="", by_id=ANA)
    with pytest.raises(AlreadyClosed):
        await house.act(use_meanwhile, number, "Monday's report", by_id=BEN)
