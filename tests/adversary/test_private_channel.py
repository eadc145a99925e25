"""What is typed in a private channel: an incident's, or none; by people of whom no event has told."""

import json

import pytest

from handlers.answer import Done, Open
from handlers.commands import command
from handlers.forms import FORMS
from handlers.incoming import Incoming, parse
from models.errors import NotAnIncidentChannel, NotFound
from tests.builders import ANA, BEN, CHEN
from tests.hearing import Hearing

FINANCE_CLOSE = "C0PRIVATE1"


async def test_whoever_types_in_a_private_incident_is_in_it_though_no_event_told(hearing: Hearing) -> None:
    number, channel_id = await hearing.open(ANA, is_private=True)
    hearing.slack.membership.invite(ANA, channel_id, [BEN])
    await hearing.lose()

    form = await command(hearing.desk, _typed(BEN, channel_id, "note"))
    assert isinstance(form, Open)
    sent = await FORMS["ledger_entry"](hearing.desk, _submitted(BEN, number))
    assert isinstance(sent, Done)


async def test_others_send_no_form_there_whatever_number_they_put_into_it(hearing: Hearing) -> None:
    number, _ = await hearing.open(ANA, is_private=True)

    with pytest.raises(NotFound, match=f"There is no INC-{number}"):
        await FORMS["ledger_entry"](hearing.desk, _submitted(BEN, number))


@pytest.mark.parametrize("verb", ["note x", "timeline", "close", "why", "role commander", "ack"])
async def test_in_a_private_channel_that_is_no_incidents_a_verb_says_where_to_go(
    hearing: Hearing, verb: str
) -> None:
    with pytest.raises(NotAnIncidentChannel):
        await command(hearing.desk, _typed(CHEN, FINANCE_CLOSE, verb))


async def test_the_panel_there_shows_the_list_and_nothing_private(hearing: Hearing) -> None:
    await hearing.open(ANA, is_private=True, title="Payroll leaked")
    await hearing.open(ANA, title="Orders are late")

    shown = str(await command(hearing.desk, _typed(CHEN, FINANCE_CLOSE, "")))

    assert "Orders are late" in shown
    assert "Payroll" not in shown


def _typed(user_id: str, channel_id: str, text: str) -> Incoming:
    return Incoming(kind="command", name="/incident", user_id=user_id, channel_id=channel_id, text=text)


def _submitted(user_id: str, number: int) -> Incoming:
    values = {"text": {"value": {"type": "plain_text_input", "value": "Seen."}}}
    view = {
        "id": "V1",
        "callback_id": "ledger_entry",
        "private_metadata": json.dumps({"incident": number}),
        "state": {"values": values},
    }
    return parse("view_submission", {"user": {"id": user_id}, "view": view}, None, is_late=False)
