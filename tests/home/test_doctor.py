"""`/incident doctor`: what is stuck, why, and trying it again."""

import pytest

from bot.blocks.front.doctor import doctor
from bot.doctor import read_doctor, retry_item
from bot.inbox.worker import TRIES
from models.errors import NotFound, NothingToChange
from models.inbox import InboxItem
from models.outbox import OutboxItem, Standing
from models.place import Place
from tests.builders import ANA
from tests.hearing import Hearing


async def test_all_is_well_says_so(hearing: Hearing) -> None:
    view = await read_doctor(hearing.desk, ANA)
    assert view.is_well
    assert "Nothing is stuck" in doctor(view).text


async def test_what_was_parked_is_told_with_slacks_answer_and_can_be_tried_again(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA)
    async with hearing.house.store.unit() as uow:
        item = await uow.announce("set_topic", incident=number)
        item.standing, item.fault, item.attempts = Standing.PARKED, "missing_scope", 3
    [parked] = (await read_doctor(hearing.desk, ANA)).parked
    assert (parked.what, parked.fault, parked.incident_id) == ("set the topic", "missing_scope", number)

    await hearing.house.act(retry_item, parked.id, by_id=ANA)
    assert (await read_doctor(hearing.desk, ANA)).parked == ()
    [waiting] = [each for each in await hearing.house.all_of(OutboxItem) if each.id == parked.id]
    assert (waiting.standing, waiting.attempts, waiting.fault) == (Standing.WAITING, 0, None)


async def test_what_is_not_stuck_is_not_tried_again(hearing: Hearing) -> None:
    number = await hearing.house.declare()
    [item] = await hearing.house.waiting("open_channel")
    with pytest.raises(NothingToChange):
        await hearing.house.act(retry_item, item.id, by_id=ANA)
    with pytest.raises(NotFound):
        await hearing.house.act(retry_item, 10_000 + number, by_id=ANA)


async def test_dead_letters_are_told_without_what_they_hold(hearing: Hearing) -> None:
    async with hearing.house.store.unit() as uow:
        for attempts, key in ((TRIES, "dead"), (TRIES - 1, "still tried")):
            uow.session.add(
                InboxItem(
                    key=key,
                    kind="event",
                    payload='{"event": {"type": "message", "text": "secret"}}',
                    received_at=uow.now,
                    attempts=attempts,
                    fault="KeyError: 'ts'\n[parameters: ('secret',)]",
                )
            )
    [letter] = (await read_doctor(hearing.desk, ANA)).dead_letters
    assert (letter.source, letter.fault) == ("event message", "KeyError: 'ts'")


async def test_absent_channels_and_troubled_incidents_are_named(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA)
    async with hearing.house.store.unit() as uow:
        (await uow.session.get_one(Place, number)).trouble = "bot_removed"
    await hearing.desk.directory.find_channels(["data-alerts", "no-such-channel"])
    view = await read_doctor(hearing.desk, ANA)

    assert view.absent_channels == ("no-such-channel",)
    assert [each.id for each in view.troubled] == [number]
    assert "Invite it again" in doctor(view).text
