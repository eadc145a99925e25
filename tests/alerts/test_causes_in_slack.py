"""Offers, lists of causes and words to owners in Slack: posted once, and edited in place."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.alerts.cause_offers import offer_cause
from bot.alerts.causes_list import redraw_causes
from bot.alerts.heard import Origin, heard_of
from bot.alerts.settle_cause import keep_apart, undo_cause
from bot.alerts.silence import Wish, end_silence, silence
from bot.alerts.take_alert import take_alerts
from bot.outbox.deliveries.alerts.cause_offers import EditCauseOffer, PostCauseOffer
from bot.outbox.deliveries.alerts.silences import TellOfSilence
from bot.outbox.deliveries.in_thread import EditInThread, PostInThread
from models.cause import Cause
from models.incident import Incident
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.signal import Signal
from models.vocabulary import SilenceKind, SilenceScope
from tests.builders import ANA, BEN, Office, open_office

RUN = "run:airflow:8123"


@pytest.fixture
async def office(sqlite_url: str) -> AsyncIterator[Office]:
    kinds = (PostCauseOffer, EditCauseOffer, PostInThread, EditInThread, TellOfSilence)
    async with open_office(sqlite_url, *kinds) as office:
        yield office


async def takes(office: Office, *names: str, **more: Any) -> None:
    """Critical alerts come by one webhook; what they open or offer is seen to by the test."""
    signals = [
        Signal(
            source="airflow", title=f"Task {name} failed", identity=(name,), severity_hint="critical", **more
        )
        for name in names
    ]
    async with office.house.store.unit() as uow:
        await take_alerts(uow, heard_of(office.desk, signals, Origin()))


async def no_more_waits(office: Office) -> None:
    """What waits for more to come may leave now."""
    async with office.house.store.unit() as uow:
        for item in await office.house.all_of(OutboxItem, standing=Standing.WAITING):
            (await uow.session.get_one(OutboxItem, item.id)).free_at = 0.0


async def is_open(office: Office, number: int) -> tuple[str, str]:
    """The incident's channel and its card, as the outbox would have posted them."""
    channel_id = await office.open_channel(number, name=f"inc-{number}")
    card = await office.desk.chat.call("chat.postMessage", channel=channel_id, text="the card")
    async with office.house.store.unit() as uow:
        place = await uow.session.get_one(Place, number)
        place.card_ts = card["ts"]
    return channel_id, card["ts"]


async def offers(office: Office) -> None:
    async with office.house.store.unit() as uow:
        incident = await uow.session.get_one(Incident, 1)
        await offer_cause(uow, await uow.session.get_one(Cause, RUN), incident)


async def the_offer(office: Office, channel_id: str) -> dict[str, Any]:
    await no_more_waits(office)
    await office.deliver()
    [message] = [each for each in await office.messages(channel_id) if "run 8123" in each["text"]]
    return message


def labels(message: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return [element["text"]["text"] for row in rows for element in row]


async def test_an_offer_is_one_message_through_its_life(office: Office) -> None:
    await takes(office, "a", "b", "c", run="8123")
    channel_id, _ = await is_open(office, 1)
    await offers(office)
    posted = await the_offer(office, channel_id)
    assert "2 alerts came along" in posted["text"]
    assert labels(posted) == ["Keep apart"]

    await takes(office, "d", run="8123")
    await offers(office)
    grown = await the_offer(office, channel_id)
    assert "3 alerts came along" in grown["text"]

    await office.house.act(keep_apart, RUN, by_id=ANA)
    apart = await the_offer(office, channel_id)
    assert apart["ts"] == posted["ts"]
    assert "keeps apart what shares run 8123" in apart["text"]
    assert labels(apart) == ["Undo"]

    await office.house.act(undo_cause, RUN, by_id=BEN)
    again = await the_offer(office, channel_id)
    assert "3 alerts came along" in again["text"]


async def test_the_list_stands_in_the_thread_of_the_card_and_grows(office: Office) -> None:
    await takes(office, *(f"first_{number}" for number in range(5)))
    await takes(office, *(f"model_{number}" for number in range(4)), run="8123")
    channel_id, card_ts = await is_open(office, 6)

    async def listed() -> dict[str, Any]:
        async with office.house.store.unit() as uow:
            await redraw_causes(uow, await uow.session.get_one(Incident, 6))
        await no_more_waits(office)
        await office.deliver()
        thread = await office.desk.chat.read("conversations.replies", channel=channel_id, ts=card_ts)
        [message] = [each for each in thread["messages"][1:] if "cause" in each["text"]]
        return message

    first = await listed()
    assert "4 alerts of 1 cause" in first["text"]
    await takes(office, "late")
    grown = await listed()
    assert grown["ts"] == first["ts"]
    assert "5 alerts of 2 causes" in grown["text"]
    assert labels(grown) == ["Split"]


async def test_the_owner_of_a_known_failure_is_told_and_can_end_it(office: Office) -> None:
    wish = Wish(
        scope=SilenceScope.ASSET,
        pattern="finance.*",
        until_at=office.house.clock() + timedelta(days=7),
        because="vendor <!channel> migrates",
        kind=SilenceKind.EXPECTED,
        owner_id=BEN,
    )
    made = await office.house.act(silence, wish, by_id=ANA)
    await office.deliver()
    [told] = await office.direct_messages(BEN)
    assert "Known failure: " in told["text"]
    assert "<!channel>" not in told["text"]
    assert labels(told) == ["Another week", "End"]

    other = await office.house.act(silence, Wish(**{**_facts(wish), "pattern": "growth.*"}), by_id=ANA)
    await office.house.act(end_silence, other.id, by_id=ANA)
    await office.deliver()
    assert len(await office.direct_messages(BEN)) == 1
    assert made.id != other.id


def _facts(wish: Wish) -> dict[str, Any]:
    return {name: getattr(wish, name) for name in Wish.__slots__}
