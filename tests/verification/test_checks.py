"""Checks by layer: asked by the playbook, seen by people, filled in by alerts; a failure goes back."""

from datetime import timedelta

import pytest

from bot.blocks.views import IncidentView
from bot.incidents.advance_stage import advance
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.reopen_incident import reopen
from bot.incidents.show_incident import incident_view
from bot.verification.record_check import record_check
from models.concern import Concern
from models.errors import AlreadyClosed, FieldRefused, GateHolds, LooksLikeData
from models.incident import Incident
from models.ledger import EntryKind
from models.verification import Check
from models.vocabulary import AlertStatus, Outcome, Severity, Stage
from tests.builders import ANA, BEN, House
from tests.verification.conftest import proven, verifying, wanted

_FIXED = {"cause": "A full disk", "remedy": "Cleared it", "by_id": ANA}


async def _check(
    house: House, number: int, check: Check, *, holds: bool = True, seen: str = "as before"
) -> None:
    await house.act(record_check, number, check, seen, holds=holds, by_id=BEN)


async def _alert(house: House, number: int, name: str, *, greens: int = 0) -> None:
    """An alert of the incident that was fine so often in a row."""
    status = AlertStatus.RESOLVED if greens else AlertStatus.FIRING
    async with house.store.unit() as uow:
        row = {"fingerprint": name, "source": "dbt", "status": status, "title": name, "incident_id": number}
        uow.session.add(Concern(**row, first_at=uow.now, last_at=uow.now, green_count=greens))


async def test_what_the_playbook_asks_for_is_asked_when_verification_begins(house: House) -> None:
    number = await verifying(house)

    [posted] = await house.waiting("post_in_thread", topic="checks")
    assert posted.incident_id == number
    assert await wanted(house, number) == [
        "evidence that the data is right again",
        "checks of storage and serving",
        "the sign-off of the technical steward and the business steward",
    ]


async def test_what_was_seen_is_kept_and_settles_its_check(house: House) -> None:
    number = await verifying(house)
    await house.act(
        record_check,
        number,
        Check.STORAGE,
        "as on Tuesday",
        holds=True,
        by_id=BEN,
        evidence={"baseline": "12,040 rows", "count": 12_040, "link": "https://bi.example.com/1"},
    )

    [entry] = await house.entries(EntryKind.CHECK_HELD)
    assert (entry.text, entry.actor_id) == ("as on Tuesday", BEN)
    assert entry.detail == {
        "check": "storage",
        "baseline": "12,040 rows",
        "count": 12_040,
        "link": "https://bi.example.com/1",
    }
    assert (await wanted(house, number))[0] == "checks of serving"
    assert await house.waiting("edit_in_thread", topic="checks") or await house.waiting(
        "post_in_thread", topic="checks"
    )


async def test_a_failed_check_goes_back_to_remediation_and_says_why(house: House) -> None:
    number = await verifying(house)
    await _check(house, number, Check.SERVING)
    await _check(house, number, Check.STORAGE, holds=False, seen="3 rows are missing")

    [incident] = await house.all_of(Incident)
    assert incident.stage is Stage.REMEDIATION
    moved = (await house.entries(EntryKind.STAGE_ADVANCED))[-1]
    assert moved.text == "storage does not hold: 3 rows are missing"
    assert (await house.said("stage"))[-1]["why"] == moved.text
    stands = await proven(house, number)
    assert stands.looks == {}
    assert set(stands.earlier_looks) == {Check.SERVING, Check.STORAGE}


async def test_what_was_seen_before_going_back_has_to_be_seen_again(house: House) -> None:
    number = await verifying(house)
    for check in (Check.STORAGE, Check.SERVING):
        await _check(house, number, check)
    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
    await house.act(advance, number, Stage.VERIFICATION, by_id=ANA)

    assert "checks of storage and serving" in await wanted(house, number)
    await _check(house, number, Check.STORAGE)
    assert "checks of serving" in await wanted(house, number)


async def test_a_reopened_incident_has_proven_nothing(house: House) -> None:
    number = await verifying(house, Severity.SEV3)
    await _check(house, number, Check.STORAGE)
    await house.act(close, number, Outcome.FIXED, **_FIXED)
    await house.act(reopen, number, by_id=ANA)

    assert await wanted(house, number) == ["evidence that the data is right again"]


async def test_all_alerts_fine_so_often_in_a_row_fill_in_a_check_by_themselves(house: House) -> None:
    number = await verifying(house)
    await _alert(house, number, "a", greens=2)
    await _alert(house, number, "b", greens=1)
    assert (await proven(house, number)).alerts.fine == 1
    assert {"checks of storage and serving", "the alerts fine again, which fills in by itself"} <= set(
        await wanted(house, number)
    )

    async with house.store.unit() as uow:
        (await uow.session.get_one(Concern, "b")).green_count = 2
    stands = await proven(house, number)
    assert stands.alerts.all_fine
    assert stands.has_evidence
    assert "checks of storage and serving" in await wanted(house, number)


async def test_without_a_playbook_one_look_at_anything_is_evidence(house: House) -> None:
    number = await verifying(house, Severity.SEV3)
    assert await house.waiting("post_in_thread", topic="checks") == []
    assert await wanted(house, number) == ["evidence that the data is right again"]

    await _check(house, number, Check.ALL_DATA, seen="the dashboard agrees with the ledger")
    assert await wanted(house, number) == []
    assert len(await house.waiting("post_in_thread", topic="checks")) == 1


async def test_a_small_team_closes_without_any_proof(house: House) -> None:
    number = await house.declare(severity=Severity.SEV3)
    await house.act(close, number, Outcome.FIXED, **_FIXED)

    assert (await house.all_of(Incident))[0].stage is Stage.CLOSED


async def test_a_gate_that_holds_wants_it_also_from_triage(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)

    with pytest.raises(GateHolds) as refused:
        await house.act(close, number, Outcome.FIXED, **_FIXED)
    assert [each.verb for each in refused.value.missing] == ["verify", "verify", "signoff"]


async def test_what_is_asked_for_follows_the_severity(house: House) -> None:
    number = await verifying(house, Severity.SEV3)
    await house.act(change_severity, number, Severity.SEV1, by_id=ANA)

    assert "checks of storage and serving" in await wanted(house, number)
    assert await house.waiting("post_in_thread", topic="checks")
    assert await house.waiting("post_sign_offs")


async def test_a_check_needs_words_without_data_and_an_open_incident(house: House) -> None:
    number = await verifying(house)
    with pytest.raises(FieldRefused, match="what was seen"):
        await _check(house, number, Check.STORAGE, seen="  ")
    with pytest.raises(FieldRefused, match="fills in by itself"):
        await _check(house, number, Check.ALERTS)
    with pytest.raises(LooksLikeData):
        await _check(house, number, Check.STORAGE, seen="id,name\n1,Nadia\n2,Viktor")
    seen = {"query": "select 1 -- ana.silva@northwind.example"}
    with pytest.raises(LooksLikeData):
        await house.act(record_check, number, Check.STORAGE, "x", holds=True, by_id=BEN, evidence=seen)

    await house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)
    with pytest.raises(AlreadyClosed):
        await _check(house, number, Check.STORAGE)


async def test_a_closed_one_is_watched_for_as_long_as_its_alerts_may_reopen_it(house: House) -> None:
    number = await house.declare(severity=Severity.SEV3)
    await house.act(close, number, Outcome.FIXED, **_FIXED)
    assert (await _view(house, number)).watched_until_at is None

    await house.act(reopen, number, by_id=ANA)
    await _alert(house, number, "a", greens=2)
    await house.act(close, number, Outcome.FIXED, **_FIXED)
    assert (await _view(house, number)).watched_until_at == house.clock() + timedelta(days=1)
    await house.act(reopen, number, by_id=ANA)
    assert (await _view(house, number)).watched_until_at is None


async def _view(house: House, number: int) -> IncidentView:
    async with house.store.reading() as session:
        return await incident_view(session, number, house.clock())
