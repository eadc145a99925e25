"""A hold on retention is a task with an end: asked about until it is set, and chased until it is released."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete

from bot.channels.notice_channel import ChannelState, notice_channel
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.outbox.deliveries.repair.texts import READ_ANEW
from bot.outbox.deliveries.tell import TellPerson
from bot.outbox.delivery import Skip
from bot.playbook import parse_playbook
from bot.repair.hold_retention import ask_hold, confirm_hold, extend_hold, give_hold, release_hold
from bot.repair.read_holds import find_hold, holds_of
from bot.repair.remind_holds import remind_holds
from bot.stages.contain import contain
from models.errors import FieldRefused, LooksLikeData, NotFound, NothingToChange
from models.ledger import EntryKind
from models.place import Member
from models.retention_hold import RetentionHold
from models.vocabulary import Outcome
from tests.builders import ANA, BEN, DIA, House, Office, open_house, open_office

KINDS = (
    EntryKind.HOLD_ASKED,
    EntryKind.HOLD_CONFIRMED,
    EntryKind.HOLD_EXTENDED,
    EntryKind.HOLD_CHASED,
    EntryKind.HOLD_RELEASED,
)


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url, TellPerson) as office:
        yield office


async def _ask(house: House, number: int, *, days: float = 7, **more: Any) -> int:
    facts = {"holder_id": DIA, "by_id": ANA} | more
    until_at = house.clock() + timedelta(days=days)
    hold: RetentionHold = await house.act(ask_hold, number, "raw.orders", until_at, "The only copy", **facts)
    return hold.id


async def _told(house: House) -> list[str]:
    return [each.intent["person_id"] for each in await house.waiting("tell", what="hold")]


async def test_the_holder_is_asked_until_it_is_set_and_reminded_before_its_end(house: House) -> None:
    number = await house.declare()
    hold_id = await _ask(house, number)
    assert await _told(house) == [DIA]
    house.clock.advance(hours=25)
    assert await remind_holds(house.store) == 1
    assert len(await _told(house)) == 2
    await house.act(confirm_hold, hold_id, by_id=DIA)
    house.clock.advance(days=3)
    assert await remind_holds(house.store) == 0
    house.clock.advance(days=2)
    assert await remind_holds(house.store) == 1

    assert len(await _told(house)) == 3
    assert await house.said("hold_due") == []


async def test_a_holder_who_left_a_private_channel_is_not_asked_and_the_channel_is(house: House) -> None:
    number = await house.declare(is_private=True)
    await house.opened(number)
    await house.joined("C0OPENED01", ANA, DIA)
    await _ask(house, number)
    async with house.store.unit() as uow:
        await uow.session.execute(delete(Member).where(Member.user_id == DIA))
    house.clock.advance(hours=25)

    assert await remind_holds(house.store) == 1
    [asked] = await house.said("hold_due")
    assert asked["unheard_id"] == DIA
    assert await _told(house) == [DIA]  # from before
    assert await house.entries(EntryKind.HOLD_CHASED) == []


async def test_it_is_somebody_elses_task_from_then_on_and_both_hear_of_it(office: Office) -> None:
    house = office.house
    number = await house.declare()
    hold_id = await _ask(house, number)
    await house.act(confirm_hold, hold_id, by_id=DIA)
    await house.act(give_hold, hold_id, BEN, by_id=ANA)
    with pytest.raises(NothingToChange, match=f"<@{BEN}>'s task already"):
        await house.act(give_hold, hold_id, BEN, by_id=ANA)
    await office.deliver()

    assert "Please release it by then" in (await office.direct_messages(BEN))[-1]["text"]
    [told] = await office.direct_messages(DIA)  # what waited for her when it was given away is not said
    assert f"<@{BEN}> sees to it now, says <@{ANA}>. Nothing more is needed of you." in told["text"]
    house.clock.advance(days=8)
    await remind_holds(house.store)
    await office.deliver()
    assert "Its end has passed" in (await office.direct_messages(BEN))[-1]["text"]
    [given] = await house.entries(EntryKind.HOLD_GIVEN)
    assert (given.actor_id, given.detail["person"], given.detail["before"]) == (ANA, BEN, DIA)
    await house.act(release_hold, hold_id, by_id=BEN)
    with pytest.raises(NothingToChange, match="released it already"):
        await house.act(give_hold, hold_id, DIA, by_id=BEN)


async def test_over_its_end_it_is_chased_until_it_is_released_also_after_the_close(house: House) -> None:
    number = await house.declare()
    hold_id = await _ask(house, number)
    await house.act(confirm_hold, hold_id, by_id=DIA)
    await house.act(close, number, Outcome.FIXED, cause="late", remedy="", by_id=ANA)
    house.clock.advance(days=7)
    for day in (1, 2):
        assert await remind_holds(house.store) == 1
        assert len(await house.said("hold_due")) == day
        assert await remind_holds(house.store) == 0
        house.clock.advance(hours=25)
    await house.act(release_hold, hold_id, by_id=DIA)
    house.clock.advance(days=30)

    assert await remind_holds(house.store) == 0
    assert [each.kind for each in await house.entries(*KINDS)] == [
        EntryKind.HOLD_ASKED,
        EntryKind.HOLD_CONFIRMED,
        EntryKind.HOLD_CHASED,
        EntryKind.HOLD_CHASED,
        EntryKind.HOLD_RELEASED,
    ]
    async with house.store.reading() as session:
        assert (await find_hold(session, hold_id)).released_by_id == DIA
    with pytest.raises(NothingToChange, match=f"<@{DIA}> has released it"):
        await house.act(release_hold, hold_id, by_id=ANA)


async def test_it_is_held_for_longer_where_that_is_later(house: House) -> None:
    number = await house.declare()
    hold_id = await _ask(house, number)
    with pytest.raises(FieldRefused, match="no later"):
        await house.act(extend_hold, hold_id, house.clock() + timedelta(days=6), by_id=DIA)
    await house.act(confirm_hold, hold_id, by_id=DIA)
    await house.act(extend_hold, hold_id, house.clock() + timedelta(days=20), by_id=DIA)
    house.clock.advance(days=18)

    assert await remind_holds(house.store) == 0
    with pytest.raises(NothingToChange, match="held already"):
        await house.act(confirm_hold, hold_id, by_id=DIA)
    with pytest.raises(NotFound):
        await house.act(confirm_hold, 99, by_id=DIA)


@pytest.mark.parametrize(
    ("what", "days", "because", "field"),
    [(" ", 7, "needed", "asset"), ("raw.orders", 0, "needed", "until"), ("raw.orders", 7, " ", "because")],
)
async def test_what_is_missing_is_said_at_its_field(house: House, what, days, because, field) -> None:
    number = await house.declare()
    until_at = house.clock() + timedelta(days=days)
    with pytest.raises(FieldRefused) as refused:
        await house.act(ask_hold, number, what, until_at, because, holder_id=DIA, by_id=ANA)

    assert refused.value.field == field


async def test_no_data_stands_in_the_reason(house: House) -> None:
    number = await house.declare()
    until_at = house.clock() + timedelta(days=3)
    with pytest.raises(LooksLikeData):
        await house.act(
            ask_hold, number, "raw.orders", until_at, "for nadia@example.com", holder_id=DIA, by_id=ANA
        )

    assert await house.all_of(RetentionHold) == []


async def test_a_drill_tells_nobody_and_a_private_one_asks_a_member_only(house: House) -> None:
    drill = await house.declare(is_drill=True)
    await _ask(house, drill)
    house.clock.advance(days=30)
    assert await remind_holds(house.store) == 1
    assert await remind_holds(house.store) == 0
    assert await _told(house) == []

    private = await house.declare("Hidden", is_private=True)
    await house.opened(private, "C0HIDDEN01")
    await house.joined("C0HIDDEN01", ANA, BEN)
    with pytest.raises(FieldRefused, match="is private"):
        await _ask(house, private)
    hold_id = await _ask(house, private, holder_id=BEN)
    with pytest.raises(FieldRefused, match="is private"):
        await house.act(give_hold, hold_id, DIA, by_id=BEN)
    async with house.store.reading() as session:
        assert [each.holder_id for each in await holds_of(session, private)] == [BEN]


async def test_the_playbook_says_how_often_it_is_asked(database_url: str) -> None:
    playbook = parse_playbook("retention: {remind_every: 2d}", "breakwater.yaml")
    async with open_house(database_url, playbook=playbook) as house:
        await _ask(house, await house.declare(), days=30)
        house.clock.advance(hours=25)
        assert await remind_holds(house.store) == 0
        house.clock.advance(hours=24)
        assert await remind_holds(house.store) == 1
        assert await remind_holds(house.store) == 0


async def test_containment_keeps_whether_retention_would_delete_what_is_needed(house: House) -> None:
    number = await house.declare()
    await house.act(contain, number, "The export is stopped", by_id=ANA, retention="yes")

    [entry] = await house.entries(EntryKind.CONTAINMENT_RECORDED)
    assert entry.detail == {"retention": "yes"}
    assert (await house.said("contained"))[0]["retention"] == "yes"


async def test_what_was_hidden_after_a_merge_is_chased_in_its_own_channel(house: House) -> None:
    part, whole = await house.declare(), await house.declare("Refunds are doubled")
    await house.opened(part, "C0PART0001")
    hold_id = await _ask(house, part)
    await house.act(confirm_hold, hold_id, by_id=DIA)
    await house.act(merge, part, whole, by_id=ANA)
    await house.act(notice_channel, part, "C0PART0001", ChannelState(name="inc-1", is_private=True))
    house.clock.advance(days=8)
    await remind_holds(house.store)
    due = await house.waiting("say", what="hold_due")
    assert [each.incident_id for each in due] == [part]


async def test_what_is_due_is_not_said_where_it_is_no_part_of_any_more(house: House) -> None:
    part, whole = await house.declare(), await house.declare("Refunds are doubled")
    hold_id = await _ask(house, part)
    await house.act(merge, part, whole, by_id=ANA)
    with pytest.raises(Skip, match="another incident"):
        async with house.store.reading() as session:
            await READ_ANEW["hold_due"](part + 99, {"hold_id": hold_id}, session)
    async with house.store.reading() as session:
        assert await READ_ANEW["hold_due"](whole, {"hold_id": hold_id}, session)
