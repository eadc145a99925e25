"""The light lane: asked, looked at, answered or declared; once more when nobody looks, and never twice."""

from datetime import timedelta

import pytest

from bot.incidents.declare_incident import Report
from bot.suspicions.answer import answer
from bot.suspicions.ask import LONGEST, suspect
from bot.suspicions.look_into import look_into
from bot.suspicions.promote import promote
from bot.suspicions.remind import remind_suspicions
from bot.suspicions.show_suspicion import suspicion_view
from models.errors import FieldRefused, NotFound, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.suspicion import Suspicion, SuspicionState
from tests.builders import ANA, BEN, CHEN, DIA, House

CHANNEL = "C0ALERTS01"
WORDS = "Revenue of yesterday is zero"


async def _asked(house: House, words: str = WORDS) -> int:
    row = await house.act(suspect, words, by_id=DIA, channel_id=CHANNEL)
    number: int = row.id
    return number


async def _row(house: House) -> Suspicion:
    [row] = await house.all_of(Suspicion)
    return row


async def test_a_question_opens_a_thread_and_the_asker_hears_where(house: House) -> None:
    number = await _asked(house, f"  {WORDS} ")
    row = await _row(house)
    assert (row.words, row.asked_by_id, row.state) == (WORDS, DIA, SuspicionState.ASKED)
    [posting] = await house.waiting("post_suspicion", suspicion_id=number)
    [told] = await house.waiting("tell", what="suspicion_asked", person_id=DIA)
    assert (row.post_item_id, told.after_id) == (posting.id, posting.id)


@pytest.mark.parametrize("words", ["  ", "x" * (LONGEST + 1)], ids=["nothing", "too much"])
async def test_what_cannot_be_asked_is_refused(house: House, words: str) -> None:
    with pytest.raises(FieldRefused):
        await _asked(house, words)


async def test_who_looks_stands_on_it_and_the_asker_is_told_once(house: House) -> None:
    number = await _asked(house)
    await house.act(look_into, number, by_id=BEN)
    with pytest.raises(NothingToChange, match="looking at it already"):
        await house.act(look_into, number, by_id=BEN)
    await house.act(look_into, number, by_id=CHEN)
    row = await _row(house)
    assert (row.looked_by_id, row.state) == (CHEN, SuspicionState.LOOKED_AT)
    assert len(await house.waiting("tell", what="suspicion_looked_at", person_id=DIA)) == 1


async def test_an_answer_is_said_in_the_thread_and_told_to_the_asker(house: House) -> None:
    number = await _asked(house)
    await house.act(answer, number, "The load runs late; it comes at noon.", by_id=BEN)
    assert (await _row(house)).state is SuspicionState.ANSWERED
    assert await house.waiting("reply_suspicion", what="answered")
    assert await house.waiting("tell", what="suspicion_answered", person_id=DIA)
    for again in (look_into, answer):
        more = {} if again is look_into else {"words": "No"}
        with pytest.raises(NothingToChange, match=f"<@{BEN}> has answered it already"):
            await house.act(again, number, by_id=CHEN, **more)


async def test_what_nobody_looks_at_is_asked_once_more_and_no_more(house: House) -> None:
    await _asked(house)
    house.clock.advance(minutes=29)
    assert await remind_suspicions(house.store) == 0
    house.clock.advance(minutes=2)
    assert await remind_suspicions(house.store) == 1
    assert len(await house.waiting("reply_suspicion", what="asked_again")) == 1
    house.clock.advance(days=30)
    assert await remind_suspicions(house.store) == 0


async def test_what_is_asked_at_night_waits_for_the_morning(house: House) -> None:
    house.clock.advance(hours=10)
    await _asked(house)
    opens = house.clock().replace(hour=9) + timedelta(days=1)
    assert (await _row(house)).look_at == opens + timedelta(minutes=30)


async def test_who_looks_for_a_working_day_is_asked_how_it_stands(house: House) -> None:
    number = await _asked(house)
    await house.act(look_into, number, by_id=BEN)
    house.clock.advance(minutes=40)
    assert await remind_suspicions(house.store) == 0
    house.clock.advance(days=1)
    assert await remind_suspicions(house.store) == 1
    [told] = await house.waiting("tell", what="suspicion_waits")
    assert told.intent["person_id"] == BEN


async def test_what_was_answered_in_time_reminds_nobody(house: House) -> None:
    number = await _asked(house)
    await house.act(answer, number, "All is well.", by_id=BEN)
    house.clock.advance(days=2)
    assert await remind_suspicions(house.store) == 0


async def test_promoted_it_begins_with_its_history(house: House) -> None:
    number = await _asked(house)
    asked_at = house.clock()
    house.clock.advance(minutes=12)
    incident = await house.act(promote, number, Report(title="Revenue is zero", by_id=BEN))

    [row] = await house.all_of(Incident)
    assert (row.noticed_at, row.declared_by_id, row.origin_channel_id) == (asked_at, BEN, CHANNEL)
    [note] = await house.entries(EntryKind.NOTE_ADDED)
    assert (note.actor_id, note.at, note.text) == (DIA, asked_at, WORDS)
    assert await house.waiting("carry_thread", suspicion_id=number)
    assert await house.waiting("invite_people", people=[DIA])
    assert await house.waiting("tell", what="suspicion_declared", person_id=DIA)
    assert (await _row(house)).incident_id == incident.id
    with pytest.raises(NothingToChange, match="became an incident already"):
        await house.act(promote, number, Report(title="Again", by_id=ANA))
    assert len(await house.all_of(Incident)) == 1


async def test_a_private_incident_is_not_named_where_it_was_asked(house: House) -> None:
    number = await _asked(house)
    await house.act(promote, number, Report(title="Salaries leak", by_id=BEN, is_private=True))
    async with house.store.reading() as session:
        view = await suspicion_view(session, number)
    assert view.state is SuspicionState.DECLARED
    assert (view.incident_ref, view.incident_channel_id) == (None, None)


async def test_of_what_is_not_there_nobody_can_do_anything(house: House) -> None:
    with pytest.raises(NotFound):
        await house.act(look_into, 7, by_id=BEN)
