"""The draft comes when it is due, is written from the record, and is asked for until it is published."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.desk import Desk
from bot.incidents.assign_role import assign, release
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.reopen_incident import reopen
from bot.ledger.add_entry import add_entry
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.step_change import step_change
from bot.prose import Prose
from bot.review.draft_due import draft_due
from bot.review.gather import gather
from bot.review.publish_review import publish
from bot.slack.identity import Identity
from bot.updates.post_update import post_update
from models.alert import Alert
from models.change import ChangeStep
from models.errors import NotFound, NothingToChange
from models.hypothesis import Verdict
from models.ledger import EntryKind
from models.promises import Review
from models.vocabulary import AlertStatus, DecisionKind, Outcome, Role, Severity, Stage
from tests.builders import ANA, BEN, CHEN, House, MovedClock, open_house

_CAUSE = "The load ran before its source was complete"


def desk_of(house: House) -> Desk:
    """A desk whose Slack is never asked."""
    nobody: Any = None
    return Desk(
        store=house.store,
        chat=nobody,
        directory=nobody,
        playbook=house.store.playbook,
        prose=Prose(),
        clock=house.clock,
        identity=Identity(),
    )


async def _closed(house: House, **more: Any) -> int:
    number = await house.declare(severity=Severity.SEV1, **more)
    await house.act(close, number, Outcome.FIXED, cause=_CAUSE, remedy="Ran it again", by_id=ANA)
    return number


async def test_the_draft_comes_when_it_is_due_and_once(house: House) -> None:
    number = await _closed(house)
    assert await draft_due(desk_of(house)) == 0

    house.clock.advance(days=1)
    assert [await draft_due(desk_of(house)) for _ in range(2)] == [1, 0]

    review = await house.review()
    assert review.drafted_at == house.clock()
    assert _CAUSE in review.draft
    file, message = await house.waiting("post_review_file"), await house.waiting("post_review")
    assert [each.lane for each in (*file, *message)] == [f"incident:{number}"] * 2
    assert file[0].id < message[0].id
    assert len(await house.entries(EntryKind.REVIEW_DRAFTED)) == 1


async def test_an_unpublished_draft_is_asked_for_again_and_again(house: House) -> None:
    await _closed(house)
    house.clock.advance(days=1)  # Thursday
    await draft_due(desk_of(house))
    assert (await house.review()).look_at == house.clock() + timedelta(days=4)  # two working days

    for _ in range(2):
        house.clock.advance(days=4)
        await draft_due(desk_of(house))
    assert (await house.review()).chased_count == 2
    assert len(await house.waiting("chase_review")) == 2


async def test_publishing_ends_the_asking(house: House) -> None:
    await _closed(house)
    house.clock.advance(days=1)
    await draft_due(desk_of(house))
    review = await house.review()
    await house.act(publish, review.id, by_id=BEN)
    house.clock.advance(days=30)

    assert await draft_due(desk_of(house)) == 0
    review = await house.review()
    assert review.published_by_id == BEN
    [entry] = await house.entries(EntryKind.REVIEW_PUBLISHED)
    assert entry.actor_id == BEN


async def test_publishing_says_why_it_cannot_be(house: House) -> None:
    number = await _closed(house)
    review = await house.review()
    with pytest.raises(NotFound):
        await house.act(publish, 999, by_id=BEN)
    with pytest.raises(NothingToChange, match="not written yet"):
        await house.act(publish, review.id, by_id=BEN)

    house.clock.advance(days=1)
    await draft_due(desk_of(house))
    await house.act(publish, review.id, by_id=BEN)
    with pytest.raises(NothingToChange, match="already"):
        await house.act(publish, review.id, by_id=ANA)

    await house.act(reopen, number, by_id=ANA)
    assert (await house.review()).dropped_at is None  # what is published stays so


async def test_a_dropped_draft_is_neither_written_nor_published(house: House) -> None:
    number = await _closed(house)
    await house.act(reopen, number, by_id=ANA)
    house.clock.advance(days=9)

    assert await draft_due(desk_of(house)) == 0
    with pytest.raises(NothingToChange, match="reopened"):
        await house.act(publish, (await house.review()).id, by_id=BEN)


async def test_a_drill_says_so_in_its_draft(house: House) -> None:
    await _closed(house, is_drill=True)
    house.clock.advance(days=1)
    await draft_due(desk_of(house))

    assert "DRILL" in (await house.review()).draft.splitlines()[0]


async def test_the_draft_says_what_is_missing_and_whom_to_ask(house: House) -> None:
    await house.heard_of(CHEN, "Chen Wei")
    number = await house.declare(severity=Severity.SEV1)
    await house.act(assign, number, Role.BUSINESS_STEWARD, CHEN, by_id=ANA)
    await house.act(close, number, Outcome.FIXED, cause=_CAUSE, remedy="", by_id=ANA)
    house.clock.advance(days=1)
    await draft_due(desk_of(house))

    draft = (await house.review()).draft
    assert "Missing. Ask Chen Wei: who used the wrong or late data" in draft


async def test_the_record_fills_impact_follow_ups_and_questions(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1, asset="finance.orders")
    for kind, text in (
        (EntryKind.NOTE_ADDED, "Impact: the board deck had Monday's figures"),
        (EntryKind.FOLLOW_UP_ADDED, "Add a freshness test"),
        (EntryKind.HYPOTHESIS_ADDED, "A late source"),
        (EntryKind.CHANGE_RECORDED, "Paused the export"),
    ):
        await house.act(add_entry, number, kind, text, by_id=BEN)
    await _alerted(house, number, "finance.orders", "finance.refunds")
    facts = await _gathered(house, number)

    assert facts.impact == ("the board deck had Monday's figures",)
    assert facts.follow_ups == ("Add a freshness test",)
    assert facts.questions == (
        "Was it so, or was it ruled out: “A late source”",
        "Does this stay, or is it to be taken back: “Paused the export”",
        "Alerts also named finance.refunds: were those who read them told?",
    )


async def test_what_was_ruled_out_and_what_held_stand_in_the_draft_and_are_asked_no_more(
    house: House,
) -> None:
    number = await house.declare(severity=Severity.SEV1)
    late = await house.act(add_entry, number, EntryKind.HYPOTHESIS_ADDED, "A late source", by_id=BEN)
    twice = await house.act(add_entry, number, EntryKind.HYPOTHESIS_ADDED, "It ran twice", by_id=BEN)
    paused = await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "Paused the export", by_id=BEN)
    await house.act(judge_hypothesis, late.id, Verdict.RULED_OUT, "Its file came at six", by_id=ANA)
    await house.act(judge_hypothesis, twice.id, Verdict.SUPPORTED, "Each row is there twice", by_id=ANA)
    await house.act(step_change, paused.id, ChangeStep.HELD, "No new rows", by_id=ANA)
    await house.act(close, number, Outcome.FIXED, cause=_CAUSE, remedy="", by_id=ANA)
    house.clock.advance(days=1)
    await draft_due(desk_of(house))

    draft = (await house.review()).draft
    assert "- It ran twice: Each row is there twice" in draft
    assert "- A late source: Its file came at six" in draft
    assert "- Paused the export: holds: No new rows" in draft
    assert "Was it so" not in draft
    assert "Does this stay" not in draft


async def test_a_machine_that_spoke_first_noticed_it(house: House) -> None:
    number = await house.declare(by_id=None)
    await _alerted(house, number, "finance.orders")
    facts = await _gathered(house, number)

    assert (facts.noticed_by, facts.noticed_by_id) == ("dbt", None)
    assert facts.incident.noticed_at == house.clock()
    assert facts.incident.began_at == house.clock() - timedelta(minutes=9)


async def test_a_person_who_spoke_before_the_machine_noticed_it(house: House) -> None:
    number = await house.declare(by_id=BEN, noticed_at=house.clock() - timedelta(minutes=5))
    await _alerted(house, number, "finance.orders")
    facts = await _gathered(house, number)

    assert (facts.noticed_by, facts.noticed_by_id) == (None, BEN)


async def test_what_helped_and_what_hindered_is_read_from_the_work(house: House) -> None:
    number = await house.declare(severity=Severity.SEV3)
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    await house.act(post_update, number, "We look.", by_id=ANA, stage=Stage.VERIFICATION)
    await house.act(post_update, number, "It did not hold.", by_id=ANA, stage=Stage.ANALYSIS)
    await house.act(release, number, Role.COMMANDER, by_id=ANA)
    house.clock.advance(minutes=45)
    await house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)
    await house.act(change_severity, number, Severity.SEV1, by_id=BEN)
    facts = await _gathered(house, number)

    assert "All 2 updates came in time." in facts.helped
    assert "Nobody led for 45 min in between." in facts.hindered
    assert any(each.startswith("It went back from verification to analysis") for each in facts.hindered)
    assert any(
        each.startswith("The severity was raised to SEV1 only after 45 min") for each in facts.hindered
    )


async def test_two_replicas_write_one_draft(postgres_url: str) -> None:
    async with open_house(postgres_url, clock=MovedClock()) as house:
        for _ in range(6):
            await _closed(house)
        house.clock.advance(days=1)

        looked = await asyncio.gather(*(draft_due(desk_of(house), room=4) for _ in range(3)))
        while more := await draft_due(desk_of(house)):
            looked.append(more)

        assert sum(looked) == 6
        assert len(await house.waiting("post_review")) == 6
        assert all(each.drafted_at for each in await house.all_of(Review))


async def _gathered(house: House, number: int) -> Any:
    async with house.store.reading() as session:
        return await gather(session, number, house.clock(), house.store.playbook)


async def _alerted(house: House, number: int, *assets: str) -> None:
    async with house.store.unit() as uow:
        for asset in assets:
            alert = Alert(
                source="dbt",
                status=AlertStatus.FIRING,
                title=f"{asset} is stale",
                asset=asset,
                fingerprint=f"v1:{asset}",
                started_at=uow.now - timedelta(minutes=9),
                received_at=uow.now,
                decision=DecisionKind.ATTACH,
                reason="the same asset",
                incident_id=number,
            )
            uow.session.add(alert)
