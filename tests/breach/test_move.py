"""A breach moves an incident into private, and empties whatever had been said of it elsewhere."""

import asyncio
import random
from collections.abc import Collection

import pytest

from bot.blocks.breach import HANDLED
from bot.breach.forget_messages import FORGOTTEN
from bot.impact.show_notice import may_know
from bot.incidents.show_change import redraw, say
from bot.incidents.show_incident import incident_view
from bot.outbox.discretion import take_back_late
from bot.outbox.runner import Runner
from models.breach import EmptiedMessage, LeftChannel
from models.errors import FieldRefused, LooksLikeData, NotAnIncidentChannel, NotFound, NothingToChange
from models.ledger import EntryKind
from models.notice import Notice
from models.outbox import OutboxItem, Standing
from models.tables import Base
from models.vocabulary import Role
from tests.breach.exposed import TITLE, WORD, Exposed
from tests.builders import ANA, BEN, CHEN, DIA

#: Columns that say where somebody else's message is, or one that stays as it is.
OTHERS = {
    "alerts.message_ts",  # the tool's own
    "alerts.card_ts",  # drawn without words, and drawn again should the alert leave
    "ledger_entries.message_ts",  # what was recorded; the ledger only grows
    "incidents.origin_ts",  # somebody's message
    "boards.message_ts",  # shows other alerts, too
    "boards.post_item_id",
    "suspicions.message_ts",  # emptied, and told of in the list of what was
    "suspicions.post_item_id",
    "emptied_messages.message_ts",
    "left_channels.last_item_id",
    "notices.item_id",  # what is emptied needs no item any more
    "summonses.item_id",
    "places.open_item_id",  # the new channel's
    "places.card_item_id",
    "change_cards.post_item_id",
    "runbook_runs.post_item_id",
    "thread_messages.item_id",  # these rows are made anew
    "thread_messages.message_ts",
}


async def test_nothing_of_it_stands_anywhere_but_in_the_private_channel(exposed: Exposed) -> None:
    assert len(exposed.told_of(outside={exposed.channel_id})) > 5

    await exposed.breach(ANA, BEN)
    await exposed.deliver()

    private_id = await exposed.channel()
    assert private_id != exposed.channel_id
    assert exposed.told_of(outside={private_id}) == []
    assert not any(f"INC-{exposed.number}" in each for each in exposed.posted(outside={private_id}))
    assert any(HANDLED in each for each in exposed.posted(outside={private_id}))
    files = exposed.office.sandbox.workspace.files
    assert [each.name for each in files.all.values() if each.shares and each.id not in files._deleted] == []


async def test_the_old_channel_is_archived_and_the_new_one_has_the_named_people_and_the_whole_ledger(
    exposed: Exposed,
) -> None:
    house = exposed.office.house
    before = len(await house.entries())
    await exposed.breach(ANA, BEN)
    await exposed.deliver()

    channels = exposed.office.sandbox.workspace.channels.all
    old, new = channels[exposed.channel_id], channels[await exposed.channel()]
    assert old.name.endswith(f"-{exposed.number}-moved")
    assert (old.is_archived, old.topic.value) == (True, "")
    assert new.name.endswith(f"-{exposed.number}-private")
    assert new.is_private
    assert set(new.members) - {exposed.office.desk.identity.user_id} == {ANA, BEN}

    async with house.store.reading() as session:
        view = await incident_view(session, exposed.number, house.clock())
    assert (view.title, view.is_private, view.commander_id) == (TITLE, True, BEN)
    [declared] = await house.entries(EntryKind.BREACH_DECLARED)
    assert (declared.actor_id, declared.text) == (BEN, f"{WORD} rows")
    assert len(await house.entries()) > before
    said = "\n".join(exposed.posted(outside=set(_all_but(exposed, await exposed.channel()))))
    assert "goes on here, in private" in said
    assert "security protocol" in said
    assert f"<@{BEN}>: have an admin delete what people wrote there" in said
    assert f"archives/{exposed.channel_id}" in said
    assert (await house.all_of(LeftChannel))[0].done_at is not None


async def test_a_name_that_is_taken_gets_a_number(exposed: Exposed) -> None:
    desk = exposed.office.desk
    name = f"inc-{exposed.office.house.clock():%y%m%d}-{exposed.number}-moved"
    await desk.chat.call("conversations.create", name=name)
    await exposed.breach(ANA)
    await exposed.deliver()
    old = exposed.office.sandbox.workspace.channels.all[exposed.channel_id]
    assert old.name == f"{name}-2"


async def test_whoever_does_not_come_along_holds_no_role(exposed: Exposed) -> None:
    await exposed.breach(ANA)
    async with exposed.office.house.store.reading() as session:
        view = await incident_view(session, exposed.number, exposed.office.house.clock())
    assert view.roles == ()
    vacated = await exposed.office.house.entries(EntryKind.ROLE_VACATED)
    assert {each.detail["person"] for each in vacated} >= {BEN}
    assert Role.COMMANDER in {each.detail["role"] for each in vacated}


async def test_from_the_commit_on_the_old_channel_is_no_incidents(exposed: Exposed) -> None:
    await exposed.breach(ANA, BEN)
    with pytest.raises(NotAnIncidentChannel):
        await exposed.asks(CHEN, "note x")
    with pytest.raises(NotFound):
        await exposed.presses(CHEN, "acknowledge", exposed.number, channel_id=exposed.channel_id)
    await exposed.presses(BEN, "add_to_ledger", exposed.number)  # whom it was moved with sees it at once


async def test_what_waited_for_the_old_channel_is_dropped(exposed: Exposed) -> None:
    house = exposed.office.house
    await house.act(say, exposed.number, "closed")
    await house.act(redraw, exposed.number, headline=True)
    waiting = [item.id for item in await house.all_of(OutboxItem, standing=Standing.WAITING)]
    await exposed.breach(ANA, BEN)
    left = {item.id: item.standing for item in await house.all_of(OutboxItem)}
    assert {left[each] for each in waiting if each in left} <= {Standing.SKIPPED, Standing.WAITING}
    await exposed.deliver()
    assert exposed.told_of(outside={await exposed.channel()}) == []


async def test_what_was_on_its_way_is_taken_back_when_it_arrives(exposed: Exposed) -> None:
    house = exposed.office.house
    async with house.store.unit() as uow:
        item = await say(uow, exposed.number, "closed")
        item.claimed_by, item.free_at = "another process", 1e12
    await exposed.breach(ANA, BEN)
    said = await exposed.office.desk.chat.call(
        "chat.postMessage", channel=exposed.channel_id, text=f"{WORD} closed"
    )
    async with house.store.unit() as uow:
        item = await uow.session.get_one(OutboxItem, item.id)
        item.standing, item.claimed_by = Standing.SENT, None
        assert await take_back_late(item, {"channel_id": said["channel"], "ts": said["ts"]}, uow)
    await exposed.deliver()
    assert exposed.told_of(outside={await exposed.channel()}) == []


async def test_what_nobody_remembers_is_found_in_the_channel_itself(exposed: Exposed) -> None:
    """A process was killed after it had posted, and its row was lost with an older database."""
    desk = exposed.office.desk
    parent = await desk.chat.call("chat.postMessage", channel=exposed.channel_id, text=f"{WORD} parent")
    for number in range(40):
        await desk.chat.call(
            "chat.postMessage",
            channel=exposed.channel_id,
            text=f"{WORD} {number}",
            thread_ts=parent["ts"] if number % 4 else None,
        )
    await exposed.breach(ANA, BEN)
    await exposed.deliver()
    assert exposed.told_of(outside={await exposed.channel()}) == []
    assert exposed.office.sandbox.workspace.channels.all[exposed.channel_id].is_archived


@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.soak) for seed in (1, 2))])
async def test_killed_at_any_instant_a_restart_finishes_it_once(exposed: Exposed, seed: int) -> None:
    moments = random.Random(seed)
    await exposed.breach(ANA, BEN)
    for _ in range(12):
        await _die_within(exposed, moments.uniform(0.02, 0.3))
    await exposed.deliver()

    private_id = await exposed.channel()
    assert exposed.told_of(outside={private_id}) == []
    here = list(exposed.posted(outside=set(_all_but(exposed, private_id))))
    assert sum("goes on here, in private" in each for each in here) == 1
    assert sum("All that I had posted" in each for each in here) == 1
    named = [each.name for each in exposed.office.sandbox.workspace.channels.all.values()]
    assert sum("-private" in (each or "") for each in named) == 1


async def _die_within(exposed: Exposed, seconds: float) -> None:
    """A process that stands still for ever, in the middle of whatever it does."""
    runner = Runner(exposed.office.desk, exposed.office.deliveries, alone=True)
    working = asyncio.create_task(runner.run())
    await asyncio.sleep(seconds)
    for each in (working, *runner._working.values()):
        each.cancel()
    await asyncio.gather(working, *runner._working.values(), return_exceptions=True)


async def test_nothing_fills_again_what_was_emptied(exposed: Exposed) -> None:
    house = exposed.office.house
    [notice] = await house.all_of(Notice)
    await exposed.breach(ANA, BEN)
    await exposed.deliver()
    async with house.store.unit() as uow:
        assert not await may_know(uow.session, await uow.session.get_one(Notice, notice.id))
        for kind, intent in (
            ("edit_notice", {"notice_id": notice.id}),
            ("edit_suspicion", {"suspicion_id": exposed.suspicion_id}),
            ("edit_triage_card", {"alert_id": exposed.alert_id}),
            ("edit_card", {}),
            ("edit_announcement", {}),
        ):
            await uow.announce(kind, incident=exposed.number, **intent)
    await exposed.deliver()
    assert exposed.told_of(outside={await exposed.channel()}) == []


async def test_nobody_and_the_data_itself_are_refused(exposed: Exposed) -> None:
    with pytest.raises(FieldRefused):
        await exposed.breach(why="")
    with pytest.raises(LooksLikeData):
        await exposed.breach(ANA, why="ana@customer.example paid with 4111 1111 1111 1111")
    assert await exposed.channel() == exposed.channel_id


async def test_the_channel_must_be_open_and_a_second_press_changes_nothing(exposed: Exposed) -> None:
    await exposed.breach(ANA, BEN)
    with pytest.raises(NothingToChange):
        await exposed.breach(ANA, BEN)
    with pytest.raises(NotFound):
        await exposed.breach(DIA, by_id=DIA)
    assert len(await exposed.office.house.all_of(LeftChannel)) == 1


def test_every_column_that_says_where_a_message_is_is_dealt_with() -> None:
    forgotten = {
        f"{mapped.__tablename__}.{name}" for mapped, columns in FORGOTTEN.items() for name in columns
    }
    where = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.name.endswith(("_ts", "_item_id", "file_id")) or column.name in {"ts", "item_id"}
    }
    assert where - forgotten == OTHERS
    assert EmptiedMessage.__tablename__ == "emptied_messages"


def _all_but(exposed: Exposed, channel_id: str) -> Collection[str]:
    return set(exposed.office.sandbox.workspace.channels.all) - {channel_id}
