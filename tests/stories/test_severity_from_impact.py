"""The board reads it at noon, as lineage knows: the card says so, answers say more, one press takes it."""

from typing import Any

from bot.assets.take_told import take_told
from bot.assets.told import Told, ToldEdge, Tool
from bot.playbook import parse_playbook
from tests.owners.conftest import ASSETS, PLAYBOOK
from tests.stories.town import Town, spoken, town


async def test_impact_suggests_a_severity_and_one_press_takes_it(database_url: str) -> None:
    async with town(database_url, parse_playbook(PLAYBOOK, "breakwater.yaml")) as here:
        told = Told(
            source="dbt:shop",
            tool=Tool.DBT,
            assets=ASSETS,
            edges=[ToldEdge("model.shop.orders", "exposure.shop.board_pack")],
        )
        await take_told(here.program.desk.store, told)
        await here.ana.declares("Orders are late", asset="finance.orders", symptom="freshness")
        room = await here.room("orders-are-late")
        await here.program.look()
        await room.expect_card("Impact suggests SEV1", "board pack at 12:00 (Europe/Lisbon) needs it")
        assert "Rule owners[1]" in await here.gwen.asks("/incident owner finance.orders", "finance-reports")

        await here.ana.runs("/incident severity", room.name)
        form = await here.ana.form("severity")
        assert "Impact suggests SEV1" in spoken(form)
        sent = await here.ana.submits("severity", severity="sev2")
        assert "Say in a sentence why" in str(sent)
        await _presses(here, form, "suggest_severity")
        asked = await here.ana.form("impact_answers")
        assert "Known: board pack at 12:00 (Europe/Lisbon) needs it." in spoken(asked)
        await here.ana.submits("impact_answers", used_by="company", needed="today", flaw="wrong")
        chosen = await here.ana.form("severity")
        assert "Impact suggests SEV2: the company or its customers use it" in spoken(chosen)
        sent = await here.ana.submits("severity")
        assert sent["outcome"] == "closed", sent

        await room.expect_message("SEV3 → SEV2", "the company or its customers use it")
        card = await room.expect_card("SEV2 · INC-1")
        assert "Impact suggests" not in spoken(card)


async def _presses(here: Town, form: dict[str, Any], action_id: str) -> None:
    [block] = [each for each in form["blocks"] if each["type"] == "actions"]
    where = {"type": "view", "view_id": form["id"]}
    await here.ana.does("action", container=where, block_id=block["block_id"], action_id=action_id)
