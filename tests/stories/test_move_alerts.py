"""An alert is attached by its link, asked about, split off and put back: with the words that people type."""

from typing import Any

from tests.stories.town import Actor, Town, eventually, spoken, town


async def test_an_alert_moves_by_hand_and_every_move_can_be_taken_back(database_url: str) -> None:
    async with town(database_url) as here:
        await here.ana.declares("Orders are late", severity="sev2")
        room = await here.room("orders-are-late")
        link = await _alert(here)

        said = await here.ana.asks(f"/incident attach {link}", room.name)
        assert "Attached to INC-1" in said
        told = await room.expect_message("attached an alert")
        why = await here.ben.asks("/incident why INC-1")
        assert "stripe" in why
        assert "stripe" in await here.ben.asks(f"/incident why {link}")

        await here.ana.runs("/incident split", room.name)
        form = await here.ana.form("split")
        [choice] = _options(form)
        await here.ana.submits("split", alerts=[choice], title="Payments are stale", severity="sev3")
        new = await here.room("payments-are-stale")
        await new.expect_message("split this off", "1 alert")
        await here.ana.clicks(new.channel_id, await new.expect_message("split this off"), "Undo")
        await new.expect_card("Merged into", "INC-1")

        await here.ana.clicks(room.channel_id, told, "Undo")
        await room.expect_message("detached an alert")


async def _alert(here: Town) -> str:
    """An alert is posted; the link to its message, as people copy it."""

    await here.ben.does("sample", id="elementary-freshness-warning")
    await here.quiet()
    channel_id = await here.ben.channel_id("data-alerts")

    async def posted() -> dict[str, Any] | None:
        seen = [m for m in await here.ben.sees(channel_id) if "stripe" in spoken(m) and m.get("reply_count")]
        return seen[-1] if seen else None

    message = await eventually(posted, "the alert")
    return f"https://northwind.slack.com/archives/{channel_id}/p{message['ts'].replace('.', '')}"


def _options(form: dict[str, Any]) -> list[str]:
    elements = [block["element"] for block in form["blocks"] if block.get("block_id") == "alerts"]
    return [option["value"] for element in elements for option in element["options"]]


async def test_a_link_says_why_only_to_those_who_may_read_there(sqlite_url: str) -> None:
    async with town(sqlite_url) as here:
        link = await _alert(here)
        assert "stripe" in await here.ben.asks(f"/incident why {link}")
        guest: Actor = here.gwen
        assert "stripe" not in await guest.asks(f"/incident why {link}", "finance-reports")
