"""The slow tick makes good what Slack's events did not tell, and is polite about it."""

import asyncio

from bot.channels.read_missed import MOST_THREADS
from bot.channels.reconcile import AT_ONCE, reconcile
from bot.ledger.withdraw_entry import withdraw_entry
from models.ledger import EntryKind
from models.place import Place
from models.vocabulary import Stage
from sandbox.workspace import Draft
from sandbox.workspace.messages import Edit
from tests.builders import ANA, BEN
from tests.hearing import Hearing


async def _tick(hearing: Hearing) -> None:
    await hearing.lose()
    hearing.house.clock.advance(minutes=1)
    await reconcile(hearing.desk)


async def _texts(hearing: Hearing, kind: EntryKind = EntryKind.EVIDENCE_ADDED) -> list[str]:
    return [entry.text for entry in await hearing.house.entries(kind)]


async def test_marked_messages_of_which_no_event_told_are_recorded_once(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA, BEN)
    first = hearing.slack.messages.post(BEN, channel_id, Draft(text="Row counts halved"))
    reply = hearing.slack.messages.post(BEN, channel_id, Draft(text="Here too", thread_ts=first.ts))
    for message in (first, reply):
        hearing.slack.reactions.add(ANA, channel_id, message.ts, "test_tube")
    for _ in range(3):
        await _tick(hearing)

    assert sorted(await _texts(hearing)) == ["Here too", "Row counts halved"]
    assert {entry.actor_id for entry in await hearing.house.entries(EntryKind.EVIDENCE_ADDED)} == {ANA}


async def test_many_threads_that_went_on_are_read_over_several_looks(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    for number in range(MOST_THREADS + 2):
        parent = hearing.slack.messages.post(ANA, channel_id, Draft(text=f"Thread {number}"))
        reply = hearing.slack.messages.post(
            ANA, channel_id, Draft(text=f"Reply {number}", thread_ts=parent.ts)
        )
        hearing.slack.reactions.add(ANA, channel_id, reply.ts, "test_tube")
    await _tick(hearing)
    assert len(await _texts(hearing)) == MOST_THREADS
    await _tick(hearing)
    assert len(await _texts(hearing)) == MOST_THREADS + 2


async def test_a_mark_on_a_message_that_was_read_before_is_found(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    message = hearing.slack.messages.post(ANA, channel_id, Draft(text="Row counts halved"))
    await _tick(hearing)
    hearing.slack.reactions.add(ANA, channel_id, message.ts, "test_tube")
    await _tick(hearing)

    assert await _texts(hearing) == ["Row counts halved"]


async def test_what_was_withdrawn_is_not_recorded_again(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    message = hearing.slack.messages.post(ANA, channel_id, Draft(text="Row counts halved"))
    hearing.slack.reactions.add(ANA, channel_id, message.ts, "test_tube")
    await _tick(hearing)
    [entry] = await hearing.house.entries(EntryKind.EVIDENCE_ADDED)
    await hearing.house.act(withdraw_entry, entry.id, by_id=ANA)
    await _tick(hearing)

    assert len(await _texts(hearing)) == 1


async def test_an_edit_of_which_no_event_told_amends_the_entry(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    message = hearing.slack.messages.post(ANA, channel_id, Draft(text="At six"))
    hearing.slack.reactions.add(ANA, channel_id, message.ts, "test_tube")
    await _tick(hearing)
    hearing.slack.messages.update(ANA, channel_id, message.ts, Edit(text="At seven"))
    for _ in range(2):
        await _tick(hearing)

    assert await _texts(hearing, EntryKind.ENTRY_AMENDED) == ["At seven"]


async def test_a_tick_looks_at_a_few_channels_and_goes_on_with_the_others(hearing: Hearing) -> None:
    for _ in range(AT_ONCE + 3):
        await hearing.open()
    hearing.house.clock.advance(minutes=1)
    await reconcile(hearing.desk)
    assert len(_infos(hearing)) == AT_ONCE
    await reconcile(hearing.desk)
    assert len(set(_infos(hearing))) == AT_ONCE + 3
    await reconcile(hearing.desk)
    assert len(_infos(hearing)) == AT_ONCE + 3


async def test_replicas_that_look_at_once_share_the_channels(hearing: Hearing) -> None:
    for _ in range(4):
        await hearing.open(ANA)
    await asyncio.gather(*(reconcile(hearing.desk) for _ in range(3)))

    assert len(_infos(hearing)) == 4


async def test_when_slack_asks_for_a_rest_the_tick_ends(hearing: Hearing) -> None:
    for _ in range(3):
        await hearing.open()
    hearing.office.sandbox.faults.add("conversations.info", "ratelimited", retry_after=30)
    await reconcile(hearing.desk)

    assert len(_infos(hearing)) == 1


async def test_closed_incidents_and_those_without_a_channel_are_left_alone(hearing: Hearing) -> None:
    number, _ = await hearing.open()
    await hearing.house.declare()
    async with hearing.house.store.unit() as uow:
        (await uow.incident(number)).stage = Stage.CLOSED
    await reconcile(hearing.desk)

    assert _infos(hearing) == []


async def test_one_channel_that_slack_will_not_show_does_not_hold_up_the_others(hearing: Hearing) -> None:
    await hearing.open()
    second, channel_id = await hearing.open(ANA)
    hearing.office.sandbox.faults.add("conversations.info", "error", error="missing_scope")
    hearing.slack.channels.archive(ANA, channel_id)
    await _tick(hearing)

    async with hearing.house.store.reading() as session:
        assert (await session.get_one(Place, second)).trouble == "archived"


def _infos(hearing: Hearing) -> list[str]:
    calls = hearing.office.sandbox.calls.since(0)
    return [call["args"]["channel"] for call in calls if call["method"] == "conversations.info"]
