"""Closing says how it ended and lets nothing fall due any more; reopening takes the same one up again."""

from datetime import timedelta

import pytest

from bot.incidents import hand_off_role
from bot.incidents.advance_stage import advance
from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.incidents.reopen_incident import reopen
from models.errors import AlreadyClosed, FieldRefused, NotClosed, StaleForm, StillOpen
from models.incident import HandOff, Incident
from models.ledger import EntryKind
from models.promises import CheckIn, Review
from models.vocabulary import Outcome, Role, Severity, Stage
from tests.builders import ANA, BEN, House

_SAID = {"cause": "The load ran before its source was complete", "remedy": "Ran it again", "by_id": ANA}


async def test_a_close_keeps_what_it_was_and_says_it(house: House) -> None:
    number = await house.declare()
    await house.act(close, number, Outcome.FIXED, **_SAID)

    [incident] = await house.all_of(Incident)
    assert (incident.stage, incident.outcome, incident.cause) == (Stage.CLOSED, Outcome.FIXED, _SAID["cause"])
    assert incident.fixed_at == house.clock()
    [said] = await house.said("closed")
    assert said["outcome"] == "fixed"
    assert said["by_id"] == ANA
    for kind in ("edit_card", "set_topic", "edit_announcement"):
        assert await house.waiting(kind), kind


async def test_a_close_without_a_cause_is_refused_with_what_is_missing(house: House) -> None:
    number = await house.declare()

    with pytest.raises(StillOpen, match="what it was is missing"):
        await house.act(close, number, Outcome.FIXED, cause="  ", remedy="", by_id=ANA)

    [incident] = await house.all_of(Incident)
    assert incident.is_open


async def test_a_false_alarm_needs_no_cause_and_gets_no_review(house: House) -> None:
    number = await house.declare()
    await house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)

    assert await house.all_of(Review) == []
    assert (await house.said("closed"))[0]["review_due_at"] is None


async def test_nothing_falls_due_after_a_close(house: House) -> None:
    number = await house.declare()
    await house.act(close, number, Outcome.FIXED, **_SAID)

    [check_in] = await house.all_of(CheckIn)
    assert check_in.settled_at == house.clock()
    assert check_in.look_at is None


async def test_a_close_cancels_hand_offs_that_nobody_answered(house: House) -> None:
    number = await house.declare()
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)
    await house.act(hand_off_role.offer, number, Role.COMMANDER, to_id=BEN, by_id=ANA)
    await house.act(close, number, Outcome.FIXED, **_SAID)

    [hand_off] = await house.all_of(HandOff)
    assert hand_off.accepted is False
    assert hand_off.answered_at == house.clock()


@pytest.mark.parametrize(
    ("severity", "days"), [(Severity.SEV1, 1), (Severity.SEV2, 2), (Severity.SEV3, 7), (Severity.SEV4, 7)]
)
async def test_the_review_is_scheduled_by_severity(house: House, severity: Severity, days: int) -> None:
    number = await house.declare(severity=severity)
    await house.act(close, number, Outcome.FIXED, **_SAID)

    [review] = await house.all_of(Review)
    assert review.due_at == review.look_at == house.clock() + timedelta(days=days)


async def test_a_review_is_never_due_at_the_weekend(house: House) -> None:
    house.clock.advance(days=2)  # a Friday
    number = await house.declare(severity=Severity.SEV1)
    await house.act(close, number, Outcome.FIXED, **_SAID)

    [review] = await house.all_of(Review)
    assert review.due_at == house.clock() + timedelta(days=2, hours=23)  # Monday at nine


async def test_a_drill_is_reviewed_too(house: House) -> None:
    number = await house.declare(is_drill=True)
    await house.act(close, number, Outcome.FIXED, **_SAID)

    assert len(await house.all_of(Review)) == 1


async def test_it_cannot_be_fixed_before_it_began_nor_in_the_future(house: House) -> None:
    number = await house.declare(began_at=house.clock() - timedelta(hours=1))

    for wrong in (timedelta(hours=-2), timedelta(hours=1)):
        with pytest.raises(FieldRefused) as refused:
            await house.act(close, number, Outcome.FIXED, **_SAID, fixed_at=house.clock() + wrong)
        assert refused.value.field == "fixed_at"


async def test_a_close_over_an_older_version_is_told_to_look_again(house: House) -> None:
    number = await house.declare()
    await house.act(advance, number, None, by_id=BEN)

    with pytest.raises(StaleForm):
        await house.act(close, number, Outcome.FIXED, **_SAID, seen_version=1)


async def test_a_closed_incident_cannot_be_closed_again(house: House) -> None:
    number = await house.declare()
    await house.act(close, number, Outcome.FIXED, **_SAID)

    with pytest.raises(AlreadyClosed):
        await house.act(close, number, Outcome.FIXED, **_SAID)


async def test_reopening_returns_to_the_stage_it_was_closed_from(house: House) -> None:
    number = await house.declare()
    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
    await house.act(close, number, Outcome.FIXED, **_SAID)
    house.clock.advance(hours=3)
    await house.act(reopen, number, by_id=BEN, why="The figures are wrong again")

    [incident] = await house.all_of(Incident)
    assert (incident.id, incident.stage, incident.reopened_count) == (number, Stage.ANALYSIS, 1)
    [entry] = await house.entries(EntryKind.REOPENED)
    assert (entry.actor_id, entry.text) == (BEN, "The figures are wrong again")
    [said] = await house.said("reopened")
    assert said == {
        "what": "reopened",
        "by_id": BEN,
        "why": "The figures are wrong again",
        "stage": "analysis",
    }


async def test_reopening_promises_anew_and_drops_the_unfinished_review(house: House) -> None:
    number = await house.declare()
    await house.act(close, number, Outcome.FIXED, **_SAID)
    await house.act(reopen, number, by_id=BEN)

    [review] = await house.all_of(Review)
    assert review.dropped_at == house.clock()
    assert review.look_at is None
    assert (await house.check_in()).settled_at is None

    await house.act(close, number, Outcome.FIXED, **_SAID)
    assert [each.dropped_at is None for each in await house.all_of(Review)] == [False, True]


async def test_an_open_incident_cannot_be_reopened(house: House) -> None:
    number = await house.declare()

    with pytest.raises(NotClosed):
        await house.act(reopen, number, by_id=ANA)
