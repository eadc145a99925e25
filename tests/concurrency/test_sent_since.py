"""Something was sent, and settled, just after somebody had read that it is not there yet."""

from bot.alerts.board import redraw_board
from bot.alerts.cause_offers import offer_cause, redraw_offer
from bot.alerts.redraw_card import redraw_card
from bot.uow import UnitOfWork
from models.alert import Alert
from models.board import Board
from models.cause import Cause
from models.incident import Incident
from models.outbox import OutboxItem, Standing
from models.shared_cause import SharedKind
from tests.alerts.conftest import make_watch
from tests.alerts.posts import CHANNEL, airflow
from tests.builders import House

KEY = "run:airflow:8123"


async def test_a_card_shows_what_changed_while_it_came(house: House) -> None:
    watch = await make_watch(house)
    alert = await watch.alert(airflow())

    async with house.store.unit() as uow:
        known = await uow.session.get_one(Alert, alert.id)
        await house.answered()
        await redraw_card(uow, known)

    assert len(await house.waiting("edit_triage_card")) == 1


async def test_a_board_is_not_posted_twice(house: House) -> None:
    await house.act(redraw_board, CHANNEL)
    async with house.store.unit() as uow:
        known = await uow.session.get_one(Board, CHANNEL)
        await house.opened_board(CHANNEL)
        await redraw_board(uow, known.channel_id)

    assert len(await house.all_of(OutboxItem, kind="post_board")) == 1
    assert len(await house.waiting("edit_board")) == 1


async def test_a_cause_is_not_offered_twice(house: House) -> None:
    number = await house.declare()
    await _offer(house, number)

    async with house.store.unit() as uow:
        known = await uow.session.get_one(Cause, KEY)
        await _offered(house)
        await offer_cause(uow, known, await uow.session.get_one(Incident, number))

    assert len(await house.all_of(OutboxItem, kind="post_cause_offer")) == 1
    assert len(await house.waiting("edit_cause_offer")) == 1


async def test_an_offer_that_is_being_sent_is_edited_afterwards(house: House) -> None:
    number = await house.declare()
    await _offer(house, number)

    async with house.store.unit() as uow:
        [item] = await house.waiting("post_cause_offer")
        known = await uow.session.get_one(OutboxItem, item.id)
        await house.act(_claim, item.id)
        await redraw_offer(uow, await uow.session.get_one(Cause, KEY), number)

    [edit] = await house.waiting("edit_cause_offer")
    assert edit.after_id == known.id


async def _offer(house: House, number: int) -> None:
    async with house.store.unit() as uow:
        times = {"first_at": uow.now, "last_at": uow.now}
        cause = Cause(key=KEY, kind=SharedKind.RUN, name="8123", incident_id=number, **times)
        uow.session.add(cause)
        await offer_cause(uow, cause, await uow.incident(number))


async def _claim(uow: UnitOfWork, item_id: int) -> None:
    item = await uow.session.get_one(OutboxItem, item_id)
    item.claimed_by, item.free_at = "a replica", 1e12


async def _offered(house: House) -> None:
    async with house.store.unit() as uow:
        [item] = await house.waiting("post_cause_offer")
        (await uow.session.get_one(OutboxItem, item.id)).standing = Standing.SENT
        cause = await uow.session.get_one(Cause, KEY)
        cause.offer_channel_id, cause.offer_ts = "C0OPENED01", "1.000900"
