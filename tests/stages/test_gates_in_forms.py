"""A form that leaves a stage lists what is missing, with a button for each; what they open lies upon it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.blocks.closing.close_form import close_form
from bot.blocks.kit import note
from bot.blocks.stages.advance_form import advance_form
from bot.incidents.advance_stage import advance
from bot.incidents.show_incident import incident_view
from bot.ledger.add_entry import add_entry
from bot.ledger.hypotheses import supported_hypotheses
from bot.playbook import parse_playbook
from bot.stages.contain import contain
from handlers.acts import acts_of
from handlers.answer import Done, Open, Redraw, Say
from handlers.bolt import find_handler
from handlers.incoming import Incoming
from handlers.stack import NOTHING_LEFT, anew, in_place, out_of_date, shown, upon
from models.errors import GateHolds
from models.hypothesis import HypothesisState
from models.incident import Incident
from models.ledger import EntryKind
from models.permission import Act
from models.vocabulary import Severity, Stage
from tests.builders import ANA, Office, open_office

PLAYBOOK = parse_playbook("severities: {sev1: {gates: [containment, analysis, verification]}}", "test")


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url, playbook=PLAYBOOK) as office:
        yield office


async def _sent(office: Office, form: str, view: dict[str, Any], **fields: Any) -> Any:
    kept = json.loads(view["private_metadata"])
    incoming = Incoming(
        kind="view_submission",
        name=form,
        form=form,
        user_id=ANA,
        view_id="V1",
        kept=kept,
        fields=fields,
        asked=("stage", "override"),
    )
    return await find_handler(incoming)(office.desk, incoming)


async def _pressed(office: Office, name: str, value: object) -> Any:
    incoming = Incoming(kind="block_actions", name=name, user_id=ANA, value=str(value))
    return await find_handler(incoming)(office.desk, incoming)


def _labels(view: dict[str, Any]) -> list[str]:
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return [each["text"]["text"] for row in rows for each in row]


def _initials(view: dict[str, Any]) -> dict[str, str]:
    """What the fields hold when the form opens."""
    elements = {block["block_id"]: block["element"] for block in view["blocks"] if "element" in block}
    return {
        name: element.get("initial_value") or element["initial_option"]["value"]
        for name, element in elements.items()
    }


async def test_whoever_skips_a_stage_sees_in_the_form_what_its_gate_wants(office: Office) -> None:
    number = await office.house.declare(severity=Severity.SEV1)
    opened = await _pressed(office, "advance", number)
    assert _labels(opened.view) == []

    redrawn = await _sent(office, "advance", opened.view, stage="analysis")
    assert isinstance(redrawn, Redraw)
    assert _labels(redrawn.view) == ["Say what contains it"]
    assert "Still missing" in str(redrawn.view)
    with pytest.raises(GateHolds):
        await _sent(office, "advance", redrawn.view, stage="analysis")

    await office.house.act(contain, number, "The export is stopped", by_id=ANA)
    assert await _sent(office, "advance", redrawn.view, stage="analysis") == Done()
    [incident] = await office.house.all_of(Incident)
    assert incident.stage is Stage.ANALYSIS


async def test_closing_lists_what_every_gate_on_the_way_wants(office: Office) -> None:
    number = await office.house.declare(severity=Severity.SEV1)
    opened = await _pressed(office, "close", number)

    assert _labels(opened.view) == ["Say what contains it", "Hypotheses", "Cause", "Verify"]
    with pytest.raises(GateHolds):
        await _sent(office, "close", opened.view, outcome="fixed", cause="A full disk")


async def test_an_update_that_moves_the_stage_lists_what_is_missing_with_buttons_and_keeps_what_was_typed(
    office: Office,
) -> None:
    number = await office.house.declare(severity=Severity.SEV1)
    opened = await _pressed(office, "update", number)
    assert _labels(opened.view) == []
    typed = {"message": "The loader is stopped", "stage": "analysis", "next_due": "2h"}

    redrawn = await _sent(office, "update", opened.view, **typed)
    assert isinstance(redrawn, Redraw)
    assert _labels(redrawn.view) == ["Say what contains it"]
    assert _initials(redrawn.view) == typed
    assert await office.house.entries(EntryKind.UPDATE_POSTED) == []
    with pytest.raises(GateHolds):
        await _sent(office, "update", redrawn.view, **typed)
    further = await _sent(office, "update", redrawn.view, **typed | {"stage": "remediation"})
    assert _labels(further.view) == ["Say what contains it", "Hypotheses", "Cause"]

    await office.house.act(contain, number, "The export is stopped", by_id=ANA)
    assert await _sent(office, "update", redrawn.view, **typed) == Done()
    [incident] = await office.house.all_of(Incident)
    assert incident.stage is Stage.ANALYSIS


async def test_an_update_below_other_forms_lists_anew_what_keeps_it_from_its_stage(office: Office) -> None:
    number = await office.house.declare(severity=Severity.SEV1)
    opened = await _pressed(office, "update", number)
    redrawn = await _sent(office, "update", opened.view, message="It is found", stage="remediation")
    pressed = replace(
        _in_form("contain", str(number), **json.loads(redrawn.view["private_metadata"])), form="update"
    )
    upon_it = json.loads(upon(pressed, {"private_metadata": "{}"})["private_metadata"])
    await office.house.act(contain, number, "The export is stopped", by_id=ANA)

    sent = replace(
        pressed, kind="view_submission", name="contain", form="contain", view_id="V2", kept=upon_it
    )
    [(view_id, press)] = out_of_date(sent)
    assert (view_id, press.name, press.value) == ("V1", "update", str(number))
    view = anew(press, await find_handler(press)(office.desk, press))
    assert view is not None
    assert _labels(view) == ["Hypotheses", "Cause"]


async def test_the_field_that_goes_against_a_gate_comes_last_and_only_where_one_can_hold(
    office: Office,
) -> None:
    number = await office.house.declare(severity=Severity.SEV1)
    await office.house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)
    async with office.house.store.reading() as session:
        view = await incident_view(session, number, office.house.clock())
    holding = PLAYBOOK.holding_gates(Severity.SEV1)
    for form in (advance_form(view, holding), close_form(view, holding)):
        assert form["blocks"][-1]["block_id"] == "override"

    last = replace(view, stage=Stage.VERIFICATION, wanted=())
    for form in (advance_form(last, holding), close_form(last, holding)):
        assert "override" not in {block.get("block_id") for block in form["blocks"]}


async def test_a_hypothesis_is_added_together_with_what_supports_it(office: Office) -> None:
    number = await office.house.declare(severity=Severity.SEV1)
    form = (await _pressed(office, "hypothesis", number)).view
    guess = {"text": "The loader died", "supports": "Its log says so"}
    assert await _sent(office, "ledger_entry", form, **guess) == Done()

    async with office.house.store.reading() as session:
        [found] = await supported_hypotheses(session, number)
    assert (found.text, found.state) == ("The loader died", HypothesisState.SUPPORTED)
    [verdict] = await office.house.entries(EntryKind.HYPOTHESIS_SUPPORTED)
    assert (verdict.text, verdict.actor_id) == ("Its log says so", ANA)
    assert await office.house.waiting("edit_card")
    sent = Incoming(kind="view_submission", name="ledger_entry", user_id=ANA, fields=guess)
    assert Act.RESPOND in acts_of(sent)


async def test_data_in_what_supports_a_hypothesis_comes_back_without_it_and_nothing_is_kept(
    office: Office,
) -> None:
    number = await office.house.declare(severity=Severity.SEV1)
    form = (await _pressed(office, "hypothesis", number)).view
    again = await _sent(
        office, "ledger_entry", form, text="The loader died", supports="It read ada@example.com twice"
    )

    assert isinstance(again, Redraw)
    fields = {block.get("block_id"): block for block in again.view["blocks"]}
    assert "read" in fields["supports_again"]["element"]["initial_value"]
    assert "ada@example.com" not in str(again.view)
    assert await office.house.entries(EntryKind.HYPOTHESIS_ADDED) == []


def _in_form(name: str, value: str, **kept: Any) -> Incoming:
    return Incoming(
        kind="block_actions", name=name, user_id=ANA, value=value, view_id="V1", form="advance", kept=kept
    )


def test_what_lies_below_a_form_is_carried_by_it_and_drawn_anew_from_the_bottom() -> None:
    first = _in_form("hypothesis", "7", incident=7)
    board = upon(first, shown(first, note(("What may be the cause",))))
    assert (board["title"]["text"], "submit" in board) == ("INC-7", False)
    kept = json.loads(board["private_metadata"])
    second = replace(
        first, name="hypothesis_supported", value="12", view_id="V2", form="hypothesis", kept=kept
    )
    judging = json.loads(upon(second, {"private_metadata": '{"hypothesis": 12}'})["private_metadata"])
    sent = replace(second, kind="view_submission", name="judge_hypothesis", view_id="V3", kept=judging)

    stale = list(out_of_date(sent))
    assert [(view_id, press.name, press.value) for view_id, press in stale] == [
        ("V1", "advance", "7"),
        ("V2", "hypothesis", "7"),
    ]
    assert {press.inbox_id for _, press in stale} == {None}
    board_again = anew(stale[1][1], Say(note(("Now supported",))))
    assert board_again is not None
    assert json.loads(board_again["private_metadata"])["below"] == [["V1", "advance", 7]]


def test_where_nothing_is_left_to_say_the_list_says_that() -> None:
    press = _in_form("change", "7", incident=7)
    view = anew(press, Open({"callback_id": "ledger_entry"}))

    assert view is not None
    assert NOTHING_LEFT.text in str(view)


def test_what_only_shows_and_what_was_never_below_is_left_alone() -> None:
    assert list(out_of_date(replace(_in_form("verify", "7"), kind="view_submission"))) == []
    odd = _in_form("verify", "7", below=["x", [1], ["V0", "signoff", 7]])
    assert [press.name for _, press in out_of_date(odd)] == ["advance"]
    assert in_place(replace(odd, kept={}), {"private_metadata": "{}"}) == {"private_metadata": "{}"}


async def test_the_card_is_drawn_anew_when_a_change_or_a_verdict_is_recorded(office: Office) -> None:
    number = await office.house.declare(severity=Severity.SEV1)
    before = len(await office.house.waiting("edit_card"))
    await office.house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "Restarted it", by_id=ANA)

    assert len(await office.house.waiting("edit_card")) == before + 1
