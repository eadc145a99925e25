"""The data is made right again: when it was bad, what is used meanwhile, computed anew, and held."""

from typing import Any

from bot.playbook import parse_playbook
from tests.builders import BEN
from tests.impact.lineage import PLAYBOOK, tell_of
from tests.stories.town import Actor, Room, eventually, spoken, town

REPAIR = PLAYBOOK + 'retention: {holder: "@dia"}\n'


async def test_bad_data_is_bounded_computed_anew_and_kept_from_deletion(database_url: str) -> None:
    async with town(database_url, parse_playbook(REPAIR, "breakwater.yaml")) as here:
        await tell_of(here.program.desk.store)
        await here.ana.declares("Orders are doubled", severity="sev3", asset="stg_orders")
        room = await here.room("orders-are-doubled")
        await room.expect_card("Orders are doubled")

        told = await here.ana.asks("/incident window orders from 2026-11-16 to 2026-11-17", room.name)
        assert "orders was bad from 2026-11-16 to 2026-11-17" in told
        await room.expect_message("Bad data:", "from 2026-11-16 to 2026-11-17")
        await here.ana.runs("/incident window", room.name)
        form = await here.ana.form("window")
        assert "stg_orders" in str(form["blocks"])
        refused = await here.ana.submits("window", first_bad="2027-01-01")
        assert "still to come" in str(refused)
        sent = await here.ana.submits("window", first_bad="batch 41", known_good="Sunday's load")
        assert sent["outcome"] == "closed", sent

        await here.ana.runs("/incident interim Monday's report", room.name)
        await room.expect_card("Use meanwhile", "Monday's report")
        await here.ana.runs("/incident update", room.name)
        await here.ana.submits("update", message="We compute it anew")
        await room.expect_message("We compute it anew", "Use meanwhile", "Monday's report")

        await here.ana.runs("/incident backfill", room.name)
        sent = await here.ana.submits("backfill_plan", others="the board's spreadsheet")
        assert sent["outcome"] == "closed", sent
        await _reply(room, "Backfill ░░░░░░░░░░ 0 of 7 done", "the board's spreadsheet")
        await room.press(here.ana, "Say who takes them", "nobody here sees to 3 things", "who takes them?")
        given = await here.ana.submits("backfill_give", owner=BEN)
        assert given["outcome"] == "closed", given
        await _direct(here.ben, "3 things of yours to compute anew", "the board's spreadsheet")
        await room.expect_message("somebody sees to all of it")
        task = await _direct(here.dia, "One thing of yours to compute anew", "churn")
        await here.dia.clicks(task["channel"], task, "Done")
        board = await _reply(room, "1 of 7 done")
        await here.ana.clicks(room.channel_id, board, "Runs")
        await _reply(room, "1 of 7 done, 1 running")
        assert "revenue is not needed" in await here.ana.asks("/incident backfill skip revenue", room.name)
        await _reply(room, "1 of 6 done, 1 running, 1 not needed")

        asked = "/incident retention hold raw_orders until 2026-11-25 because it is the only copy"
        await here.ana.runs(asked, room.name)
        await room.expect_message("Hold on retention of raw_orders", "the only copy")
        task = await _direct(here.dia, "Hold on retention of raw_orders", "press It is held")
        await here.dia.clicks(task["channel"], task, "It is held")
        await _direct(here.dia, "held by", "Please release it by then")
        await here.advance(days=8)
        due = await room.expect_message("is it released?")
        await here.dia.clicks(room.channel_id, due, "Give to someone")
        await here.dia.submits("hold_give", holder=BEN)
        task = await _direct(here.ben, "Hold on retention of raw_orders", "Its end has passed")
        await here.ben.clicks(task["channel"], task, "Released")
        await _direct(here.ben, "Hold on retention of raw_orders", "released")


async def _direct(person: Actor, *words: str) -> dict[str, Any]:
    """What the bot wrote to somebody."""

    async def said() -> dict[str, Any] | None:
        booted = await person.does("boot")
        for channel in booted["channels"]:
            if not str(channel["id"]).startswith("D"):
                continue
            for message in reversed(await person.sees(channel["id"])):
                if all(word in spoken(message) for word in words):
                    return {**message, "channel": channel["id"]}
        return None

    return dict(await eventually(said, f"a direct message that says {words}"))


async def _reply(room: Room, *words: str) -> dict[str, Any]:
    """In the thread of the card."""
    card = await room.expect_card()

    async def said() -> dict[str, Any] | None:
        page = await room.seen_by.does("replies", channel=room.channel_id, ts=card["ts"])
        found = [each for each in page["messages"] if all(word in spoken(each) for word in words)]
        return found[-1] if found else None

    return dict(await eventually(said, f"a reply that says {words}"))
