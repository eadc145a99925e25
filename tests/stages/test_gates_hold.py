"""Gates that hold refuse with what is missing; who leads may go on against them, and it is kept."""

from collections.abc import AsyncIterator

import pytest

from bot.blocks.closing.close_form import close_form
from bot.blocks.stages.advance_form import advance_form
from bot.blocks.stages.gate_notice import gate_holds
from bot.causes.answer_cause import answer_cause
from bot.incidents.advance_stage import advance
from bot.incidents.assign_role import assign
from bot.incidents.close_incident import close
from bot.incidents.merge_incidents import merge
from bot.incidents.show_incident import incident_view
from bot.ledger.add_entry import add_entry
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.step_change import step_change
from bot.playbook import parse_playbook
from bot.stages.contain import contain
from bot.stages.read_ahead import read_ahead
from bot.updates.post_update import post_update
from models.cause_walk import Question
from models.change import ChangeState, ChangeStep
from models.errors import FieldRefused, GateHolds, NotAllowed
from models.gates import Missing
from models.hypothesis import Verdict
from models.incident import Incident
from models.ledger import EntryKind
from models.typed_entry import Change
from models.vocabulary import Outcome, Role, Severity, Stage
from tests.builders import ANA, BEN, House, open_house

PLAYBOOK = parse_playbook(
    "severities: {sev1: {gates: [containment]}, sev2: {gates: [analysis, remediation]}}", "test"
)
_FIXED = {"cause": "A full disk", "remedy": "Cleared it", "by_id": ANA}


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url, playbook=PLAYBOOK) as house:
        yield house


async def _contained(house: House, severity: Severity = Severity.SEV1) -> int:
    number = await house.declare(severity=severity)
    await house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)
    return number


async def _stage(house: House) -> Stage:
    [incident] = await house.all_of(Incident)
    return incident.stage


async def test_a_stage_is_not_left_before_it_has_what_it_wants(house: House) -> None:
    number = await _contained(house)

    with pytest.raises(GateHolds, match="what keeps bad data from being read") as refused:
        await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
    assert [each.verb for each in refused.value.missing] == ["contain"]
    assert await _stage(house) is Stage.CONTAINMENT

    await house.act(contain, number, "The export is stopped", by_id=BEN)
    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
    assert await _stage(house) is Stage.ANALYSIS


async def test_saying_why_nothing_can_is_enough(house: House) -> None:
    number = await _contained(house)
    await house.act(contain, number, "It was mailed already", by_id=ANA, nothing_can=True)
    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)

    [entry] = await house.entries(EntryKind.CONTAINMENT_RECORDED)
    assert entry.detail == {"nothing_can": True}
    with pytest.raises(FieldRefused):
        await house.act(contain, number, "  ", by_id=ANA)


async def test_what_contains_an_incident_contains_the_one_that_it_was_merged_into(house: House) -> None:
    number, other = await _contained(house), await house.declare("Refunds are doubled")
    await house.act(contain, other, "The export is stopped", by_id=BEN)
    await house.act(merge, other, number, by_id=ANA)
    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
    assert (await house.all_of(Incident))[0].stage is Stage.ANALYSIS


async def test_neither_skipping_nor_an_update_nor_a_close_goes_round_it(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    with pytest.raises(GateHolds):
        await house.act(advance, number, Stage.REMEDIATION, by_id=ANA)
    with pytest.raises(GateHolds):
        await house.act(post_update, number, "On we go", by_id=ANA, stage=Stage.ANALYSIS)
    with pytest.raises(GateHolds):
        await house.act(close, number, Outcome.FIXED, **_FIXED)

    assert await _stage(house) is Stage.TRIAGE
    assert await house.entries(EntryKind.UPDATE_POSTED, EntryKind.STAGE_ADVANCED) == []


async def test_a_false_alarm_closes_from_anywhere(house: House) -> None:
    number = await _contained(house)
    await house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)

    assert await _stage(house) is Stage.CLOSED


async def test_who_leads_may_go_on_with_a_sentence_that_is_kept(house: House) -> None:
    number = await _contained(house)
    await house.act(assign, number, Role.COMMANDER, BEN, by_id=BEN)
    with pytest.raises(NotAllowed, match="Only whoever leads"):
        await house.act(advance, number, Stage.ANALYSIS, by_id=ANA, override="it is late")

    await house.act(advance, number, Stage.ANALYSIS, by_id=BEN, override="The table is not read at night")
    [kept] = await house.entries(EntryKind.GATE_OVERRIDDEN)
    assert (kept.text, kept.actor_id) == ("The table is not read at night", BEN)
    assert kept.detail["missing"] == "what keeps bad data from being read, or why nothing can"


async def test_the_channel_hears_what_was_not_waited_for(house: House) -> None:
    number = await _contained(house)
    await house.act(advance, number, Stage.ANALYSIS, by_id=BEN, override="The table is not read at night")

    [told] = await house.said("gate_overridden")
    assert told["missing"] == "what keeps bad data from being read, or why nothing can"
    assert (told["why"], told["by_id"]) == ("The table is not read at night", BEN)


async def test_a_plan_contains_nothing_and_what_was_rolled_back_does_no_more(house: House) -> None:
    number = await _contained(house)
    plan = await house.act(
        add_entry,
        number,
        EntryKind.CHANGE_RECORDED,
        "Take the view offline",
        by_id=ANA,
        typed=Change(state=ChangeState.PLANNED),
    )
    with pytest.raises(GateHolds, match="what keeps bad data from being read"):
        await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)

    await house.act(step_change, plan.id, ChangeStep.APPLIED, by_id=ANA)
    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
    await house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)
    await house.act(step_change, plan.id, ChangeStep.ROLLED_BACK, "It broke the app", by_id=ANA)
    with pytest.raises(GateHolds):
        await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)


async def test_the_forms_show_all_that_one_would_go_on_without(house: House) -> None:
    number = await house.declare(severity=Severity.SEV2)
    async with house.store.reading() as session:
        view = await incident_view(session, number, house.clock())
        ahead = await read_ahead(session, PLAYBOOK, number, view.stage, view.severity)
    holding = PLAYBOOK.holding_gates(Severity.SEV2)

    for form in (advance_form(view, holding, ahead), close_form(view, holding, ahead=ahead)):
        assert "a hypothesis that evidence supports" in str(form)
        assert "the kind of cause" in str(form)
        assert "override" in {block.get("block_id") for block in form["blocks"]}


async def test_the_close_form_shows_the_proof_that_verification_will_ask_for(house: House) -> None:
    asks = parse_playbook(
        "severities: {sev1: {gates: [verification], verify: [storage], sign_off: [business_steward]}}", "test"
    )
    number = await house.declare(severity=Severity.SEV1)
    async with house.store.reading() as session:
        ahead = await read_ahead(session, asks, number, Stage.TRIAGE, Severity.SEV1)

    assert [each.what for each in ahead] == [
        "evidence that the data is right again",
        "checks of storage",
        "the sign-off of the business steward",
    ]


async def test_going_back_is_always_possible(house: House) -> None:
    number = await _contained(house)
    await house.act(advance, number, Stage.TRIAGE, by_id=ANA)

    assert await _stage(house) is Stage.TRIAGE


async def test_analysis_wants_what_holds_and_remediation_what_was_seen(house: House) -> None:
    number = await house.declare(severity=Severity.SEV2)
    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
    with pytest.raises(GateHolds, match="a hypothesis that evidence supports"):
        await house.act(advance, number, Stage.REMEDIATION, by_id=ANA)
    guess = await house.act(add_entry, number, EntryKind.HYPOTHESIS_ADDED, "The loader died", by_id=ANA)
    await house.act(judge_hypothesis, guess.id, Verdict.SUPPORTED, "Its log says so", by_id=ANA)
    with pytest.raises(GateHolds, match="still missing: the kind of cause"):
        await house.act(advance, number, Stage.REMEDIATION, by_id=ANA)
    await house.act(answer_cause, number, {Question.FAMILY: "operations"}, by_id=ANA)
    await house.act(advance, number, Stage.REMEDIATION, by_id=ANA)

    change = await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "Restarted it", by_id=ANA)
    with pytest.raises(GateHolds, match="whether it worked: Restarted it"):
        await house.act(advance, number, Stage.VERIFICATION, by_id=ANA)
    await house.act(step_change, change.id, ChangeStep.HELD, "Rows come in again", by_id=ANA)
    await house.act(advance, number, Stage.VERIFICATION, by_id=ANA)
    assert await _stage(house) is Stage.VERIFICATION


@pytest.mark.parametrize("severity", [Severity.SEV3, Severity.SEV4])
async def test_elsewhere_gates_advise_on_card_and_form_and_refuse_nothing(house, severity) -> None:
    number = await _contained(house, severity)
    async with house.store.reading() as session:
        view = await incident_view(session, number, house.clock())
    assert [each.verb for each in view.wanted] == ["contain"]
    blocks = advance_form(view, PLAYBOOK.holding_gates(severity))["blocks"]
    assert "override" not in {block.get("block_id") for block in blocks}
    assert "what keeps bad data" in str(blocks)

    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA)
    assert await _stage(house) is Stage.ANALYSIS


async def test_whoever_skips_a_stage_whose_gate_holds_can_say_why_in_the_form(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1)
    async with house.store.reading() as session:
        view = await incident_view(session, number, house.clock())
    form = advance_form(view, PLAYBOOK.holding_gates(Severity.SEV1))

    assert "override" in {block.get("block_id") for block in form["blocks"]}
    assert "Still missing" not in str(form)


def test_a_refused_close_leads_to_the_form_of_closing_and_to_no_sign_off_before_its_time() -> None:
    early = GateHolds(12, [_wants(Stage.CONTAINMENT, "contain"), _wants(Stage.VERIFICATION, "signoff")])
    late = GateHolds(12, [_wants(Stage.VERIFICATION, "verify"), _wants(Stage.VERIFICATION, "signoff")])
    on_the_way = GateHolds(12, [_wants(Stage.CONTAINMENT, "contain"), _wants(Stage.ANALYSIS, "cause")])

    assert _buttons(early) == ["contain", "close"]
    assert _buttons(late) == ["verify", "signoff", "close"]
    assert _buttons(on_the_way) == ["contain", "cause", "advance"]
    assert "does not leave containment and analysis yet" in str(on_the_way)


def _wants(stage: Stage, verb: str) -> Missing:
    return Missing(stage, "proof", verb, "Settle it")


def _buttons(error: GateHolds) -> list[str]:
    [*_, actions] = gate_holds(error).as_payload()["blocks"]
    return [each["action_id"] for each in actions["elements"]]
