"""The response is written down as it happens: what was thought, found and changed, and no data."""

import json
from typing import Any

from sqlalchemy import select

from models.inbox import InboxItem
from tests.stories.town import Actor, Room, Town, eventually, spoken, town


async def test_hypotheses_evidence_and_changes_are_written_down_as_they_happen(database_url: str) -> None:
    async with town(database_url) as here:
        await here.ana.declares("Orders are late", severity="sev2")
        room = await here.room("orders-are-late")
        await room.expect_card("Orders are late")
        await here.ana.asks("/incident hypothesis at 09:50 UTC The source was late", room.name)
        await here.ana.asks("/incident hypothesis The loader ran twice", room.name)
        board = await _reply(room, "2 open")

        await here.ana.clicks(room.channel_id, board, "Rule out")
        await here.ana.submits("judge_hypothesis", text="Its file came at 05:50")
        board = await _reply(room, "Ruled out", "Its file came at 05:50")
        await here.ana.runs("/incident evidence for H2 the log of run 8123 begins twice", room.name)
        await _reply(room, "begins twice", "for")
        answer = await _told(here.ana, room, "Add details")
        await here.ana.clicks(room.channel_id, answer, "Add details")
        await here.ana.submits("ledger_entry", count="1,204", link="https://runs.example.com/8123")
        await _reply(room, "begins twice", "(1,204 rows)")
        await here.ana.runs("/incident amend", room.name)
        listed = await here.ana.form("choose_entry")
        [chosen] = [each for each in _choices(listed) if "The loader ran twice" in each[1]]
        await here.ana.submits("choose_entry", entry=chosen[0])
        await here.ana.submits("ledger_entry", text="The loader ran twice on Monday")
        await _reply(room, "H2 The loader ran twice on Monday")

        await here.ana.runs("/incident change --temporary Paused the loader", room.name)
        change = await room.expect_message("Temporary change, applied", "Paused the loader")
        await here.ana.clicks(room.channel_id, change, "Add details")
        sent = await here.ana.submits("ledger_entry", where="loader", rollback="resume it")
        assert sent["outcome"] == "closed", sent
        await room.expect_message("Way back", "resume it")
        await here.advance(hours=25)
        asked = await room.expect_message("still in place", "resume it")

        await here.ana.runs("/incident close", room.name)
        refused = await here.ana.submits("close", cause="The loader ran twice")
        assert "a temporary change is in place" in json.dumps(refused)
        await here.ana.clicks(room.channel_id, asked, "Removed")
        await room.expect_message("Temporary change, removed")
        sent = await here.ana.submits("close", cause="The loader ran twice")
        assert sent["outcome"] == "closed", sent
        await here.quiet()
        told = await here.ana.asks("/incident timeline", room.name)
        assert told.index("suspected: The loader ran twice on Monday") < told.index(
            "ruled out “H1 The source was late”"
        )
        assert told.index("Its file came at 05:50") < told.index("removed the change “Paused the loader”")


async def test_data_is_refused_in_private_and_stored_without_the_rows(database_url: str) -> None:
    rows = "Two are wrong\nid,name,city\n1,Nadia,Lisbon\n2,Viktor,Porto"
    async with town(database_url) as here:
        await here.ana.declares("Orders are wrong")
        room = await here.room("orders-are-wrong")
        await room.expect_card("Orders are wrong")
        await here.ana.runs(f"/incident evidence {rows}", room.name)
        offer = await _told(here.ana, room, "looks like the data itself: 2 rows")
        assert "Nadia" not in spoken(offer)
        await here.ana.clicks(room.channel_id, offer, "Store it without the rows")
        await here.ana.runs("/incident note", room.name)
        await here.ana.submits("ledger_entry", text=f"Once more: {rows}")
        form = await here.ana.form("ledger_entry")
        assert "Once more: Two are wrong\n(2 rows left out)" in _words_of(form)
        sent = await here.ana.submits("ledger_entry")
        assert sent["outcome"] == "closed", sent

        await here.quiet()
        told = await here.ana.asks("/incident timeline", room.name)
        assert "(2 rows left out)" in told
        assert "Once more" in told
        assert not [row for row in await _inbox(here) if "Nadia" in row]


async def _reply(room: Room, *words: str) -> dict[str, Any]:
    """In the thread of the card."""
    card = await room.expect_card()

    async def said() -> dict[str, Any] | None:
        page = await room.seen_by.does("replies", channel=room.channel_id, ts=card["ts"])
        found = [each for each in page["messages"] if all(word in spoken(each) for word in words)]
        return found[-1] if found else None

    return dict(await eventually(said, f"a reply that says {words}"))


async def _told(person: Actor, room: Room, words: str) -> dict[str, Any]:
    async def said() -> dict[str, Any] | None:
        messages = await person.sees(room.channel_id)
        return next((each for each in messages if each["ephemeral"] and words in spoken(each)), None)

    return dict(await eventually(said, f"an answer that says {words}"))


def _choices(form: dict[str, Any]) -> list[tuple[str, str]]:
    [select] = [block["element"] for block in form["blocks"] if block.get("block_id") == "entry"]
    return [(each["value"], each["text"]["text"]) for each in select["options"]]


def _words_of(form: dict[str, Any]) -> str:
    [text] = [block for block in form["blocks"] if block.get("block_id") == "text_again"]
    return str(text["element"]["initial_value"])


async def _inbox(here: Town) -> list[str]:
    async with here.program.desk.store.reading() as session:
        return list(await session.scalars(select(InboxItem.payload)))
