"""App Home: drawn for the person who opens it, with what they may see."""

import json
from datetime import timedelta
from typing import Any

import pytest

from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.incidents.read_home import home_view_of
from models.outbox import OutboxItem, Standing
from models.promises import CheckIn
from models.vocabulary import Outcome, Role, Severity
from tests.builders import ANA, BEN
from tests.hearing import GWEN, Hearing


async def _opens_home(hearing: Hearing, user_id: str) -> dict[str, Any] | None:
    """The person opens the Home tab; what they see then."""
    await hearing.tell(type="app_home_opened", user=user_id, tab="home", channel="D0HOME0001")
    await hearing.office.deliver()
    view = hearing.office.sandbox.board.views.home(user_id)
    return None if view is None else view.body


async def test_opening_home_publishes_it(hearing: Hearing) -> None:
    await hearing.open(ANA, title="Orders are late")
    shown = json.dumps(await _opens_home(hearing, ANA))
    assert "Orders are late" in shown
    assert "Declare an incident" in shown


async def test_the_messages_tab_publishes_nothing(hearing: Hearing) -> None:
    inbox_id = await hearing.tell(type="app_home_opened", user=ANA, tab="messages", channel="D0HOME0001")
    assert await hearing.house.waiting("publish_home") == []
    assert (await hearing.row(inbox_id)).done_at is None  # the caller marks it


async def test_of_many_openings_the_newest_is_drawn(hearing: Hearing) -> None:
    for _ in range(3):
        await hearing.tell(type="app_home_opened", user=ANA, tab="home", channel="D0HOME0001")
    assert len(await hearing.house.waiting("publish_home")) == 1


async def test_home_sorts_what_is_mine_overdue_open_and_closed_lately(hearing: Hearing) -> None:
    house = hearing.house
    late, mine, ended, other = [(await hearing.open(by_id=BEN, title=f"Case {n}"))[0] for n in range(4)]
    await house.act(assign, mine, Role.SCRIBE, ANA, by_id=BEN)
    await house.act(close, ended, Outcome.FIXED, cause="A bug", remedy="Fixed it", by_id=BEN)
    async with house.store.unit() as uow:
        check_in = await uow.session.get_one(CheckIn, (await house.all_of(CheckIn, incident_id=late))[0].id)
        check_in.due_at, check_in.missed_at = uow.now - timedelta(hours=1), uow.now
    async with house.store.reading() as session:
        view = await home_view_of(session, ANA, hearing.desk)

    assert [each.id for each in view.mine] == [mine]
    assert [each.id for each in view.overdue] == [late]
    assert {each.id for each in view.open} == {late, mine, other}
    assert [each.id for each in view.recent] == [ended]


async def test_the_worst_stands_first(hearing: Hearing) -> None:
    mild = await hearing.house.declare(severity=Severity.SEV4)
    bad = await hearing.house.declare(severity=Severity.SEV1)
    async with hearing.house.store.reading() as session:
        view = await home_view_of(session, ANA, hearing.desk)
    assert [each.id for each in view.open] == [bad, mild]


@pytest.mark.parametrize(("user_id", "sees"), [(ANA, True), (GWEN, False), ("U0NOBODY01", False)])
async def test_what_is_stuck_is_shown_to_those_who_can_mend_it(
    hearing: Hearing, user_id: str, sees: bool
) -> None:
    await hearing.desk.directory.read_people()
    number, _ = await hearing.open(ANA)
    async with hearing.house.store.unit() as uow:
        item = await uow.announce("set_topic", incident=number)
        item.standing, item.fault = Standing.PARKED, "missing_scope"
    async with hearing.house.store.reading() as session:
        view = await home_view_of(session, user_id, hearing.desk)
    assert bool(view.doctor.parked) is sees


async def test_whoever_leaves_a_private_incident_has_it_taken_from_their_home(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA, BEN, title="Payroll", is_private=True)
    assert "Payroll" in json.dumps(await _opens_home(hearing, BEN))
    hearing.slack.membership.leave(BEN, channel_id)
    await hearing.hear()
    await hearing.office.deliver()
    view = hearing.office.sandbox.board.views.home(BEN)
    assert view is not None
    assert "Payroll" not in json.dumps(view.body)


async def test_a_workspace_without_the_tab_is_no_trouble(hearing: Hearing) -> None:
    hearing.office.sandbox.faults.add("views.publish", "error", error="not_enabled")
    await _opens_home(hearing, ANA)
    [item] = await hearing.house.all_of(OutboxItem, kind="publish_home")
    assert item.standing is Standing.SKIPPED
