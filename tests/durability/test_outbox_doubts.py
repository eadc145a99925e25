"""What the outbox does when it cannot know: an unknown outcome, a look-up refused, two edits at once."""

from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import select

from bot.causes.answer_cause import answer_cause
from bot.channels.notice_channel import ChannelState, notice_channel
from bot.errors import ChatError
from bot.incidents.edit_incident import edit
from bot.incidents.show_change import tell
from bot.outbox import queue
from bot.outbox.budget import Budget
from bot.outbox.deliveries.in_thread import PostInThread
from bot.outbox.deliveries.incidents.announcements import PostAnnouncement
from bot.outbox.deliveries.incidents.channel_settings import RenameChannel
from bot.outbox.deliveries.incidents.open_channel import OpenChannel
from bot.outbox.deliveries.incidents.troubles import WithdrawAnnouncement
from bot.outbox.deliveries.say import SayInChannel
from bot.outbox.deliveries.tell import TellPerson
from bot.outbox.deliveries.updates.check_ins import EditCheckIn, PostOverdue
from bot.outbox.unpark import unpark
from bot.slack.identity import Identity
from bot.uow import UnitOfWork
from bot.updates.post_update import post_update
from bot.updates.remind_check_ins import remind_due
from models.cause_walk import Question
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.vocabulary import Role, Severity
from tests.builders import ANA, BEN, House, Office, open_house, open_office


async def _claimed(house: House, owner: str) -> list[int]:
    """Claim all that may go, as another program would."""
    async with house.store.unit() as uow:
        now = await queue.lease_clock(uow.session)
        return [item.id for item in (await queue.claim(uow.session, owner, now, 100, Budget({})))[0]]


async def _edit_home(uow: UnitOfWork) -> int:
    item = await uow.announce("publish_home", subject="home:U1", user_id="U1")
    await uow.session.flush()
    return item.id


async def test_two_edits_of_one_thing_are_never_on_their_way_at_once(database_url: str) -> None:
    async with open_house(database_url) as house:
        first = await house.act(_edit_home)
        assert await _claimed(house, "one") == [first]
        second = await house.act(_edit_home)

        assert await _claimed(house, "two") == []

        await _set(house, first, standing=Standing.SENT, claimed_by=None)
        assert await _claimed(house, "two") == [second]


async def test_an_edit_that_rests_after_a_fault_does_not_hold_up_a_newer_one(database_url: str) -> None:
    async with open_house(database_url) as house:
        first = await house.act(_edit_home)
        await _claimed(house, "one")
        second = await house.act(_edit_home)
        async with house.store.unit() as uow:
            later = await queue.lease_clock(uow.session) + 60
        await _set(house, first, claimed_by=None, unsure_since=1.0, free_at=later)

        assert await _claimed(house, "one") == [second]


async def test_edits_left_by_the_dead_are_taken_up_one_after_the_other(database_url: str) -> None:
    async with open_house(database_url) as house:
        items = [await house.act(_edit_home) for _ in range(2)]
        for each in items:
            await _set(
                house, each, standing=Standing.WAITING, claimed_by="dead", free_at=1.0, unsure_since=1.0
            )

        assert await _claimed(house, "alive") == items[:1]


async def test_a_direct_message_that_cannot_be_looked_up_is_parked_in_doubt_and_never_doubled(
    sqlite_url: str,
) -> None:
    async with open_office(sqlite_url, TellPerson) as office:
        number = await office.house.declare(by_id=None)
        office.sandbox.faults.add("chat.postMessage", "reset_after")
        office.sandbox.faults.add("conversations.history", "error", error="missing_scope")
        await office.house.act(tell, BEN, "brief", incident=number, role=Role.COMMANDER, by_id=ANA)
        await office.deliver()

        [item] = await office.house.all_of(OutboxItem, kind="tell", standing=Standing.PARKED)
        assert "missing_scope" in item.fault

        async with office.house.store.unit() as uow:
            unpark(await uow.session.get_one(OutboxItem, item.id))
        await office.deliver()
        assert len(await office.direct_messages(BEN)) == 1
        assert [each.id for each in await office.house.all_of(OutboxItem, standing=Standing.SENT)] == [
            item.id
        ]


@pytest.mark.parametrize("knows_itself", [True, False], ids=["known", "first start without Slack"])
async def test_a_title_corrected_while_the_create_is_in_doubt_opens_no_second_channel(
    sqlite_url: str, knows_itself: bool
) -> None:
    async with open_office(sqlite_url, OpenChannel, RenameChannel) as office:
        number = await office.house.declare("Orders are late")
        office.sandbox.faults.add("conversations.create", "reset_after")
        created = office.sandbox.workspace.channels.create

        def create_and_correct(*args: Any, **more: Any) -> Any:
            titles.append("made")
            return created(*args, **more)

        titles: list[str] = []
        office.sandbox.workspace.channels.create = create_and_correct  # type: ignore[method-assign]
        if not knows_itself:
            office.desk.identity = Identity()
        await _claim_and_correct(office, number)
        await office.deliver(alone=False, within=25)

        names = [channel.name for channel in office.sandbox.workspace.channels.all.values()]
        [ours] = [name for name in names if name.startswith("inc-")]
        assert titles == ["made"]
        assert ours.endswith("-1-invoices-are-late")


async def _claim_and_correct(office: Office, number: int) -> None:
    """A first program creates the channel and dies of it; then the title is corrected."""
    item = next(each for each in await office.house.waiting("open_channel"))
    kind = office.deliveries["open_channel"]
    async with office.house.store.unit() as uow:
        item = await uow.session.get_one(OutboxItem, item.id)
        call = await kind.render(item, uow.session, office.desk)
        item.unsure_since = await queue.lease_clock(uow.session)
    with pytest.raises(Exception, match="connection_lost"):
        await kind.send(call, office.desk)
    await office.house.act(edit, number, {"title": "Invoices are late"}, by_id=ANA)


async def test_what_may_be_in_the_thread_of_an_earlier_card_is_sought_there(sqlite_url: str) -> None:
    async with open_office(sqlite_url, PostInThread) as office:
        number = await office.house.declare()
        channel_id = await office.open_channel(number)
        cards = [
            (await office.desk.chat.call("chat.postMessage", channel=channel_id, text="A card"))["ts"]
            for _ in range(2)
        ]
        await _set_card(office, number, cards[0])
        said = {Question.STATEMENT: "The join doubled rows"}
        await office.house.act(answer_cause, number, said, by_id=ANA)
        await _die_in(office, "post_in_thread")
        await _set_card(office, number, cards[1])
        await office.deliver()

        answers = [
            await office.desk.chat.read("conversations.replies", channel=channel_id, ts=ts) for ts in cards
        ]
        assert [len(each["messages"]) - 1 for each in answers] == [1, 0]


async def _set_card(office: Office, number: int, ts: str) -> None:
    async with office.house.store.unit() as uow:
        (await uow.session.get_one(Place, number)).card_ts = ts


async def _set(house: House, item_id: int, **fields: Any) -> None:
    async with house.store.unit() as uow:
        item = await uow.session.get_one(OutboxItem, item_id)
        for name, value in fields.items():
            setattr(item, name, value)


async def test_what_is_moot_but_may_have_been_said_is_looked_up_first(sqlite_url: str) -> None:
    async with open_office(sqlite_url, PostOverdue, EditCheckIn, SayInChannel) as office:
        number = await office.house.declare(severity=Severity.SEV1)
        channel_id = await office.open_channel(number)
        office.house.clock.advance(hours=2)
        await remind_due(office.house.store)
        await remind_due(office.house.store)
        await _die_in(office, "post_overdue")
        await office.house.act(post_update, number, "We are on it.", by_id=ANA)
        await office.deliver()

        [item] = await office.house.all_of(OutboxItem, kind="post_overdue")
        assert item.standing is Standing.SENT
        [asking] = [each for each in await office.messages(channel_id) if each["ts"] == item.result["ts"]]
        assert "actions" not in [block["type"] for block in asking["blocks"]]


async def test_what_is_moot_and_was_not_said_stays_unsaid(sqlite_url: str) -> None:
    async with open_office(sqlite_url, PostOverdue, EditCheckIn, SayInChannel) as office:
        number = await office.house.declare(severity=Severity.SEV1)
        channel_id = await office.open_channel(number)
        office.house.clock.advance(hours=2)
        await remind_due(office.house.store)
        await remind_due(office.house.store)
        await _die_in(office, "post_overdue", fault="reset_before")
        await office.house.act(post_update, number, "We are on it.", by_id=ANA)
        await office.deliver()

        assert [each for each in await office.messages(channel_id) if "overdue" in each["text"].lower()] == []
        [item] = await office.house.all_of(OutboxItem, kind="post_overdue")
        assert item.standing is Standing.SKIPPED


async def test_an_announcement_that_arrived_while_the_incident_was_made_private_is_taken_back(
    sqlite_url: str,
) -> None:
    kinds = (PostAnnouncement, WithdrawAnnouncement)
    async with open_office(sqlite_url, *kinds) as office:
        number = await office.house.declare()
        channel_id = await office.open_channel(number)
        await office.desk.directory.find_channels(["data-incidents"])
        await _die_in(office, "post_announcement")
        assert len(await _announced(office)) == 1
        state = ChannelState(name="inc-1", is_private=True)
        await office.house.act(notice_channel, number, channel_id, state)
        office.sandbox.faults.add("chat.delete", "reset_after")
        await office.deliver()

        assert await _announced(office) == []
        assert [place.announcement_ts for place in await _places(office)] == [None]


async def _die_in(office: Office, kind: str, *, fault: str = "reset_after") -> None:
    """Leave an item as a program does that dies before it hears what came of its call."""
    delivery = office.deliveries[kind]
    async with office.house.store.unit() as uow:
        item = (await uow.session.scalars(select(OutboxItem).where(OutboxItem.kind == kind))).one()
        call = await delivery.render(item, uow.session, office.desk)
        item.result = delivery.sought(call)
        item.unsure_since = await queue.lease_clock(uow.session)
    office.sandbox.faults.add("chat.postMessage", fault)
    with pytest.raises(ChatError):
        await delivery.send(call, office.desk)


async def _places(office: Office) -> Sequence[Place]:
    async with office.house.store.reading() as session:
        return (await session.scalars(select(Place))).all()


async def _announced(office: Office) -> list[dict[str, Any]]:
    channel_id = office.desk.directory.channel("data-incidents")
    return [each for each in await office.messages(channel_id or "") if each.get("bot_id")]
