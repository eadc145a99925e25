"""Alerts and incidents that move tell nobody of a private incident, nor do questions leave its channel."""

import json
from typing import Any

import pytest

from bot.blocks.incidents.announcement import announcement
from bot.blocks.incidents.card import card
from bot.incidents.merge_incidents import merge
from bot.incidents.show_incident import incident_view
from bot.ledger.read_ledger import show_timeline
from bot.outbox.deliveries.incidents.move_texts import MOVES
from handlers.commands import command
from handlers.incidents.move_forms import undo
from handlers.incidents.show_moves import show_merge
from handlers.incoming import Incoming
from handlers.presses import press
from models.errors import NotAllowed, NotFound, NothingToChange
from models.suspicion import Suspicion
from tests.builders import ANA, BEN
from tests.hearing import GWEN, Hearing

SECRET = "Payroll leaked"


async def _asks(hearing: Hearing, user_id: str, text: str, channel_id: str) -> Any:
    asked = Incoming(kind="command", name="/incident", user_id=user_id, text=text, channel_id=channel_id)
    return await command(hearing.desk, asked)


@pytest.fixture
async def both(hearing: Hearing) -> tuple[int, str, int, str]:
    """A private incident of ANA's, and a public one in which BEN is, too."""
    await hearing.desk.directory.read_people()
    await hearing.desk.directory.find_channels(["data-alerts"])
    private, private_id = await hearing.open(ANA, title=SECRET, is_private=True)
    public, public_id = await hearing.open(ANA, BEN, title="Orders are late")
    return private, private_id, public, public_id


@pytest.mark.parametrize("verb", ["merge INC-{0}", "why INC-{0}", "attach INC-{0}", "detach INC-{0}"])
async def test_an_outsider_cannot_reach_it_by_any_verb(
    hearing: Hearing, both: tuple[int, str, int, str], verb: str
) -> None:
    private, _, _, public_id = both
    with pytest.raises(NotFound, match=f"INC-{private}"):
        await _asks(hearing, BEN, verb.format(private), public_id)


async def test_no_menu_offers_it_to_an_outsider(hearing: Hearing, both: tuple[int, str, int, str]) -> None:
    _, _, public, public_id = both
    for person, sees in ((ANA, True), (BEN, False)):
        asked = Incoming(kind="command", name="/incident", user_id=person, channel_id=public_id)
        try:
            form = json.dumps(await show_merge(hearing.desk, asked, public, None))
        except NothingToChange:
            form = ""
        assert (SECRET in form) is sees


async def test_what_goes_into_it_does_not_name_it(hearing: Hearing, both: tuple[int, str, int, str]) -> None:
    private, private_id, public, _ = both
    await hearing.house.act(merge, public, private, by_id=ANA)
    [facts] = await hearing.house.said("merged_away")
    async with hearing.house.store.reading() as session:
        now = hearing.house.clock()
        view = await incident_view(session, public, now)
        shown = [card(view), announcement(view), await show_timeline(session, public, now)]
        shown.append(await MOVES["merged_away"](view, facts, session, now))
    for message in shown:
        told = json.dumps(message.as_payload())
        assert SECRET not in told
        assert f"INC-{private}" not in told
        assert private_id not in told
        assert "nother incident" in told


async def test_an_outsider_cannot_undo_what_touches_it(
    hearing: Hearing, both: tuple[int, str, int, str]
) -> None:
    private, _, public, public_id = both
    await hearing.house.act(merge, public, private, by_id=ANA)
    [facts] = await hearing.house.said("merged_away")
    pressed = {"kind": "block_actions", "name": "undo_move", "value": str(facts["undo_id"])}
    with pytest.raises(NotFound):
        await undo(hearing.desk, Incoming(**pressed, user_id=BEN, channel_id=public_id))
    await undo(hearing.desk, Incoming(**pressed, user_id=ANA, channel_id=public_id))


async def test_no_question_leaves_a_private_channel(
    hearing: Hearing, both: tuple[int, str, int, str]
) -> None:
    _, private_id, _, _ = both
    with pytest.raises(NotAllowed, match="asked in public"):
        await _asks(hearing, ANA, "suspect The payroll table is open", private_id)
    assert await hearing.house.all_of(Suspicion) == []


async def test_a_guest_may_suspect_but_neither_answer_nor_merge(
    hearing: Hearing, both: tuple[int, str, int, str]
) -> None:
    _, _, public, public_id = both
    await _asks(hearing, GWEN, "suspect Revenue is zero", "C0FINANCE1")
    [asked] = await hearing.house.all_of(Suspicion)
    for name in ("suspicion_look", "suspicion_answer", "suspicion_declare"):
        pressed = Incoming(kind="block_actions", name=name, value=str(asked.id), user_id=GWEN)
        with pytest.raises(NotAllowed):
            await press(hearing.desk, pressed)
    with pytest.raises(NotAllowed):
        await _asks(hearing, GWEN, f"merge INC-{public}", public_id)
