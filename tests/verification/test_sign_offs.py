"""Sign-offs: by whoever holds the role, else the asset's steward, else whoever stands in; nobody else."""

import contextlib
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.incidents.advance_stage import advance
from bot.incidents.assign_role import assign, release
from bot.incidents.close_incident import close
from bot.incidents.find_roles import role_holders
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.ledger.add_entry import add_entry
from bot.ledger.step_change import step_change
from bot.verification.record_check import record_check
from bot.verification.sign_off import refuse_sign_off, sign_off
from models.change import ChangeState, ChangeStep
from models.errors import BreakwaterError, FieldRefused, GateHolds, NotAllowed, NothingToChange
from models.incident import Incident
from models.ledger import EntryKind
from models.typed_entry import Change
from models.verification import SIGNERS, Check, SignsAs, signs_as
from models.vocabulary import Outcome, Role, Severity, Stage
from tests.builders import ANA, BEN, CHEN, DIA, House, open_house
from tests.verification.conftest import PLAYBOOK, proven, verifying, wanted

BUSINESS, TECHNICAL = Role.BUSINESS_STEWARD, Role.TECHNICAL_STEWARD
_FIXED = {"cause": "A full disk", "remedy": "Cleared it", "by_id": ANA}


async def _sign(house: House, number: int, by_id: str, **more: Any) -> dict[Role, SignsAs]:
    signed: dict[Role, SignsAs] = await house.act(sign_off, number, by_id=by_id, **{"stewards": {}, **more})
    return signed


async def _refuse(house: House, number: int, by_id: str, why: str = "Tuesday is short", **more: Any) -> None:
    await house.act(refuse_sign_off, number, why, by_id=by_id, **{"stewards": {}, **more})


async def _held(house: House, number: int, **roles: str) -> None:
    for role, person in roles.items():
        await house.act(assign, number, Role(role), person, by_id=ANA)


async def test_both_sign_and_then_nothing_is_missing(house: House) -> None:
    number = await verifying(house)
    await _held(house, number, business_steward=BEN, technical_steward=CHEN)
    assert await _sign(house, number, BEN) == {BUSINESS: SignsAs.HOLDER}
    assert (await wanted(house, number))[-1] == "the sign-off of the technical steward"
    assert await house.said("all_signed") == []

    assert await _sign(house, number, CHEN, words="the rerun is clean") == {TECHNICAL: SignsAs.HOLDER}
    assert not [each for each in await wanted(house, number) if "sign-off" in each]
    assert len(await house.said("all_signed")) == 1
    given = await house.entries(EntryKind.SIGN_OFF_GIVEN)
    assert [(each.actor_id, each.detail["role"]) for each in given] == [(BEN, BUSINESS), (CHEN, TECHNICAL)]
    assert given[1].text == "the rerun is clean"


async def test_nobody_signs_for_a_role_that_somebody_else_holds(house: House) -> None:
    number = await verifying(house)
    await _held(house, number, business_steward=BEN, technical_steward=CHEN)

    with pytest.raises(NotAllowed, match=f"<@{CHEN}>"):
        await _sign(house, number, ANA)
    with pytest.raises(NotAllowed):
        await _sign(house, number, BEN, role=TECHNICAL)
    with pytest.raises(NotAllowed):
        await _refuse(house, number, ANA)
    assert await house.entries(EntryKind.SIGN_OFF_GIVEN, EntryKind.SIGN_OFF_REFUSED) == []


async def test_one_person_who_is_both_signs_once_for_both(house: House) -> None:
    number = await verifying(house)
    await _held(house, number, business_steward=BEN, technical_steward=BEN)

    assert set(await _sign(house, number, BEN)) == set(SIGNERS)
    assert (await proven(house, number)).is_signed
    with pytest.raises(NothingToChange, match="signed off already"):
        await _sign(house, number, BEN)


async def test_where_nobody_holds_the_role_the_assets_steward_signs(house: House) -> None:
    number = await verifying(house)
    stewards = {BUSINESS: DIA}

    with pytest.raises(NotAllowed):
        await _sign(house, number, ANA, stewards=stewards, role=BUSINESS)
    assert await _sign(house, number, DIA, stewards=stewards) == {BUSINESS: SignsAs.STEWARD}
    assert await _sign(house, number, ANA, stewards=stewards) == {TECHNICAL: SignsAs.STAND_IN}
    assert (await proven(house, number)).words[TECHNICAL].signs_as is SignsAs.STAND_IN


async def test_a_refusal_is_kept_with_its_reason_and_is_missing(house: House) -> None:
    number = await verifying(house)
    await _held(house, number, business_steward=BEN, technical_steward=CHEN)
    await _sign(house, number, BEN)
    await _refuse(house, number, BEN)

    [refused] = await house.entries(EntryKind.SIGN_OFF_REFUSED)
    assert (refused.text, refused.detail["role"]) == ("Tuesday is short", BUSINESS)
    assert (await house.all_of(Incident))[0].stage is Stage.VERIFICATION
    assert BUSINESS in (await proven(house, number)).missing_roles
    with pytest.raises(FieldRefused):
        await _refuse(house, number, BEN, "  ")


async def test_a_refusal_may_take_it_back_and_all_sign_offs_lapse(house: House) -> None:
    number = await verifying(house)
    await _held(house, number, business_steward=BEN, technical_steward=CHEN)
    await _sign(house, number, CHEN)
    await _refuse(house, number, BEN, goes_back=True)

    assert (await house.all_of(Incident))[0].stage is Stage.REMEDIATION
    assert (await house.said("stage"))[-1]["why"] == "business steward did not sign off: Tuesday is short"
    stands = await proven(house, number)
    assert (stands.words, set(stands.earlier_words)) == ({}, set(SIGNERS))
    [settled] = [each for each in await house.waiting("edit_sign_offs") if each.intent["is_over"]]

    await house.act(advance, number, Stage.VERIFICATION, by_id=ANA)
    asked = [each.id for each in await house.waiting("post_sign_offs")]
    assert len(asked) == 2
    assert settled.intent["post_item_id"] == asked[0]


async def test_sign_offs_lapse_with_a_reopening_and_with_what_is_merged_in(house: House) -> None:
    number = await verifying(house, Severity.SEV3)
    await _sign(house, number, BEN)
    await house.act(close, number, Outcome.FIXED, **_FIXED)
    await house.act(reopen, number, by_id=ANA)
    assert (await proven(house, number)).words == {}

    await _sign(house, number, BEN)
    other = await house.declare("The same once more", severity=Severity.SEV3)
    await house.act(merge, other, number, by_id=ANA)
    assert (await proven(house, number)).words == {}


@pytest.mark.parametrize("stage", [Stage.TRIAGE, Stage.REMEDIATION])
async def test_nobody_signs_off_what_is_not_said_to_be_fixed(house: House, stage: Stage) -> None:
    number = await house.declare(severity=Severity.SEV1)
    if stage is not Stage.TRIAGE:
        await house.act(advance, number, stage, by_id=ANA)

    with pytest.raises(NothingToChange, match=f"is in {stage}") as refused:
        await _sign(house, number, BEN)
    assert "/incident advance verification" in refused.value.remedy
    await _refuse(house, number, BEN)
    assert (await proven(house, number)).missing_roles == SIGNERS


async def test_a_change_lapses_what_was_signed_and_seen_of_the_system_before_it(house: House) -> None:
    number = await verifying(house)
    await house.act(record_check, number, Check.STORAGE, "as before", holds=True, by_id=BEN)
    await _sign(house, number, BEN)
    house.clock.advance(minutes=10)
    planned = await _changed(house, number, ChangeState.PLANNED)
    assert (await proven(house, number)).is_signed

    await house.act(step_change, planned, ChangeStep.APPLIED, by_id=ANA)

    stands = await proven(house, number)
    assert (stands.words, stands.looks) == ({}, {})
    assert (set(stands.earlier_words), set(stands.earlier_looks)) == (set(SIGNERS), {Check.STORAGE})
    assert [each.intent["is_over"] for each in await house.waiting("edit_sign_offs")][-1]
    assert len(await house.waiting("post_sign_offs")) == 2
    await _sign(house, number, BEN)
    assert (await proven(house, number)).is_signed


async def test_a_change_that_is_told_later_lapses_only_what_was_seen_before_it(house: House) -> None:
    number = await verifying(house)
    await house.act(record_check, number, Check.STORAGE, "as before", holds=True, by_id=BEN)
    house.clock.advance(minutes=20)
    changed_at = house.clock()
    house.clock.advance(minutes=20)
    await house.act(record_check, number, Check.SERVING, "as before", holds=True, by_id=BEN)
    await _sign(house, number, BEN)

    await _changed(house, number, ChangeState.APPLIED, at=changed_at)

    stands = await proven(house, number)
    assert (stands.is_signed, set(stands.looks), set(stands.earlier_looks)) == (
        True,
        {Check.SERVING},
        {Check.STORAGE},
    )
    assert len(await house.waiting("post_sign_offs")) == 1


async def test_a_change_that_is_told_after_the_close_takes_no_signature_away(house: House) -> None:
    number = await verifying(house, Severity.SEV3)
    await _sign(house, number, BEN)
    await house.act(close, number, Outcome.FIXED, **_FIXED)
    house.clock.advance(days=1)

    await _changed(house, number, ChangeState.APPLIED)

    assert (await proven(house, number)).is_signed


async def _changed(house: House, number: int, state: ChangeState, **more: Any) -> int:
    typed = Change(state=state)
    kind = EntryKind.CHANGE_RECORDED
    entry = await house.act(add_entry, number, kind, "Loaded Tuesday anew", by_id=ANA, typed=typed, **more)
    return int(entry.id)


async def test_a_gate_that_holds_lets_nothing_close_unsigned(house: House) -> None:
    number = await verifying(house)
    for check in (Check.STORAGE, Check.SERVING):
        await house.act(record_check, number, check, "as before", holds=True, by_id=BEN)
    with pytest.raises(GateHolds, match="the sign-off of the technical steward and the business steward"):
        await house.act(close, number, Outcome.FIXED, **_FIXED)

    await _sign(house, number, BEN)
    await house.act(close, number, Outcome.FIXED, **_FIXED)
    assert (await house.all_of(Incident))[0].stage is Stage.CLOSED


_PEOPLE = st.sampled_from([ANA, BEN, CHEN])
_ROLE = st.sampled_from(SIGNERS)
_PRESS = st.one_of(
    st.tuples(st.just("sign"), _PEOPLE, st.none() | _ROLE),
    st.tuples(st.just("refuse"), _PEOPLE, st.none() | _ROLE, st.booleans()),
    st.tuples(st.just("assign"), _PEOPLE, _ROLE),
    st.tuples(st.just("release"), _ROLE),
    st.tuples(st.just("advance"), st.sampled_from([Stage.ANALYSIS, Stage.VERIFICATION])),
    st.tuples(st.just("close"), _PEOPLE),
    st.tuples(st.just("reopen"), _PEOPLE),
)


@pytest.mark.parametrize(
    "stewards",
    [{}, pytest.param({BUSINESS: CHEN}, marks=pytest.mark.soak), {BUSINESS: CHEN, TECHNICAL: CHEN}],
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(presses=st.lists(_PRESS, min_size=4, max_size=12))
async def test_no_presses_make_a_sign_off_by_somebody_who_may_not(sqlite_url, stewards, presses) -> None:
    """Nor is it closed as fixed while one is missing, whatever was pressed before."""
    async with open_house(sqlite_url, playbook=PLAYBOOK) as house:
        number = await verifying(house)
        await house.act(record_check, number, Check.STORAGE, "as before", holds=True, by_id=ANA)
        for press in presses:
            await _press_and_look(house, number, press, stewards)


async def _press_and_look(
    house: House, number: int, press: tuple[Any, ...], stewards: dict[Role, str]
) -> None:
    async with house.store.reading() as session:
        holders = await role_holders(session, number)
    before = await proven(house, number)
    count = len(await house.entries(EntryKind.SIGN_OFF_GIVEN, EntryKind.SIGN_OFF_REFUSED))
    with contextlib.suppress(BreakwaterError):
        await _press(house, number, press, stewards)
    words = await house.entries(EntryKind.SIGN_OFF_GIVEN, EntryKind.SIGN_OFF_REFUSED)
    for entry in words[count:]:
        may = signs_as(entry.actor_id or "", Role(entry.detail["role"]), holders, stewards)
        assert entry.detail["signs_as"] == may
    [incident] = [each for each in await house.all_of(Incident) if each.id == number]
    if press[0] == "close" and not incident.is_open and incident.closed_at == house.clock():
        assert not before.missing_roles or not before.asked_roles
    house.clock.advance(minutes=1)


async def _press(house: House, number: int, press: tuple[Any, ...], stewards: dict[Role, str]) -> None:
    match press:
        case ("sign", person, role):
            await _sign(house, number, person, role=role, stewards=stewards)
        case ("refuse", person, role, back):
            await _refuse(house, number, person, role=role, goes_back=back, stewards=stewards)
        case ("assign", person, role):
            await house.act(assign, number, role, person, by_id=ANA)
        case ("release", role):
            await house.act(release, number, role, by_id=ANA)
        case ("advance", stage):
            await house.act(advance, number, stage, by_id=ANA)
        case ("close", person):
            await house.act(close, number, Outcome.FIXED, **{**_FIXED, "by_id": person})
        case ("reopen", person):
            await house.act(reopen, number, by_id=person)
