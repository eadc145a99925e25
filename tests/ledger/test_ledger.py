"""The ledger only ever grows: what is edited or withdrawn is a new entry, and reads as it stands."""

from datetime import timedelta

import pytest

from bot.channels.move_channel import move_channel
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_message, note_deleted
from bot.ledger.read_ledger import export_timeline, read_latest, read_ledger, show_timeline
from bot.ledger.send_timeline import send_timeline
from bot.ledger.withdraw_entry import withdraw_entry, withdraw_message
from bot.prose import Prose
from models.errors import FieldRefused, NotFound, NothingToChange
from models.ledger import EntryKind, LedgerEntry
from tests.builders import ANA, BEN, CHEN, House

NOTE, HYPOTHESIS = EntryKind.NOTE_ADDED, EntryKind.HYPOTHESIS_ADDED
MESSAGE = ("C0OPENED01", "5.000100", "https://northwind.slack.com/archives/C0OPENED01/p5000100")


async def _written(house: House, number: int) -> list[tuple[str, str, bool, int]]:
    async with house.store.reading() as session:
        entries = await read_ledger(session, number)
    kinds = {NOTE, HYPOTHESIS}
    return [(each.kind, each.text, each.withdrawn, each.version) for each in entries if each.kind in kinds]


async def test_a_note_bears_who_wrote_it_and_when_it_happened(house: House) -> None:
    number = await house.declare()
    happened_at = house.clock() - timedelta(hours=1)
    await house.act(add_entry, number, NOTE, " The source was empty. ", by_id=BEN, at=happened_at)

    [entry] = await house.entries(NOTE)
    assert (entry.actor_id, entry.text, entry.at) == (BEN, "The source was empty.", happened_at)
    assert entry.recorded_at == house.clock()


async def test_an_empty_note_and_one_from_the_future_are_refused(house: House) -> None:
    number = await house.declare()

    with pytest.raises(FieldRefused) as refused:
        await house.act(add_entry, number, NOTE, "  ", by_id=BEN)
    assert refused.value.field == "text"
    with pytest.raises(FieldRefused) as refused:
        await house.act(add_entry, number, NOTE, "x", by_id=BEN, at=house.clock() + timedelta(hours=1))
    assert refused.value.field == "at"


async def test_a_message_marked_by_two_people_is_recorded_once(house: House) -> None:
    number = await house.declare()
    said_at = house.clock() - timedelta(minutes=3)
    await house.act(add_entry, number, NOTE, "Look", by_id=BEN, at=said_at, message=MESSAGE, author_id=CHEN)
    again = await house.act(add_entry, number, NOTE, "Look", by_id=ANA, at=said_at, message=MESSAGE)

    assert again is None
    [entry] = await house.entries(NOTE)
    assert (entry.at, entry.permalink, entry.detail) == (said_at, MESSAGE[2], {"author": CHEN})


async def test_a_message_may_be_recorded_as_two_kinds(house: House) -> None:
    number = await house.declare()
    for kind in (NOTE, HYPOTHESIS):
        await house.act(add_entry, number, kind, "The source", by_id=BEN, message=MESSAGE)

    assert len(await house.entries(NOTE, HYPOTHESIS)) == 2


async def test_a_withdrawn_message_may_be_recorded_again(house: House) -> None:
    number = await house.declare()
    await house.act(add_entry, number, NOTE, "The source", by_id=BEN, message=MESSAGE)
    for _ in range(2):  # told twice
        await house.act(withdraw_message, *MESSAGE[:2], NOTE, by_id=BEN)
    assert await _written(house, number) == [(NOTE, "The source", True, 1)]
    assert len(await house.entries(EntryKind.ENTRY_WITHDRAWN)) == 1

    await house.act(add_entry, number, NOTE, "The source", by_id=ANA, message=MESSAGE)
    assert await _written(house, number) == [(NOTE, "The source", True, 1), (NOTE, "The source", False, 1)]


async def test_removing_one_reaction_leaves_what_another_recorded(house: House) -> None:
    number = await house.declare()
    for kind in (NOTE, HYPOTHESIS):
        await house.act(add_entry, number, kind, "The source", by_id=BEN, message=MESSAGE)
    await house.act(withdraw_message, *MESSAGE[:2], HYPOTHESIS, by_id=BEN)

    assert await _written(house, number) == [
        (NOTE, "The source", False, 1),
        (HYPOTHESIS, "The source", True, 1),
    ]


async def test_an_edited_message_is_a_new_version(house: House) -> None:
    number = await house.declare()
    await house.act(add_entry, number, NOTE, "The sorce", by_id=BEN, message=MESSAGE)
    for text in ("The source", "The source", "The source was empty"):
        await house.act(amend_message, *MESSAGE[:2], text, by_id=BEN)

    assert await _written(house, number) == [(NOTE, "The source was empty", False, 3)]
    assert [each.text for each in await house.entries(NOTE)] == ["The sorce"]


async def test_a_deleted_message_stays_in_the_record_and_says_so(house: House) -> None:
    number = await house.declare()
    await house.act(add_entry, number, NOTE, "The source", by_id=BEN, message=MESSAGE)
    for _ in range(2):
        await house.act(note_deleted, *MESSAGE[:2], by_id=None)

    assert await _written(house, number) == [(NOTE, "The source (the message was deleted)", False, 1)]
    assert len(await house.entries(EntryKind.ENTRY_AMENDED)) == 1


async def test_messages_that_nobody_recorded_change_nothing(house: House) -> None:
    await house.declare()
    before = len(await house.all_of(LedgerEntry))

    assert await house.act(amend_message, *MESSAGE[:2], "Lunch?", by_id=BEN) == []
    assert await house.act(note_deleted, *MESSAGE[:2], by_id=BEN) == []
    assert await house.act(withdraw_message, *MESSAGE[:2], NOTE, by_id=BEN) == []
    assert len(await house.all_of(LedgerEntry)) == before


async def test_an_entry_is_withdrawn_once(house: House) -> None:
    number = await house.declare()
    entry = await house.act(add_entry, number, NOTE, "Wrong channel", by_id=BEN)
    await house.act(withdraw_entry, entry.id, by_id=ANA)

    assert await _written(house, number) == [(NOTE, "Wrong channel", True, 1)]
    with pytest.raises(NothingToChange):
        await house.act(withdraw_entry, entry.id, by_id=ANA)
    with pytest.raises(NotFound):
        await house.act(withdraw_entry, 999, by_id=ANA)


async def test_what_happened_by_itself_cannot_be_withdrawn(house: House) -> None:
    number = await house.declare()
    [declared] = await house.entries(EntryKind.DECLARED)
    with pytest.raises(NothingToChange, match="happened by itself"):
        await house.act(withdraw_entry, declared.id, by_id=ANA)
    assert [each.kind for each in await house.all_of(LedgerEntry, incident_id=number)] == [declared.kind]


async def test_a_backdated_note_stands_where_it_belongs(house: House) -> None:
    number = await house.declare()
    house.clock.advance(hours=2)
    await house.act(add_entry, number, NOTE, "second", by_id=BEN, at=house.clock() - timedelta(minutes=10))
    await house.act(add_entry, number, NOTE, "first", by_id=BEN, at=house.clock() - timedelta(minutes=50))

    assert [text for _, text, _, _ in await _written(house, number)] == ["first", "second"]


async def test_the_latest_entries_come_oldest_first_with_the_count_of_all(house: House) -> None:
    number = await house.declare()
    for count in range(6):
        house.clock.advance(minutes=1)
        await house.act(add_entry, number, NOTE, f"note {count}", by_id=BEN)

    async with house.store.reading() as session:
        entries, total = await read_latest(session, number, 3)
        shown = await show_timeline(session, number, house.clock())
    assert [each.text for each in entries] == ["note 3", "note 4", "note 5"]
    assert total == 7
    assert "note 5" in shown.text


async def test_the_file_names_people_and_shows_the_newest_version(house: House) -> None:
    number = await house.declare("Orders are late")
    await house.heard_of(BEN, "Ben Okafor")
    await house.act(add_entry, number, NOTE, "The sorce", by_id=BEN, message=MESSAGE)
    await house.act(amend_message, *MESSAGE[:2], "The source", by_id=BEN)

    async with house.store.reading() as session:
        text = await export_timeline(session, number, house.clock(), Prose())
    assert "Orders are late" in text
    assert "Ben Okafor noted: The source (corrected)" in text
    assert "The sorce" not in text


async def test_the_file_is_sent_into_the_incidents_channel(house: House) -> None:
    number = await house.declare()
    await house.act(send_timeline, number, by_id=BEN)

    [item] = await house.waiting("post_timeline")
    assert (item.incident_id, item.lane) == (number, f"incident:{number}")


async def test_an_entry_is_found_by_its_message_also_when_the_channel_got_other_ids(house: House) -> None:
    number = await house.declare()
    await house.opened(number, MESSAGE[0])
    await house.act(add_entry, number, NOTE, "It began at six", by_id=ANA, message=MESSAGE)
    await house.act(move_channel, MESSAGE[0], "C0MOVED001")
    await house.act(move_channel, "C0MOVED001", "C0MOVED002")
    await house.act(amend_message, "C0MOVED002", MESSAGE[1], "It began at seven", by_id=ANA)

    assert await _written(house, number) == [(NOTE, "It began at seven", False, 2)]
    [entry] = await house.entries(NOTE)
    assert entry.message_channel_id == MESSAGE[0]
