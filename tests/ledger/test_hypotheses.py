"""What may be the cause: thought of, supported, ruled out and open again, as the ledger says."""

from typing import Any

import pytest

from bot.incidents.merge_incidents import merge
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_entry
from bot.ledger.hypotheses import read_hypotheses, supported_hypotheses
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.withdraw_entry import withdraw_entry
from models.errors import FieldRefused, NotFound, NothingToChange
from models.hypothesis import HypothesisState, Verdict
from models.ledger import EntryKind, LedgerEntry
from models.typed_entry import Bears, Evidence, EvidenceKind
from tests.builders import ANA, BEN, House

OPEN, SUPPORTED, RULED_OUT = HypothesisState


async def _think(house: House, number: int, text: str) -> int:
    entry: LedgerEntry = await house.act(add_entry, number, EntryKind.HYPOTHESIS_ADDED, text, by_id=ANA)
    return entry.id


async def _find(house: House, number: int, text: str, about: int, bears: Bears = Bears.FOR) -> LedgerEntry:
    typed = Evidence(evidence=EvidenceKind.RUN, count=412, hypothesis=about, bears=bears)
    entry: LedgerEntry = await house.act(
        add_entry, number, EntryKind.EVIDENCE_ADDED, text, by_id=BEN, typed=typed
    )
    return entry


async def _read(house: House, number: int) -> dict[str, Any]:
    async with house.store.reading() as session:
        return {each.name: each for each in await read_hypotheses(session, number)}


async def test_a_hypothesis_is_open_until_somebody_says_more(house: House) -> None:
    number = await house.declare()
    late, twice = (
        await _think(house, number, "The source was late"),
        await _think(house, number, "It ran twice"),
    )
    await _find(house, number, "The source's log ends at 06:00", late)
    await _find(house, number, "The counts differ by 2", twice, Bears.AGAINST)
    await house.act(judge_hypothesis, late, Verdict.SUPPORTED, "The log says so", by_id=BEN)
    await house.act(judge_hypothesis, twice, Verdict.RULED_OUT, "Each row is there once", by_id=ANA)

    found = await _read(house, number)
    assert [(name, each.state) for name, each in found.items()] == [("H1", SUPPORTED), ("H2", RULED_OUT)]
    assert [each.text for each in found["H1"].evidence] == ["The source's log ends at 06:00"]
    assert not found["H2"].evidence[0].speaks_for
    assert (found["H2"].last_verdict.why, found["H2"].last_verdict.by_id) == ("Each row is there once", ANA)
    async with house.store.reading() as session:
        assert [each.name for each in await supported_hypotheses(session, number)] == ["H1"]

    await house.act(judge_hypothesis, twice, Verdict.REOPENED, "It ran twice on Monday", by_id=BEN)
    assert (await _read(house, number))["H2"].state is OPEN


async def test_what_is_thought_already_is_no_news_and_a_sentence_is_asked_for(house: House) -> None:
    number = await house.declare()
    late = await _think(house, number, "The source was late")

    with pytest.raises(NothingToChange, match="open already"):
        await house.act(judge_hypothesis, late, Verdict.REOPENED, "x", by_id=ANA)
    with pytest.raises(FieldRefused):
        await house.act(judge_hypothesis, late, Verdict.SUPPORTED, " ", by_id=ANA)
    with pytest.raises(NotFound):
        await house.act(judge_hypothesis, 99, Verdict.SUPPORTED, "x", by_id=ANA)


async def test_a_verdict_that_is_withdrawn_counts_no_more_and_names_stay(house: House) -> None:
    number = await house.declare()
    first, second = await _think(house, number, "One"), await _think(house, number, "Two")
    verdict = await house.act(judge_hypothesis, second, Verdict.RULED_OUT, "No", by_id=ANA)
    await house.act(withdraw_entry, verdict.id, by_id=ANA)
    await house.act(withdraw_entry, first, by_id=ANA)

    found = await _read(house, number)
    assert [(name, each.state) for name, each in found.items()] == [("H2", OPEN)]


async def test_evidence_can_be_corrected_to_speak_against_another_one(house: House) -> None:
    number = await house.declare()
    first, second = await _think(house, number, "One"), await _think(house, number, "Two")
    evidence = await _find(house, number, "A log", first)
    instead = Evidence(evidence=EvidenceKind.QUERY, query="select 1", hypothesis=second, bears=Bears.AGAINST)
    await house.act(amend_entry, evidence.id, "A query", by_id=ANA, typed=instead)

    found = await _read(house, number)
    assert found["H1"].evidence == ()
    [shown] = found["H2"].evidence
    assert (shown.text, shown.typed, shown.speaks_for) == ("A query", instead, False)
    [kept] = await house.entries(EntryKind.EVIDENCE_ADDED)
    assert (kept.text, kept.detail["hypothesis"]) == ("A log", first)


async def test_evidence_speaks_about_a_hypothesis_of_its_own_incident_only(house: House) -> None:
    number, other = await house.declare(), await house.declare("Another one")
    theirs = await _think(house, other, "Secret thoughts")

    with pytest.raises(FieldRefused, match="not one of this incident"):
        await _find(house, number, "A log", theirs)


async def test_the_board_is_posted_once_and_redrawn_after(house: House) -> None:
    number = await house.declare()
    late = await _think(house, number, "The source was late")
    await _find(house, number, "A log", late)
    await house.act(judge_hypothesis, late, Verdict.SUPPORTED, "It says so", by_id=ANA)

    assert len(await house.waiting("post_in_thread", topic="hypotheses")) == 1
    assert len(await house.waiting("edit_in_thread", topic="hypotheses")) == 1


async def test_hypotheses_of_a_merged_incident_go_on_where_it_went(house: House) -> None:
    merged, survivor = await house.declare(), await house.declare("The same")
    theirs = await _think(house, merged, "The source was late")
    await house.act(merge, merged, survivor, by_id=ANA)
    ours = await _think(house, survivor, "A full disk")
    await _find(house, survivor, "A log", theirs)
    await house.act(judge_hypothesis, theirs, Verdict.SUPPORTED, "It says so", by_id=BEN)

    found = await _read(house, survivor)
    assert {name: each.id for name, each in found.items()} == {f"INC-{merged} H1": theirs, "H1": ours}
    assert found[f"INC-{merged} H1"].state is SUPPORTED
    assert len(found[f"INC-{merged} H1"].evidence) == 1
    assert {item.incident_id for item in await house.waiting("edit_in_thread", topic="hypotheses")} == {
        survivor
    }
