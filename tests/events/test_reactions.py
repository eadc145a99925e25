"""A reaction in an incident's channel records the message; taking it off withdraws it."""

from datetime import UTC, datetime

from bot.ledger.read_ledger import read_ledger
from models.ledger import EntryKind, LedgerEntry
from sandbox.workspace import Draft
from sandbox.workspace.messages import Edit
from tests.builders import ANA, BEN
from tests.hearing import GWEN, Hearing


async def _entries(hearing: Hearing, kind: EntryKind = EntryKind.HYPOTHESIS_ADDED) -> list[LedgerEntry]:
    return await hearing.house.entries(kind)


def _say(hearing: Hearing, channel_id: str, text: str, by_id: str = BEN, thread_ts: str | None = None) -> str:
    message = hearing.slack.messages.post(by_id, channel_id, Draft(text=text, thread_ts=thread_ts))
    return str(message.ts)


async def test_a_reaction_records_the_message_with_its_own_time_author_and_link(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, BEN)
    ts = _say(hearing, channel_id, "The loader ran twice &amp; <@U0ANA00001> saw it")
    await hearing.desk.directory.read_people()
    hearing.slack.reactions.add(ANA, channel_id, ts, "bulb")
    await hearing.hear()

    [entry] = await _entries(hearing)
    assert entry.incident_id == number
    assert entry.text == "The loader ran twice & @Ana Silva saw it"
    assert (entry.actor_id, entry.detail) == (ANA, {"author": BEN})
    assert entry.at == datetime.fromtimestamp(float(ts), UTC)
    assert entry.permalink is not None
    assert channel_id in entry.permalink
    assert (await hearing.row(hearing.rows[-1])).done_at is not None


async def test_a_reply_in_a_thread_is_recorded_too(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA, BEN)
    parent = _say(hearing, channel_id, "What do we know?")
    reply = _say(hearing, channel_id, "It began at six", thread_ts=parent)
    hearing.slack.reactions.add(ANA, channel_id, reply, "bulb")
    await hearing.hear()

    [entry] = await _entries(hearing)
    assert entry.text == "It began at six"


async def test_guests_may_note_by_a_reaction(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA, GWEN)
    ts = _say(hearing, channel_id, "Look here", by_id=ANA)
    hearing.slack.reactions.add(GWEN, channel_id, ts, "pushpin")
    await hearing.hear()

    [entry] = await _entries(hearing, EntryKind.NOTE_ADDED)
    assert entry.actor_id == GWEN


async def test_the_entry_stands_while_somebody_elses_mark_is_left(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, BEN)
    ts = _say(hearing, channel_id, "A late source?")
    for person in (ANA, BEN):
        hearing.slack.reactions.add(person, channel_id, ts, "bulb")
    hearing.slack.reactions.remove(ANA, channel_id, ts, "bulb")
    await hearing.hear()
    assert len(await _entries(hearing)) == 1
    assert await _entries(hearing, EntryKind.ENTRY_WITHDRAWN) == []

    hearing.slack.reactions.remove(BEN, channel_id, ts, "bulb")
    await hearing.hear()
    [withdrawn] = await _entries(hearing, EntryKind.ENTRY_WITHDRAWN)
    assert withdrawn.actor_id == BEN
    async with hearing.house.store.reading() as session:
        [view] = [each for each in await read_ledger(session, number) if each.kind == "hypothesis.added"]
    assert view.withdrawn


async def test_a_mark_taken_off_before_we_came_to_it_records_nothing(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    ts = _say(hearing, channel_id, "Never mind", by_id=ANA)
    hearing.slack.reactions.add(ANA, channel_id, ts, "bulb")
    hearing.slack.reactions.remove(ANA, channel_id, ts, "bulb")
    await hearing.hear()

    assert await _entries(hearing) == []


async def test_events_that_come_twice_record_once(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    ts = _say(hearing, channel_id, "Once", by_id=ANA)
    hearing.slack.reactions.add(ANA, channel_id, ts, "bulb")
    await hearing.hear(times=2)

    assert len(await _entries(hearing)) == 1


async def test_reactions_elsewhere_and_of_other_kinds_mean_nothing(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    ts = _say(hearing, channel_id, "Fine", by_id=ANA)
    hearing.slack.reactions.add(ANA, channel_id, ts, "tada")
    hearing.slack.membership.join(hearing.bot_id, "C0GENERAL1")
    elsewhere = _say(hearing, "C0GENERAL1", "Lunch?", by_id=ANA)
    hearing.slack.reactions.add(ANA, "C0GENERAL1", elsewhere, "bulb")
    await hearing.hear()

    assert await _entries(hearing) == []


async def test_an_edited_message_amends_its_entry_and_a_deleted_one_says_so(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    ts = _say(hearing, channel_id, "It began at six", by_id=ANA)
    hearing.slack.reactions.add(ANA, channel_id, ts, "bulb")
    await hearing.hear()
    hearing.slack.messages.update(ANA, channel_id, ts, Edit(text="It began at seven"))
    await hearing.hear()
    hearing.slack.messages.delete(ANA, channel_id, ts)
    await hearing.hear()

    async with hearing.house.store.reading() as session:
        [view] = [each for each in await read_ledger(session, number) if each.kind == "hypothesis.added"]
    assert view.text == "It began at seven (the message was deleted)"
    assert view.version == 2
