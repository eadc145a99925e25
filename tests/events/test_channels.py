"""What people do to an incident's channel by hand is noticed, by its event or within a tick, and told."""

from collections.abc import Awaitable, Callable

import pytest

from bot.channels.notice_channel import ChannelState, trouble_of
from bot.channels.reconcile import reconcile
from bot.incidents.assign_role import assign
from bot.incidents.edit_incident import edit
from bot.outbox.deliveries.incidents.channel_settings import RenameChannel
from bot.outbox.deliveries.incidents.troubles import WithdrawAnnouncement
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.vocabulary import Role, Stage
from tests.builders import ANA, BEN
from tests.hearing import EMIL, Hearing

Notice = Callable[[], Awaitable[None]]


@pytest.fixture(params=["event", "tick"])
def notice(request: pytest.FixtureRequest, hearing: Hearing) -> Notice:
    """Run the test twice: with the event, and with the event lost."""

    async def by_tick() -> None:
        await hearing.lose()
        hearing.house.clock.advance(minutes=1)
        await reconcile(hearing.desk)

    return hearing.hear if request.param == "event" else by_tick


async def _place(hearing: Hearing, number: int) -> Place:
    async with hearing.house.store.reading() as session:
        return await session.get_one(Place, number)


async def _told(hearing: Hearing, person_id: str = ANA) -> list[str]:
    """What the person read, of the channel."""
    await hearing.office.deliver()
    texts = [message["text"] for message in await hearing.office.direct_messages(person_id)]
    return [text for text in texts if "channel was" in text or "removed from the channel" in text]


async def test_an_archived_channel_is_told_to_the_commander(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA, BEN)
    await hearing.house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)
    hearing.slack.channels.archive(ANA, channel_id)
    await notice()
    await notice()

    assert (await _place(hearing, number)).trouble == "archived"
    [told] = await _told(hearing, BEN)
    assert f"INC-{number}" in told
    assert "archived. Unarchive it" in told
    [entry] = await hearing.house.entries(EntryKind.CHANNEL_TROUBLED)
    assert entry.detail == {"trouble": "archived"}


async def test_with_nobody_leading_who_declared_is_told(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA)
    hearing.slack.membership.kick(ANA, channel_id, hearing.bot_id)
    await notice()

    assert (await _place(hearing, number)).trouble == "bot_removed"
    [told] = await _told(hearing)
    assert "Invite it again" in told


async def test_removed_from_a_private_channel_the_bot_knows_it(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA, is_private=True)
    hearing.slack.membership.kick(ANA, channel_id, hearing.bot_id)
    await notice()

    assert (await _place(hearing, number)).trouble == "bot_removed"


async def test_a_deleted_channel_is_told(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA)
    hearing.slack.channels.delete(EMIL, channel_id)
    await notice()

    assert (await _place(hearing, number)).trouble == "deleted"
    [told] = await _told(hearing)
    assert "ledger is kept" in told


async def test_a_rename_by_hand_is_told_once_and_taken_up(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA)
    hearing.slack.channels.rename(ANA, channel_id, "orders-mess")
    await notice()
    await notice()

    place = await _place(hearing, number)
    assert (place.channel_name, place.trouble) == ("orders-mess", None)
    [told] = await _told(hearing)
    assert "renamed to #orders-mess" in told


async def test_our_own_rename_is_no_trouble_even_before_its_item_is_settled(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    await hearing.house.act(edit, number, {"title": "Orders are very late"}, by_id=ANA)
    [item] = await hearing.house.waiting("rename_channel")
    async with hearing.house.store.reading() as session:
        call = await RenameChannel().render(item, session, hearing.desk)
    await RenameChannel().send(call, hearing.desk)
    await hearing.hear()

    assert await hearing.house.entries(EntryKind.CHANNEL_TROUBLED) == []
    assert await hearing.house.waiting("tell", what="trouble") == []
    assert hearing.slack.channels.find(channel_id).name.endswith("orders-are-very-late")


async def test_a_channel_made_private_makes_its_incident_private(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA, BEN)
    hearing.slack.membership.join(hearing.bot_id, "C0INCDNT01")
    said = await hearing.desk.chat.call("chat.postMessage", channel="C0INCDNT01", text="Orders are late")
    async with hearing.house.store.unit() as uow:
        place = await uow.session.get_one(Place, number)
        place.announcement_channel_id, place.announcement_ts = "C0INCDNT01", said["ts"]
        (await uow.session.get_one(OutboxItem, place.announcement_item_id)).standing = Standing.SENT
    hearing.slack.channels.convert_private(EMIL, channel_id)
    await notice()

    [incident] = await hearing.house.all_of(Incident)
    assert incident.is_private
    assert (await _place(hearing, number)).trouble is None
    hearing.office.deliveries["withdraw_announcement"] = WithdrawAnnouncement()
    [told] = await _told(hearing)
    assert "treated as private" in told
    assert "Orders are late" not in [each["text"] for each in await hearing.office.messages("C0INCDNT01")]


async def test_of_a_private_incident_nobody_outside_its_channel_is_told(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(BEN, is_private=True, by_id=ANA)
    hearing.slack.membership.kick(BEN, channel_id, hearing.bot_id)
    await hearing.hear()

    assert await hearing.house.waiting("tell", what="trouble") == []


async def test_once_mended_what_was_kept_goes_out(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA, is_private=True)
    hearing.slack.membership.kick(ANA, channel_id, hearing.bot_id)
    await notice()
    await hearing.house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    await hearing.office.deliver()
    [kept] = await hearing.house.all_of(OutboxItem, kind="say")
    assert kept.standing is Standing.PARKED

    hearing.slack.membership.invite(ANA, channel_id, [hearing.bot_id])
    await notice()
    assert (await _place(hearing, number)).trouble is None
    await hearing.office.deliver()
    said = [message["text"] for message in await hearing.office.messages(channel_id)]
    assert any("works again" in text for text in said)
    assert any("is commander" in text for text in said)
    assert len(await hearing.house.entries(EntryKind.CHANNEL_RESTORED)) == 1


async def test_an_unarchived_channel_waits_for_our_invitation(hearing: Hearing, notice: Notice) -> None:
    number, channel_id = await hearing.open(ANA)
    hearing.slack.channels.archive(ANA, channel_id)
    await notice()
    hearing.slack.channels.unarchive(ANA, channel_id)
    await notice()
    assert (await _place(hearing, number)).trouble == "bot_removed"

    hearing.slack.membership.invite(ANA, channel_id, [hearing.bot_id])
    await notice()
    assert (await _place(hearing, number)).trouble is None


async def test_a_closed_incident_may_be_archived_without_a_word(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    async with hearing.house.store.unit() as uow:
        incident = await uow.incident(number)
        incident.stage = Stage.CLOSED
    hearing.slack.channels.archive(ANA, channel_id)
    await hearing.hear()

    assert (await _place(hearing, number)).trouble == "archived"
    assert await hearing.house.waiting("tell", what="trouble") == []


async def test_channels_that_are_no_incidents_cost_no_call(hearing: Hearing) -> None:
    calls = len(hearing.office.sandbox.calls.since(0))
    hearing.slack.channels.rename(ANA, "C0TEAM0001", "the-team")
    await hearing.hear()
    await hearing.tell(type="something_new", channel="C0TEAM0001")

    assert len(hearing.office.sandbox.calls.since(0)) == calls


async def test_while_slack_is_away_the_event_is_kept_for_later(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    hearing.slack.channels.archive(ANA, channel_id)
    hearing.office.sandbox.faults.add("conversations.info", "error", error="service_unavailable")
    with pytest.raises(Exception, match="service_unavailable"):
        await hearing.hear()
    assert (await hearing.row(hearing.rows[-1])).done_at is None
    assert (await _place(hearing, number)).trouble is None


async def test_a_channel_that_gets_another_id_keeps_its_incident(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    await hearing.tell(type="channel_id_changed", old_channel_id=channel_id, new_channel_id="C0MOVED001")

    assert (await _place(hearing, number)).channel_id == "C0MOVED001"


@pytest.mark.parametrize(
    ("state", "is_private", "trouble"),
    [
        (ChannelState(), False, None),
        (ChannelState(is_private=True), True, None),
        (ChannelState(is_archived=True, is_member=False), False, "archived"),
        (ChannelState(is_member=False), False, "bot_removed"),
        (ChannelState(is_there=False), False, "deleted"),
        (ChannelState(is_there=False), True, "bot_removed"),
        (ChannelState(is_private=False), True, "made_public"),
    ],
)
def test_what_stands_in_the_way_is_read_from_the_state(
    state: ChannelState, is_private: bool, trouble: str | None
) -> None:
    assert trouble_of(state, is_private=is_private) == trouble
