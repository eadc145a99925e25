"""An update keeps the promise that was given, and gives the next one."""

from datetime import timedelta

import pytest

from bot.incidents.close_incident import close
from bot.updates.post_update import post_update
from models.durations import parse_span
from models.errors import AlreadyClosed, FieldRefused, StageNotReachable
from models.incident import Incident
from models.ledger import EntryKind
from models.promises import CheckIn
from models.vocabulary import Outcome, Severity, Stage
from tests.builders import ANA, BEN, House


async def test_an_update_is_recorded_said_and_shown(house: House) -> None:
    number = await house.declare()
    await house.act(post_update, number, " The load is being rerun. ", by_id=BEN)

    [entry] = await house.entries(EntryKind.UPDATE_POSTED)
    assert (entry.actor_id, entry.text) == (BEN, "The load is being rerun.")
    [said] = await house.said("update")
    assert said == {
        "what": "update",
        "text": "The load is being rerun.",
        "by_id": BEN,
        "moved_from": None,
    }
    assert await house.waiting("edit_announcement")


async def test_the_next_update_is_promised_as_the_severity_asks(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    house.clock.advance(minutes=20)
    await house.act(post_update, number, "Contained.", by_id=BEN)

    kept, promised = await house.all_of(CheckIn)
    assert kept.settled_at == house.clock()
    assert promised.due_at == house.clock() + timedelta(minutes=30)
    assert promised.look_at == house.clock() + timedelta(minutes=25)


async def test_whoever_posts_may_promise_another_time_or_none(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    await house.act(post_update, number, "Rerun takes a while.", by_id=BEN, next_due=parse_span("2h"))
    assert (await house.check_in()).due_at == house.clock() + timedelta(hours=2)

    await house.act(post_update, number, "All is said.", by_id=BEN, next_due=None)
    assert [each.settled_at is None for each in await house.all_of(CheckIn)] == [False, False]


async def test_an_update_may_move_the_stage(house: House) -> None:
    number = await house.declare()
    await house.act(post_update, number, "We know the cause.", by_id=BEN, stage=Stage.REMEDIATION)

    [incident] = await house.all_of(Incident)
    assert incident.stage is Stage.REMEDIATION
    [moved] = await house.entries(EntryKind.STAGE_ADVANCED)
    assert moved.detail == {"before": "triage", "after": "remediation"}
    assert (await house.said("update"))[0]["moved_from"] == "triage"


async def test_an_update_does_not_close(house: House) -> None:
    number = await house.declare()

    with pytest.raises(StageNotReachable) as refused:
        await house.act(post_update, number, "Done.", by_id=BEN, stage=Stage.CLOSED)
    assert Stage.CLOSED not in refused.value.reachable
    assert await house.entries(EntryKind.UPDATE_POSTED) == []


@pytest.mark.parametrize("message", ["", " \n ", "x" * 2_801])
async def test_an_empty_or_endless_update_is_refused_at_its_field(house: House, message: str) -> None:
    number = await house.declare()

    with pytest.raises(FieldRefused) as refused:
        await house.act(post_update, number, message, by_id=BEN)
    assert refused.value.field == "message"


async def test_a_closed_incident_takes_no_updates(house: House) -> None:
    number = await house.declare()
    await house.act(close, number, Outcome.FIXED, cause="A late source", remedy="", by_id=ANA)

    with pytest.raises(AlreadyClosed):
        await house.act(post_update, number, "One more thing.", by_id=BEN)
