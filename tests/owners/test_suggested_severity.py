"""What an incident means for the business: read from its asset, answered, taken or overruled."""

import pytest

from bot.blocks.incidents.card import card
from bot.incidents.answer_impact import answer_impact
from bot.incidents.change_severity import change_severity
from bot.incidents.edit_incident import edit
from bot.incidents.show_incident import incident_view
from models.errors import FieldRefused, NothingToChange
from models.impact_severity import Suggested
from models.ledger import EntryKind
from models.vocabulary import Severity, Symptom
from tests.builders import ANA, BEN
from tests.owners.conftest import Owning

BOARD = "board pack at 12:00 (Europe/Lisbon) needs it"


async def view_of(owning, number):
    async with owning.house.store.reading() as session:
        return await incident_view(session, number, owning.house.clock())


async def board_incident(owning: Owning, **more) -> int:
    """Orders are late two hours before the board pack reads them (10:00 UTC is 10:00 in Lisbon)."""
    number = await owning.house.declare(asset="finance.orders", symptom=Symptom.FRESHNESS, **more)
    await owning.look()
    return number


async def test_what_reads_it_suggests_a_severity_on_the_card_and_in_the_ledger(owning):
    number = await board_incident(owning)

    view = await view_of(owning, number)
    assert (view.severity, view.open_suggestion.severity) == (Severity.SEV3, Severity.SEV1)
    assert view.open_suggestion.because == BOARD
    assert f"Impact suggests SEV1: {BOARD}. /incident severity takes it" in card(view).text
    [entry] = await owning.house.entries(EntryKind.SEVERITY_SUGGESTED)
    assert (entry.actor_id, entry.text, entry.detail["after"]) == (None, BOARD, "sev1")
    assert await owning.house.waiting("edit_card")


async def test_what_everybody_takes_it_for_anyway_is_not_said(owning):
    number = await board_incident(owning, severity=Severity.SEV1)

    view = await view_of(owning, number)
    assert (view.suggested.severity, view.open_suggestion) == (Severity.SEV1, None)
    assert "Impact suggests" not in card(view).text
    assert not await owning.house.entries(EntryKind.SEVERITY_SUGGESTED)


async def test_what_nobody_knows_suggests_nothing(owning):
    for asset in ("stock", "no such thing", None):
        number = await owning.house.declare(asset=asset, symptom=Symptom.LOGIC)
        await owning.look()

        assert (await view_of(owning, number)).suggested is None


async def test_exposed_data_is_the_worst_without_any_asset(owning):
    number = await owning.house.declare(symptom=Symptom.PRIVACY)
    await owning.look()

    assert (await view_of(owning, number)).open_suggestion == Suggested(Severity.SEV1, "data may be exposed")


async def test_another_asset_is_weighed_anew(owning):
    number = await board_incident(owning)
    await owning.house.act(edit, number, {"asset": "stock"}, by_id=ANA)
    await owning.look()
    assert (await view_of(owning, number)).suggested is None

    await owning.house.act(edit, number, {"asset": "orders, stock"}, by_id=ANA)
    await owning.look()
    assert (await view_of(owning, number)).open_suggestion.severity is Severity.SEV1


async def test_a_day_after_the_deadline_less_is_suggested(owning):
    owning.house.clock.advance(hours=3)
    number = await owning.house.declare(asset="orders", symptom=Symptom.FRESHNESS)
    await owning.look()

    suggested = (await view_of(owning, number)).open_suggestion
    assert suggested.severity is Severity.SEV2
    assert suggested.because == f"{BOARD}; it is merely late, and nobody decides by it today"


async def test_taking_the_suggestion_records_its_reason(owning):
    number = await board_incident(owning)

    await owning.house.act(change_severity, number, Severity.SEV1, by_id=BEN, asks_why=True)

    [entry] = await owning.house.entries(EntryKind.SEVERITY_CHANGED)
    assert entry.text == BOARD
    assert entry.detail == {"before": "sev3", "after": "sev1", "suggested": "sev1", "because": BOARD}
    assert (await owning.house.said("severity"))[-1]["why"] == BOARD
    assert (await view_of(owning, number)).open_suggestion is None


async def test_choosing_otherwise_in_a_form_asks_for_a_sentence(owning):
    number = await board_incident(owning)

    for other in (Severity.SEV2, Severity.SEV3):
        with pytest.raises(FieldRefused, match=r"Impact suggests SEV1\. Say in a sentence why") as refused:
            await owning.house.act(change_severity, number, other, by_id=BEN, why=" ", asks_why=True)
        assert refused.value.field == "reason"

    why = "The pack was moved to Friday"
    await owning.house.act(change_severity, number, Severity.SEV2, by_id=BEN, why=why, asks_why=True)
    [entry] = await owning.house.entries(EntryKind.SEVERITY_CHANGED)
    assert (entry.text, entry.detail["suggested"], entry.detail["overruled"]) == (why, "sev1", True)

    # Decided once: nobody is asked again.
    await owning.house.act(change_severity, number, Severity.SEV4, by_id=BEN, asks_why=True)


async def test_a_command_acts_at_once_and_records_that_it_overruled(owning):
    number = await board_incident(owning)

    await owning.house.act(change_severity, number, Severity.SEV4, by_id=BEN)

    [entry] = await owning.house.entries(EntryKind.SEVERITY_CHANGED)
    assert (entry.text, entry.detail["suggested"], entry.detail["overruled"]) == ("", "sev1", True)
    assert (await view_of(owning, number)).open_suggestion is None


async def test_to_leave_it_as_it_is_against_the_suggestion_is_a_decision_too(owning):
    number = await board_incident(owning)

    await owning.house.act(change_severity, number, Severity.SEV3, by_id=BEN, why="A drill of theirs")

    [entry] = await owning.house.entries(EntryKind.SEVERITY_KEPT)
    assert (entry.text, entry.detail["after"], entry.detail["suggested"]) == (
        "A drill of theirs",
        "sev3",
        "sev1",
    )
    assert not await owning.house.said("severity")
    assert (await view_of(owning, number)).open_suggestion is None
    with pytest.raises(NothingToChange):
        await owning.house.act(change_severity, number, Severity.SEV3, by_id=BEN, why="again")


async def test_answers_count_more_than_what_was_read(owning):
    number = await board_incident(owning)
    known = (await owning.weighing(number)).known
    assert known.known_by == {"used_by": BOARD, "needed": BOARD}

    given = {"used_by": "team", "needed": "never", "flaw": "late", "money": "no"}
    suggested = await owning.house.act(answer_impact, number, given, by_id=BEN)

    because = "one team uses it; it is merely late, and nobody decides by it today"
    assert suggested == Suggested(Severity.SEV4, because)
    *_, entry = await owning.house.entries(EntryKind.SEVERITY_SUGGESTED)
    assert (entry.actor_id, entry.text, entry.detail["answers"]["used_by"]) == (BEN, because, "team")

    await owning.house.act(edit, number, {"symptom": Symptom.LOGIC}, by_id=ANA)
    await owning.look()
    assert (await view_of(owning, number)).suggested == suggested


async def test_new_answers_ask_anew_what_was_decided(owning):
    number = await board_incident(owning)
    await owning.house.act(change_severity, number, Severity.SEV2, by_id=BEN, why="no")

    await owning.house.act(answer_impact, number, {"used_by": "nobody"}, by_id=BEN)

    assert (await view_of(owning, number)).open_suggestion == Suggested(Severity.SEV4, "nobody uses it yet")


async def test_too_few_answers_are_refused_at_the_first_question(owning):
    number = await owning.house.declare()

    with pytest.raises(FieldRefused, match="Say who uses it") as refused:
        await owning.house.act(answer_impact, number, {"flaw": "wrong"}, by_id=BEN)

    assert refused.value.field == "used_by"
    assert await owning.weighing(number) is None
