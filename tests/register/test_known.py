"""What is known of an asset: degraded now, bad for a time before, and never what a reader may not see."""

from collections.abc import AsyncIterator

import pytest

from bot.assets.atlas import Atlas
from bot.blocks.register.views import KnownView
from bot.closing.send_closing import send_closing
from bot.impact.change_impact import remove_from_impact
from bot.incidents.close_incident import close
from bot.incidents.reopen_incident import reopen
from bot.incidents.see_incidents import visible_to
from bot.register.ask_known import ask_known
from bot.repair.record_window import record_window
from models.bad_window import BadWindow, Edge
from models.data_issue import DataIssue
from models.vocabulary import Outcome, Severity
from tests.builders import ANA, BEN, CHEN, House, open_house
from tests.impact.lineage import tell_of

_FIXED = {"cause": "A full disk", "remedy": "Cleared it", "by_id": ANA}
_DAY = BadWindow(first=Edge("2026-11-18"), last=Edge("2026-11-18"))


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url) as house:
        await tell_of(house.store)
        yield house


async def _known(house: House, name: str, user_id: str = BEN) -> KnownView:
    async with house.store.reading() as session:
        chart = await Atlas(house.store.reading, {}).chart(session)
        return await ask_known(session, chart, name, visible_to(user_id))


async def _closed(house: House, number: int, outcome: Outcome = Outcome.FIXED) -> None:
    await house.act(close, number, outcome, **_FIXED)


async def test_an_open_incident_degrades_what_fails_and_what_reads_from_it(house: House) -> None:
    number = await house.declare("Late", asset="raw_orders", severity=Severity.SEV1)

    [own] = (await _known(house, "raw_orders")).degraded
    assert (own.incident_id, own.via, own.since_at) == (number, None, house.clock())
    [below] = (await _known(house, "revenue")).degraded
    assert (below.incident_id, below.via) == (number, "raw_orders")
    assert (await _known(house, "refunds")).degraded == ()


async def test_what_people_said_is_fine_is_not_degraded(house: House) -> None:
    number = await house.declare(asset="raw_orders")
    await house.act(remove_from_impact, number, "churn", by_id=ANA)

    assert (await _known(house, "churn")).degraded == ()


@pytest.mark.parametrize(
    ("outcome", "status"), [(Outcome.FIXED, "fixed"), (Outcome.NO_ACTION, "stays as it is")]
)
async def test_a_close_leaves_a_data_issue_with_its_window(house: House, outcome, status) -> None:
    number = await house.declare("Twice the rows", asset="orders", began_at=house.clock())
    house.clock.advance(hours=2)
    await _closed(house, number, outcome)

    view = await _known(house, "orders")
    assert view.degraded == ()
    [issue] = view.issues
    assert (issue.ref, issue.what, issue.status) == (f"INC-{number}", "A full disk", status)
    assert issue.window.startswith("from 2026-11-18 10:00 UTC" if outcome is Outcome.FIXED else "since ")


@pytest.mark.parametrize("outcome", [Outcome.FALSE_ALARM, Outcome.EXPECTED])
async def test_what_was_no_trouble_leaves_nothing(house: House, outcome: Outcome) -> None:
    await _closed(house, await house.declare(asset="orders"), outcome)

    assert await house.all_of(DataIssue) == []


async def test_a_drill_leaves_nothing_and_degrades_nothing(house: House) -> None:
    number = await house.declare(asset="orders", is_drill=True)
    assert (await _known(house, "orders")).degraded == ()
    await _closed(house, number)

    assert await house.all_of(DataIssue) == []


async def test_people_know_the_window_better_also_afterwards(house: House) -> None:
    number = await house.declare(asset="orders")
    await _closed(house, number)
    await house.act(record_window, number, "orders", _DAY, by_id=ANA, known_good="backup of Tuesday")
    await house.act(record_window, number, "revenue", _DAY, by_id=ANA)

    [issue] = (await _known(house, "orders")).issues
    assert (issue.window, issue.known_good) == ("only 2026-11-18", "backup of Tuesday")
    assert [each.window for each in (await _known(house, "revenue")).issues] == ["only 2026-11-18"]


async def test_the_close_notice_says_what_to_do_about_the_data(house: House) -> None:
    number = await house.declare(asset="orders")
    await _closed(house, number)
    await house.act(send_closing, number, "It is over", by_id=ANA, remedy="exclude load_date 2026-11-18")
    await house.act(send_closing, number, "It is over, truly", by_id=ANA)

    [issue] = (await _known(house, "orders")).issues
    assert issue.remedy == "exclude load_date 2026-11-18"


async def test_one_that_is_worked_on_again_says_so_and_closes_as_the_same(house: House) -> None:
    number = await house.declare(asset="orders")
    await _closed(house, number)
    await house.act(reopen, number, by_id=ANA)
    view = await _known(house, "orders")
    assert [each.status for each in view.issues] == ["worked on again"]
    assert len(view.degraded) == 1

    await _closed(house, number)
    assert [each.status for each in (await _known(house, "orders")).issues] == ["fixed"]
    await house.act(reopen, number, by_id=ANA)
    await _closed(house, number, Outcome.FALSE_ALARM)
    assert (await _known(house, "orders")).issues == ()


async def test_nothing_private_is_known_to_others(house: House) -> None:
    ends, goes_on = [await _private(house) for _ in range(2)]
    await _closed(house, ends)

    for name in ("orders", "revenue"):
        seen = await _known(house, name, CHEN)
        assert (seen.degraded, seen.issues) == ((), ())
    inside = await _known(house, "orders", BEN)
    assert [each.incident_id for each in inside.degraded] == [goes_on]
    assert [each.incident_id for each in inside.issues] == [ends]


async def _private(house: House) -> int:
    number = await house.declare("Salaries", asset="orders", is_private=True)
    await house.opened(number, f"C0PRIVATE{number}")
    await house.joined(f"C0PRIVATE{number}", ANA, BEN)
    return number


async def test_an_asset_is_found_by_any_of_its_names_or_none(house: House) -> None:
    await _closed(house, await house.declare(asset="ORDERS"))

    assert len((await _known(house, "Orders")).issues) == 1
    unheard = await _known(house, "ordres")
    assert (unheard.is_in_lineage, unheard.issues) == (False, ())
    assert "orders" in unheard.near


async def test_names_that_no_import_knows_are_known_by_themselves(house: House) -> None:
    await _closed(house, await house.declare(asset="sheet of the treasury"))

    assert len((await _known(house, "sheet of the treasury")).issues) == 1
