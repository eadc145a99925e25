"""Root causes: every answer is kept as it was said, several may count, what was seen before is offered."""

from typing import Any

import pytest

from bot.blocks.causes.views import RootCauseView, SeenBefore
from bot.causes.answer_cause import answer_cause, drop_cause
from bot.causes.read_causes import cause_sentence, causes_of_incident, has_cause_family
from bot.causes.seen_before import seen_before
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from models.cause_walk import CauseFamily, CausePage, CausePart, Question, Reproduced
from models.errors import LooksLikeData, NotFound, NothingToChange, OfOlderVersion
from models.incident import Incident
from models.ledger import EntryKind
from models.root_cause import CauseAnswer, RootCause
from models.vocabulary import Outcome, Symptom
from tests.builders import ANA, BEN, CHEN, House

KINDS = (EntryKind.CAUSE_RECORDED, EntryKind.CAUSE_AMENDED, EntryKind.CAUSE_DROPPED)
LOGIC = {Question.STATEMENT: "The join doubled rows", Question.FAMILY: "logic"}


async def _answer(house: House, number: int, said: dict[Question, str], **more: Any) -> int:
    cause_id: int = await house.act(answer_cause, number, said, by_id=ANA, **more)
    return cause_id


async def _causes(house: House, number: int) -> tuple[RootCauseView, ...]:
    async with house.store.reading() as session:
        return await causes_of_incident(session, number)


async def _sentence(house: House, number: int) -> str | None:
    async with house.store.reading() as session:
        return await cause_sentence(session, number)


async def test_page_after_page_is_kept_and_goes_on_where_it_was_left(house: House) -> None:
    number = await house.declare()
    cause_id = await _answer(house, number, {Question.LINEAGE: "All above is right"}, page=CausePage.CODE)
    await _answer(house, number, {Question.CODE: ""}, cause_id=cause_id, page=CausePage.DATA)
    await _answer(
        house, number, {Question.DATA: " Two files "}, cause_id=cause_id, page=CausePage.ENVIRONMENT
    )

    [cause] = await _causes(house, number)
    assert cause.answers == {Question.LINEAGE: "All above is right", Question.DATA: "Two files"}
    assert (cause.label, cause.page, cause.pages) == ("C1", CausePage.ENVIRONMENT, 2)
    assert [(each.kind, each.text) for each in await house.entries(*KINDS)] == [
        (EntryKind.CAUSE_RECORDED, "Lineage: All above is right"),
        (EntryKind.CAUSE_AMENDED, "Data: Two files"),
    ]


async def test_an_answer_is_never_overwritten(house: House) -> None:
    number = await house.declare()
    cause_id = await _answer(house, number, LOGIC)
    await _answer(house, number, {Question.STATEMENT: "The join had no key"}, cause_id=cause_id)
    await _answer(house, number, {Question.STATEMENT: ""}, cause_id=cause_id)

    [cause] = await _causes(house, number)
    assert (cause.statement, cause.family) == (None, CauseFamily.LOGIC)
    said = [each.words for each in await house.all_of(CauseAnswer, question=Question.STATEMENT)]
    assert said == ["The join doubled rows", "The join had no key", ""]
    assert (await house.entries(*KINDS))[-1].text == "What it was: taken back"


async def test_nothing_said_of_a_new_one_begins_none(house: House) -> None:
    number = await house.declare()

    assert await _answer(house, number, {Question.LINEAGE: " ", Question.PART: "main"}) is None
    assert await house.all_of(RootCause) == []
    assert await house.entries(*KINDS) == []


async def test_several_count_and_each_is_named_dropped_or_contributing(house: House) -> None:
    number = await house.declare()
    first = await _answer(
        house, number, {Question.STATEMENT: "No check of counts.", Question.PART: "contributing"}
    )
    second = await _answer(house, number, LOGIC | {Question.NAME: "The join"})
    third = await _answer(house, number, {Question.WHY_1: "The vendor was late"})
    await house.act(drop_cause, third, "The file came in time", by_id=BEN)

    causes = await _causes(house, number)
    assert [(each.label, each.part) for each in causes] == [
        ("C1", CausePart.CONTRIBUTING),
        ("C2", CausePart.MAIN),
        ("C3", CausePart.DROPPED),
    ]
    assert causes[1].name == "The join"
    assert await _sentence(house, number) == "The join doubled rows; No check of counts"
    assert (await house.entries(EntryKind.CAUSE_DROPPED))[0].text == "The file came in time"
    with pytest.raises(NothingToChange):
        await house.act(drop_cause, third, by_id=BEN)
    await _answer(house, number, {Question.PART: "main"}, cause_id=third)
    assert (await _causes(house, number))[2].part is CausePart.MAIN
    assert first != second


async def test_the_gate_hears_of_a_kind_unless_it_was_dropped(house: House) -> None:
    number = await house.declare()

    async def known() -> bool:
        async with house.store.reading() as session:
            return await has_cause_family(session, number)

    cause_id = await _answer(house, number, {Question.STATEMENT: "x"})
    assert not await known()
    await _answer(house, number, {Question.FAMILY: "data"}, cause_id=cause_id)
    assert await known()
    await house.act(drop_cause, cause_id, by_id=BEN)
    assert not await known()


async def test_the_message_is_posted_once_and_edited_ever_after(house: House) -> None:
    number = await house.declare()
    cause_id = await _answer(house, number, LOGIC)
    await _answer(house, number, {Question.REPRODUCED: "yes"}, cause_id=cause_id)

    assert len(await house.waiting("post_in_thread", topic="root_causes")) == 1
    assert len(await house.waiting("edit_in_thread", topic="root_causes")) == 1
    assert (await _causes(house, number))[0].reproduced is Reproduced.YES


async def test_a_merge_brings_its_causes_along(house: House) -> None:
    first, second = await house.declare(), await house.declare("The same")
    await _answer(house, second, LOGIC)
    await house.act(merge, second, first, by_id=ANA)

    [cause] = await _causes(house, first)
    assert cause.label == f"INC-{second} C1"
    assert await _sentence(house, first) == "The join doubled rows"


async def test_data_is_refused_and_nothing_of_the_page_is_kept(house: House) -> None:
    number = await house.declare()
    with pytest.raises(LooksLikeData):
        await _answer(house, number, {Question.DATA: "nadia@example.com is wrong"})
    with pytest.raises(OfOlderVersion):
        await _answer(house, number, {Question.FAMILY: "magic"})
    with pytest.raises(NotFound):
        await _answer(house, number, LOGIC, cause_id=99)

    assert await house.all_of(CauseAnswer) == []


async def _closed(house: House, cause: str, *, family: str | None = None, **more: Any) -> int:
    number = await house.declare("An older one", **more)
    if family:
        await _answer(house, number, {Question.FAMILY: family})
    await house.act(close, number, Outcome.FIXED, cause=cause, remedy="ran it again", by_id=ANA)
    house.clock.advance(hours=1)
    return number


async def _seen(house: House, number: int, by_id: str, *families: CauseFamily) -> tuple[SeenBefore, ...]:
    async with house.store.reading() as session:
        incident = await session.get_one(Incident, number)
        return await seen_before(session, incident, [incident.asset], families, asked_by_id=by_id)


async def test_what_closed_incidents_turned_out_to_be_is_offered(house: House) -> None:
    same_asset = await _closed(house, "the loader ran twice", asset="orders")
    same_kind = await _closed(house, "a late file", family="data", symptom=Symptom.FRESHNESS)
    await _closed(house, "another kind", family="logic", symptom=Symptom.FRESHNESS)
    await _closed(house, "another symptom", family="data", symptom=Symptom.SCHEMA)
    await _closed(house, "practice", asset="orders", is_drill=True)
    await house.declare("Still open", asset="orders")
    number = await house.declare(asset="orders", symptom=Symptom.FRESHNESS)

    seen = await _seen(house, number, BEN, CauseFamily.DATA)
    assert [(each.ref, each.cause, each.because) for each in seen] == [
        (f"INC-{same_asset}", "the loader ran twice", "the same asset"),
        (f"INC-{same_kind}", "a late file", "the same kind, freshness"),
    ]
    assert [each.ref for each in await _seen(house, number, BEN)] == [f"INC-{same_asset}"]


async def test_what_is_private_is_seen_by_its_members_only(house: House) -> None:
    hidden = await _closed(house, "an address leaked", asset="orders", is_private=True)
    await house.opened(hidden, "C0HIDDEN01")
    await house.joined("C0HIDDEN01", CHEN)
    number = await house.declare(asset="orders")

    assert await _seen(house, number, BEN) == ()
    assert [each.ref for each in await _seen(house, number, CHEN)] == [f"INC-{hidden}"]
