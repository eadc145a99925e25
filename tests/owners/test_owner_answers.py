"""`/incident owner` and what it shows: the owners, which rule said so, and what a slip may have meant."""

from dataclasses import replace

import pytest

from bot.assets.owner_of import owner_of
from bot.assets.show_owner import as_document, owner_views
from bot.blocks.owner_answer import owner_answer
from handlers.assets.owner import owner
from handlers.incoming import Incoming
from models.errors import FieldRefused, NotAllowed, NotAnIncidentChannel, NotFound
from tests.builders import ANA, BEN, DIA
from tests.owners.conftest import Owning

ASKED = Incoming(kind="command", name="/incident", user_id=DIA, team_id="T0TEAM0001", channel_id="C0ANY00001")


async def answer(owning: Owning, words: str, asked: Incoming = ASKED) -> str:
    return (await owner(owning.desk, asked, words)).message.text


async def test_an_asset_is_answered_for_with_the_rule_that_said_so(owning):
    text = await answer(owning, "finance.orders")

    name, who, why = text.splitlines()
    assert name == "model.shop.orders (model)"
    assert who == (
        f"Team Finance data  ·  Business steward <@{BEN}>  ·  Technical steward <@{ANA}>"
        "  ·  Channel #finance-data"
    )
    assert why == (
        "Rule owners[1] (asset finance.*) names the team and the technical steward; "
        "rule owners[2] (schema finance) names the business steward; the team itself has the channel."
    )


async def test_whom_slack_does_not_know_is_shown_as_the_tool_names_them(owning):
    text = await answer(owning, "board pack")

    assert "Business steward cfo@example.com" in text
    assert "Technical steward @dia (stands in)" in text
    assert "dbt:shop names the business steward" in text

    cfo = {"id": "U0CFO00001", "name": "cfo", "profile": {"email": "cfo@example.com"}}
    await owning.desk.directory.hear_of([cfo])
    assert "Business steward <@U0CFO00001>" in await answer(owning, "board pack")


async def test_rules_hold_for_a_name_that_no_import_has_told_of(owning):
    text = await answer(owning, "finance.quite_another")

    assert "No import has told of it; this goes by its name alone." in text
    assert "Team Finance data" in text
    assert "owners[1] (asset finance.*)" in text


async def test_a_slip_is_offered_what_is_near(owning):
    [view] = await owner_views(owning.desk, ["ordes"])

    assert (view.type, view.nearest[:1]) == (None, ("model.shop.orders",))
    assert "near it are model.shop.orders" in owner_answer(view).text


async def test_nobody_is_invented_where_nobody_is_named(owning):
    owning.desk.playbook = type(owning.desk.playbook)()

    assert "Nobody is named." in await answer(owning, "stock")


async def test_without_words_it_is_about_the_assets_of_the_incident(owning):
    number = await owning.house.declare(asset="finance.orders, stock")
    await owning.house.opened(number)
    await owning.house.joined("C0OPENED01", DIA)

    text = await answer(owning, "", replace(ASKED, channel_id="C0OPENED01"))

    assert "model.shop.orders (model)" in text
    assert "model.shop.stock (model)" in text


async def test_without_words_and_without_an_asset_it_says_what_to_do(owning):
    with pytest.raises(NotAnIncidentChannel):
        await answer(owning, "")

    number = await owning.house.declare()
    await owning.house.opened(number)
    with pytest.raises(FieldRefused, match=r"names no asset\. Say which one you mean"):
        await answer(owning, " ", replace(ASKED, channel_id="C0OPENED01"))


async def test_a_private_incident_is_asked_about_by_its_members_only(owning):
    number = await owning.house.declare(asset="stock", is_private=True)
    await owning.house.opened(number)

    with pytest.raises((NotFound, NotAllowed, NotAnIncidentChannel)):
        await answer(owning, "", ASKED)


async def test_hostile_names_stay_text(owning):
    text = await answer(owning, "<!channel> *a*a*a*a*a*b " + "a" * 4_000)

    assert "<!channel>" not in text
    assert "&lt;!channel&gt;" in text


async def test_programs_get_the_same(owning):
    document = as_document("finance.x", owner_of(owning.desk.playbook, "finance.x"))

    assert document == {
        "asset": "finance.x",
        "team": "finance",
        "business_steward": None,
        "technical_steward": "@ana",
        "channel": "finance-data",
        "owner": "finance",
        "rule": "owners[1] (asset finance.*)",
        "because": "Rule owners[1] (asset finance.*) names the team and the technical steward; "
        "the team itself has the channel.",
        "is_fallback": False,
    }
