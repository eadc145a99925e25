"""What people and their keyboards really send, and what old messages still bear."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from bot.incidents.acknowledge_incident import acknowledge
from bot.incidents.advance_stage import advance
from bot.incidents.assign_role import assign
from bot.incidents.find_roles import role_holders
from handlers.answer import Answer, Errors, Open
from handlers.bolt import find_handler
from handlers.commands import command
from handlers.forms import FORMS
from handlers.front import _plain, _refused
from handlers.incoming import Incoming, parse
from handlers.presses import press
from models.errors import BreakwaterError, FieldRefused, NotClosed, OfOlderVersion, StaleForm
from models.incident import Incident
from models.ledger import EntryKind
from models.vocabulary import Role, Stage
from tests.builders import ANA, BEN, CHEN
from tests.hearing import Hearing

OLD = "of an older version"


async def test_a_line_break_after_the_verb_is_as_good_as_a_space(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)
    await _types(hearing, channel_id, "note\nRows doubled.\nSince Monday.")
    await _types(hearing, channel_id, "stage\tcontainment\nstopped the load")

    (noted,) = await hearing.house.entries(EntryKind.NOTE_ADDED)
    assert noted.text == "Rows doubled.\nSince Monday."
    (moved,) = await hearing.house.entries(EntryKind.STAGE_ADVANCED)
    assert moved.text == "stopped the load"


@pytest.mark.parametrize("dashes", ["--", "—", "–", "-"])
async def test_flags_mean_the_same_with_whatever_dashes(hearing: Hearing, dashes: str) -> None:
    answer = await _types(hearing, "C0TEAM0001", f"declare {dashes}past Orders – late — twice")

    assert isinstance(answer, Open)
    assert answer.view["callback_id"] == "declare_past"
    assert "Orders – late — twice" in json.dumps(answer.view, ensure_ascii=False)


@pytest.mark.parametrize("words", ["role @ben", "role <@U0BEN00001|ben>"])
async def test_a_person_without_a_role_is_asked_for_the_role(hearing: Hearing, words: str) -> None:
    await hearing.desk.directory.read_people()
    _, channel_id = await hearing.open(ANA)

    assert isinstance(await _types(hearing, channel_id, words), Open)


async def test_releasing_says_which_role_is_meant_when_none_is_named(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)

    with pytest.raises(FieldRefused, match="Which role"):
        await _types(hearing, channel_id, "role release")


async def test_every_command_answers_also_that_a_call_was_linked(hearing: Hearing) -> None:
    _, channel_id = await hearing.open(ANA)

    answer = await _types(hearing, channel_id, "call https://meet.example/abc")

    assert "on the card" in str(answer)


@pytest.mark.parametrize(
    ("name", "value"),
    [("acknowledge", "INC-1"), ("acknowledge", ""), ("more", "dance:1"), ("more", "edit"), ("waltz", "1")],
)
async def test_a_button_of_an_older_version_says_what_to_do(hearing: Hearing, name: str, value: str) -> None:
    await hearing.open(ANA)

    with pytest.raises(OfOlderVersion, match=OLD):
        await press(hearing.desk, Incoming(kind="block_actions", name=name, value=value, user_id=ANA))


@pytest.mark.parametrize(("callback_id", "metadata"), [("waltz", "{}"), ("edit", ""), ("edit", "12|3")])
async def test_a_form_of_an_older_version_says_what_to_do(
    hearing: Hearing, callback_id: str, metadata: str
) -> None:
    sent = _submitted(callback_id, metadata, {"title": None})

    with pytest.raises(OfOlderVersion, match=OLD):
        await find_handler(sent)(hearing.desk, sent)


@pytest.mark.parametrize(
    "refused",
    [NotClosed("INC-1"), FieldRefused("to", "No.", "Else."), FieldRefused("reason", "No.", "Else.")],
)
def test_a_refusal_stands_at_a_field_that_the_form_has(refused: BreakwaterError) -> None:
    answer = _refused(_submitted("reopen", '{"incident": 1}', {"reason": None}), refused)

    assert isinstance(answer, Errors)
    assert list(answer.errors) == ["reason"]


async def test_at_a_field_a_refusal_names_people_and_bears_no_markup(hearing: Hearing) -> None:
    await hearing.desk.directory.read_people()
    refused = Errors({"override": f"Ask <@{BEN}>, or `/incident take`."})

    assert _plain(refused, hearing.desk) == Errors({"override": "Ask @Ben Okafor, or /incident take."})


async def test_an_update_that_took_long_to_write_survives_others_presses(
    hearing: Hearing,
) -> None:
    number, channel_id = await hearing.open(ANA)
    form = await _types(hearing, channel_id, "update")
    await hearing.house.act(acknowledge, number, by_id=BEN)
    await hearing.house.act(advance, number, Stage.ANALYSIS, by_id=BEN)

    await _sends(hearing, form, message="Long words.", stage="triage", next_due="none")

    (incident,) = await hearing.house.all_of(Incident)
    assert incident.stage is Stage.ANALYSIS
    assert [entry.text for entry in await hearing.house.entries(EntryKind.UPDATE_POSTED)] == ["Long words."]


async def test_an_update_that_moves_the_stage_moves_none_that_it_did_not_see(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA)
    form = await _types(hearing, channel_id, "update")
    await hearing.house.act(advance, number, Stage.ANALYSIS, by_id=BEN)

    with pytest.raises(StaleForm):
        await _sends(hearing, form, message="Stopped.", stage="containment", next_due="none")


async def test_a_promise_is_handed_over_in_its_own_incident_only(hearing: Hearing) -> None:
    mine, _ = await hearing.open(ANA)
    hidden, _ = await hearing.open(CHEN, by_id=CHEN, is_private=True)
    await hearing.house.act(assign, hidden, Role.COMMUNICATIONS, CHEN, by_id=CHEN)
    check_in = await hearing.house.check_in()
    assert check_in.incident_id == hidden

    forged = json.dumps({"incident": mine, "check_in": check_in.id})
    fields = {"role": "communications", "user": ANA}
    with pytest.raises(BreakwaterError):
        await FORMS["assign_role"](hearing.desk, _submitted("assign_role", forged, fields))
    async with hearing.house.store.reading() as session:
        assert (await role_holders(session, hidden))[Role.COMMUNICATIONS] == CHEN


async def _types(hearing: Hearing, channel_id: str, text: str) -> Answer:
    return await command(
        hearing.desk,
        Incoming(kind="command", name="/incident", user_id=ANA, channel_id=channel_id, text=text),
    )


async def _sends(hearing: Hearing, form: Answer, **fields: Any) -> Answer:
    assert isinstance(form, Open)
    sent = _submitted(form.view["callback_id"], form.view["private_metadata"], fields)
    return await find_handler(sent)(hearing.desk, sent)


def _submitted(callback_id: str, metadata: str, fields: Mapping[str, str | None]) -> Incoming:
    values = {name: {"value": {"type": "plain_text_input", "value": value}} for name, value in fields.items()}
    view = {"id": "V1", "callback_id": callback_id, "private_metadata": metadata, "state": {"values": values}}
    return parse("view_submission", {"user": {"id": ANA}, "view": view}, None, is_late=False)
