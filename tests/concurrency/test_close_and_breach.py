"""What comes to an incident at the moment at which it closes or is reopened, or goes on in private."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts import take_alert
from bot.alerts.alert_ids import new_alert_ids
from bot.breach.declare_breach import declare_breach
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.outbox import queue
from bot.outbox.deliveries.breach.leave_channel import EmptyMessage
from bot.outbox.delivery import Call, Postpone
from bot.outbox.discretion import take_back_late
from models.breach import EmptiedMessage
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem, Standing
from models.vocabulary import AlertStatus, DecisionKind, Outcome
from tests.alerts.conftest import make_watch
from tests.alerts.test_group_alerts import critical, takes
from tests.builders import ANA, BEN, House
from tests.concurrency.overtaken import until_it_waits

ANNOUNCED = ("C0ANNOUNCE", "1.000800")
SENT = dict(zip(("channel_id", "ts"), ANNOUNCED, strict=True))


async def test_what_is_merged_into_a_breach_at_that_moment_becomes_private_with_it(house: House) -> None:
    number, part = await house.declare(), await house.declare("Orders are doubled")
    await house.opened(number)

    async with house.store.unit() as uow:
        await merge(uow, part, number, by_id=BEN)
        breach = asyncio.create_task(house.act(declare_breach, number, [ANA], by_id=ANA))
        await until_it_waits(house, breach)
    await breach

    assert [each.is_private for each in await house.all_of(Incident)] == [True, True]


async def test_what_is_said_in_public_at_that_moment_is_taken_back(house: House) -> None:
    number = await house.declare()
    await house.opened(number)
    [announcement] = await house.waiting("post_announcement")

    async with house.store.unit() as uow:
        [item] = await queue.fetch(uow.session, [announcement.id])
        item.standing, item.result = Standing.SENT, SENT
        assert not await take_back_late(item, SENT, uow)
        breach = asyncio.create_task(house.act(declare_breach, number, [ANA], by_id=ANA))
        await until_it_waits(house, breach)
    await breach

    async with house.store.reading() as session:
        assert await session.get(EmptiedMessage, ANNOUNCED) is not None


async def test_an_alert_decided_at_that_moment_is_attached_before_the_close(house: House) -> None:
    watch = await make_watch(house)
    [first] = await takes(watch, critical("load_orders", run="8123"))
    closing: list[asyncio.Task[Incident]] = []

    async def meanwhile(session: AsyncSession, count: int) -> Sequence[int]:
        """It is known what is open, and nothing is decided yet."""
        said = {"cause": "The load", "remedy": "Ran it again", "by_id": ANA}
        closing.append(asyncio.create_task(house.act(close, first.incident_id, Outcome.FIXED, **said)))
        await until_it_waits(house, closing[0])
        return await new_alert_ids(session, count)

    with patch.object(take_alert, "new_alert_ids", meanwhile):
        await takes(watch, critical("load_customers", run="8123"))
    await closing[0]

    kinds = [each.kind for each in await house.entries(EntryKind.ALERT_ATTACHED, EntryKind.CLOSED)]
    assert kinds == [EntryKind.ALERT_ATTACHED, EntryKind.ALERT_ATTACHED, EntryKind.CLOSED]


async def test_an_alert_that_comes_while_somebody_reopens_it_is_attached(house: House) -> None:
    watch = await make_watch(house)
    [first] = await takes(watch, critical("load_orders"))
    said = {"cause": "The load", "remedy": "Ran it again", "by_id": ANA}
    await house.act(close, first.incident_id, Outcome.FIXED, **said)
    await takes(watch, replace(critical("load_orders"), status=AlertStatus.RESOLVED))

    async with house.store.unit() as uow:
        await reopen(uow, first.incident_id, by_id=BEN)
        taking = asyncio.create_task(takes(watch, critical("load_orders")))
        await until_it_waits(house, taking)
    [again] = await taking

    assert (again.decision, again.incident_id) == (DecisionKind.ATTACH, first.incident_id)


async def test_nothing_is_emptied_while_an_older_edit_of_it_is_on_its_way(house: House) -> None:
    """It would arrive afterwards, and nothing would empty the message once more."""
    number = await house.declare()
    await house.opened(number)
    async with house.store.unit() as uow:
        [item] = await house.waiting("post_announcement")
        posted = await uow.session.get_one(OutboxItem, item.id)
        posted.standing, posted.result = (
            Standing.SENT,
            dict(zip(("channel_id", "ts"), ANNOUNCED, strict=True)),
        )
        edit = await uow.announce("edit_announcement", incident=number, after=posted)
        edit.claimed_by, edit.free_at = "a replica", 1e12
    await house.act(declare_breach, number, [ANA], by_id=ANA)

    [emptying] = await house.waiting("empty_message")
    with pytest.raises(Postpone):
        await _render(house, emptying)
    async with house.store.unit() as uow:
        queue.skip(await uow.session.get_one(OutboxItem, edit.id), "it has come back")
    assert (await _render(house, emptying)).args["ts"] == ANNOUNCED[1]


async def _render(house: House, item: OutboxItem) -> Call:
    async with house.store.reading() as session:
        return await EmptyMessage().render(item, session, None)  # type: ignore[arg-type]  # it asks no desk
