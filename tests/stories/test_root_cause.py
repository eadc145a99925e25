"""The walk to a root cause in Slack: it may be left on any page, and goes on where it was left."""

import json
from typing import Any

from tests.stories.town import Actor, Room, Town, eventually, spoken, town


async def test_what_was_typed_on_a_page_is_kept_when_the_form_is_left(database_url: str) -> None:
    async with town(database_url) as here:
        room = await _declared(here)
        await here.ana.runs("/incident cause", room.name)
        first = await here.ana.form("cause_walk")
        assert first["title"]["text"] == "Cause 1/7: lineage"
        await _next(here.ana, lineage="Everything above it is right")
        await _next(here.ana, code="Ben should have tested the join")
        page = await _page(here.ana, "Cause 3/7: data")
        assert "“should have”: what would have made that the easy thing to do?" in json.dumps(
            page, ensure_ascii=False
        )

        await _presses(here.ana, page, "cause_page", "whys", data="Two files of one hour")
        page = await _page(here.ana, "Cause 5/7: five whys")
        assert _labels(page) == ["1. Why is it that: Orders are doubled"]
        await _next(here.ana, why_first="The loader ran twice")
        page = await _page(here.ana, "Cause 5/7: five whys", "2. Why is it that: The loader ran twice")
        await here.ana.does("dismiss", view_id=page["id"])

        await here.ana.runs("/incident cause", room.name)
        page = await _page(here.ana, "Cause 5/7: five whys", "2. Why is it that: The loader ran twice")
        await _presses(here.ana, page, "cause_back", None)
        await _page(here.ana, "Cause 4/7: environment")
        page = await here.ana.form("cause_walk")
        await _presses(here.ana, page, "cause_page", "data")
        page = await _page(here.ana, "Cause 3/7: data")
        assert _initial(page, "data") == "Two files of one hour"
        await _presses(here.ana, page, "cause_page", "cause")
        page = await _page(here.ana, "Cause 7/7: what it was")
        assert _initial(page, "statement") == "The loader ran twice"
        sent = await here.ana.submits("cause_walk", family="operations", reproduced="yes")
        assert sent["outcome"] == "closed", sent

        await _reply(room, "Root cause", "The loader ran twice", "operations", "reproduced")
        await here.ana.runs("/incident cause logic: The join has no key", room.name)
        board = await _reply(room, "2 root causes", "The join has no key", "logic")
        await here.ana.clicks(room.channel_id, board, "Contributing only")
        await _reply(room, "contributing  ·  operations")
        await here.ana.runs("/incident close", room.name)
        form = await here.ana.form("close")
        assert _initial(form, "cause") == "The join has no key; The loader ran twice"


async def test_data_on_a_page_comes_back_without_it_and_is_kept_nowhere(database_url: str) -> None:
    async with town(database_url) as here:
        room = await _declared(here)
        await here.ana.runs("/incident cause", room.name)
        page = await here.ana.form("cause_walk")
        typed = "All orders of nadia@example.com are doubled"
        await _presses(here.ana, page, "cause_page", "data", lineage=typed)
        page = await _page(here.ana, "Cause 1/7: lineage", "This looks like the data itself")
        assert "nadia" not in (_initial(page, "lineage_again") or "")
        await here.ana.submits("cause_walk")
        await _page(here.ana, "Cause 2/7: code")

        await here.quiet()
        assert "an e-mail address left out" in await here.ana.asks("/incident timeline", room.name)


async def _declared(here: Town) -> Room:
    await here.ana.declares("Orders are doubled", severity="sev3")
    room = await here.room("orders-are-doubled")
    await room.expect_card("Orders are doubled")
    return room


async def _next(person: Actor, **fields: Any) -> None:
    sent = await person.submits("cause_walk", **fields)
    assert sent["outcome"] == "updated", sent


async def _page(person: Actor, title: str, *words: str) -> dict[str, Any]:
    async def shown() -> dict[str, Any] | None:
        view = await person.form("cause_walk")
        said = json.dumps(view["blocks"], ensure_ascii=False)
        return view if view["title"]["text"] == title and all(word in said for word in words) else None

    return dict(await eventually(shown, f"the page {title} with {words}"))


async def _presses(person: Actor, view: dict[str, Any], action_id: str, value: Any, **typed: str) -> None:
    """Press something inside the form, with what was typed into it so far."""
    block = next(
        block
        for block in view["blocks"]
        if any(each.get("action_id") == action_id for each in block.get("elements", []))
    )
    presses = [
        *((name, "value", words) for name, words in typed.items()),
        (block["block_id"], action_id, value),
    ]
    for block_id, action, entered in presses:
        container = {"type": "view", "view_id": view["id"]}
        await person.does("action", container=container, block_id=block_id, action_id=action, input=entered)


def _labels(view: dict[str, Any]) -> list[str]:
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


def _initial(view: dict[str, Any], name: str) -> str | None:
    block = next(block for block in view["blocks"] if block.get("block_id") == name)
    value: str | None = block["element"].get("initial_value")
    return value


async def _reply(room: Room, *words: str) -> dict[str, Any]:
    """In the thread of the card."""
    card = await room.expect_card()

    async def said() -> dict[str, Any] | None:
        page = await room.seen_by.does("replies", channel=room.channel_id, ts=card["ts"])
        found = [each for each in page["messages"] if all(word in spoken(each) for word in words)]
        return found[-1] if found else None

    return dict(await eventually(said, f"a reply that says {words}"))
