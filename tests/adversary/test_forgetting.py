"""A year of use: what was worked off is forgotten, and nothing that is still needed."""

from datetime import timedelta

import pytest

from bot.inbox.prune import KEPT_FOR, prune_inbox
from models.alert import Alert
from models.inbox import InboxItem
from models.vocabulary import AlertStatus, DecisionKind
from tests.builders import House

_OLD = KEPT_FOR + timedelta(hours=1)


async def test_what_was_worked_off_long_ago_is_forgotten(house: House) -> None:
    await _received(house, *(f"event:{number}" for number in range(7)), done=True)
    house.clock.advance(hours=_OLD.total_seconds() / 3600)
    await _received(house, "event:new", done=True)

    await prune_inbox(house.store, step=3)

    assert await _keys(house) == ["event:new"]


async def test_a_day_old_event_is_still_recognised_when_slack_repeats_it(house: House) -> None:
    await _received(house, "event:1", done=True)
    house.clock.advance(hours=25)

    await prune_inbox(house.store)

    assert await _keys(house) == ["event:1"]


async def test_what_waits_or_failed_is_kept_however_old(house: House) -> None:
    await _received(house, "event:waiting", done=False)
    house.clock.advance(days=300)
    await _received(house, "event:new", done=True)

    await prune_inbox(house.store)

    assert "event:waiting" in await _keys(house)


async def test_the_raw_row_of_an_alert_is_kept(house: House) -> None:
    await _received(house, "event:alert", "event:chatter", done=True)
    (row, _) = await house.all_of(InboxItem)
    await _alert_of(house, row.id)
    house.clock.advance(days=300)
    await _received(house, "event:new", done=True)

    await prune_inbox(house.store)

    assert await _keys(house) == ["event:alert", "event:new"]


@pytest.mark.parametrize("step", [1, 2, 5])
async def test_the_next_look_goes_on_where_this_one_ended(house: House, step: int) -> None:
    await _received(house, "event:1", "event:2", done=True)
    house.clock.advance(days=4)
    await _received(house, "event:3", done=True)

    reached = await prune_inbox(house.store, step=step)
    house.clock.advance(days=4)
    await _received(house, "event:4", done=True)
    await prune_inbox(house.store, reached, step=step)

    assert await _keys(house) == ["event:4"]


async def test_the_last_row_stays_so_that_its_number_is_not_given_again(house: House) -> None:
    await _received(house, "event:1", "event:2", done=True)
    house.clock.advance(days=300)

    await prune_inbox(house.store)

    assert await _keys(house) == ["event:2"]


async def _received(house: House, *keys: str, done: bool) -> None:
    async with house.store.unit() as uow:
        at = uow.now if done else None
        uow.session.add_all(
            InboxItem(key=key, kind="event", payload="{}", received_at=uow.now, done_at=at) for key in keys
        )


async def _keys(house: House) -> list[str]:
    return [row.key for row in await house.all_of(InboxItem)]


async def _alert_of(house: House, inbox_id: int) -> None:
    async with house.store.unit() as uow:
        uow.session.add(
            Alert(
                inbox_id=inbox_id,
                source="dbt",
                status=AlertStatus.FIRING,
                title="Orders are late",
                fingerprint="v1:1",
                received_at=uow.now,
                decision=DecisionKind.TRIAGE,
                reason="someone has to look",
            )
        )
