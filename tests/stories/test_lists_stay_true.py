"""A list that one person was shown gets shorter with each thing that they settle from it."""

from typing import Any

from bot.playbook import parse_playbook
from tests.builders import BEN
from tests.stories.town import Actor, Room, eventually, spoken, town

HELD = parse_playbook("severities: {sev2: {gates: [containment]}}", "breakwater.yaml")


async def test_what_a_typed_move_lacked_is_settled_from_its_list_until_the_stage_moves(
    database_url: str,
) -> None:
    async with town(database_url, HELD) as here:
        await here.ana.declares("Orders are late", severity="sev2")
        room = await here.room("orders-are-late")
        await room.expect_card("Orders are late")
        await here.ana.asks("/incident stage analysis", room.name)

        held = await room.expect_word(here.ana, "does not leave containment yet")
        await here.ana.clicks(room.channel_id, held, "Say what contains it")
        await here.ana.submits("contain", what="The export is stopped")
        free = await room.expect_word(here.ana, "nothing is missing any more")
        assert free["ts"] == held["ts"]
        await here.ana.clicks(room.channel_id, free, "Advance")
        await here.ana.submits("advance", stage="analysis")
        moved = await room.expect_word(here.ana, "INC-1 is in analysis now.")
        assert moved["ts"] == held["ts"]
        await room.expect_card("Analysis")


async def test_a_hypothesis_that_is_supported_leaves_the_list_from_which_it_was_opened(
    database_url: str,
) -> None:
    held = parse_playbook("severities: {sev2: {gates: [analysis]}}", "breakwater.yaml")
    async with town(database_url, held) as here:
        await here.ana.declares("Orders are late", severity="sev2")
        room = await here.room("orders-are-late")
        await room.expect_card("Orders are late")
        for words in ("The loader ran twice", "The source was late"):
            await here.ana.asks(f"/incident hypothesis {words}", room.name)
        await here.ana.asks("/incident stage remediation", room.name)
        listed = await room.expect_word(here.ana, "a hypothesis that evidence supports")

        await here.ana.clicks(room.channel_id, listed, "Hypotheses")
        view = await _top(here.ana, "The loader ran twice")
        await here.ana.does(
            "action",
            container={"type": "view", "view_id": view["id"]},
            **_button(view, "hypothesis_supported"),
        )
        await here.ana.submits("judge_hypothesis", text="Its log says so twice")

        left = await _shown(room, here.ana, listed["ts"], "the kind of cause")
        await eventually(lambda: _lacks(room, here.ana, left["ts"], "that evidence supports"), "the list")
        await _top(here.ana, "1 supported")


async def test_an_update_that_moves_the_stage_is_sent_from_where_it_was_written(database_url: str) -> None:
    async with town(database_url, HELD) as here:
        await here.ana.declares("Orders are late", severity="sev2")
        room = await here.room("orders-are-late")
        await room.click(here.ana, "Update")
        await here.ana.submits("update", message="The loader is stopped", stage="analysis")
        view = await _top(here.ana, "Say what contains it")
        await here.ana.does(
            "action", container={"type": "view", "view_id": view["id"]}, **_button(view, "contain")
        )
        await here.ana.submits("contain", what="The export is stopped")
        await eventually(
            lambda: _without(here.ana, "Say what contains it"), "the form below without its button"
        )
        sent = await here.ana.submits("update")

        assert sent["outcome"] == "closed", sent
        await room.expect_message("The loader is stopped")
        await room.expect_card("Analysis")


async def test_a_hold_is_given_away_from_the_list_that_shows_it(database_url: str) -> None:
    async with town(database_url) as here:
        await here.ana.declares("Orders are late")
        room = await here.room("orders-are-late")
        await room.expect_card("Orders are late")
        for what in ("raw.orders", "raw.refunds"):
            await here.ana.asks(f"/incident retention hold {what} for 2d because we read it", room.name)
        await here.ana.asks("/incident retention", room.name)
        listed = await room.expect_word(here.ana, "Hold on retention of raw.refunds")
        await here.ana.clicks(room.channel_id, listed, "Give to someone")
        await here.ana.submits("hold_give", holder=BEN)
        given = await _shown(room, here.ana, listed["ts"], f"asked of <@{BEN}>")
        assert "raw.refunds" in spoken(given)
        await here.ana.clicks(room.channel_id, given, "Released")
        left = await _shown(room, here.ana, listed["ts"], "raw.orders", "released")
        assert "raw.refunds" in spoken(left)


async def _shown(room: Room, person: Actor, ts: str, *words: str) -> dict[str, Any]:
    async def said() -> dict[str, Any] | None:
        found = [each for each in await person.sees(room.channel_id) if each["ts"] == ts]
        return found[0] if found and all(word in spoken(found[0]) for word in words) else None

    return dict(await eventually(said, f"the list that says {words}"))


async def _lacks(room: Room, person: Actor, ts: str, words: str) -> bool:
    [found] = [each for each in await person.sees(room.channel_id) if each["ts"] == ts]
    return words not in spoken(found)


async def _views(person: Actor) -> list[dict[str, Any]]:
    return list((await person.does("boot"))["views"])


async def _top(person: Actor, label: str) -> dict[str, Any]:
    async def drawn() -> dict[str, Any] | None:
        views = await _views(person)
        return views[-1] if views and label in str(views[-1]["blocks"]) else None

    return dict(await eventually(drawn, f"a form with {label}"))


async def _without(person: Actor, label: str) -> bool:
    views = await _views(person)
    return len(views) == 1 and label not in str(views[0]["blocks"])


def _button(view: dict[str, Any], action_id: str) -> dict[str, str]:
    for block in view["blocks"]:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["action_id"] == action_id:
                return {"block_id": block["block_id"], "action_id": action_id}
    raise AssertionError(f"no button {action_id}")
