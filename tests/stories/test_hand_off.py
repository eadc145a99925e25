"""A role changes hands: offered in a direct message, answered there, and the offer says how."""

from typing import Any

from tests.stories.town import Actor, Town, eventually, spoken, town


async def test_an_accepted_offer_moves_the_role_and_loses_its_buttons(database_url: str) -> None:
    async with town(database_url) as here:
        await here.ana.declares("Orders are late")
        room = await here.room("orders-are-late")
        await room.expect_card()
        await here.ana.asks("/incident take", room.name)
        _, brief = await _told(here, here.ana, "You are ")
        assert "gave it to you" not in spoken(brief)
        await here.ana.asks("/incident change --temporary filter the view", room.name)
        await here.ana.asks("/incident handoff commander @ben watch the counts", room.name)

        dm, offer = await _told(here, here.ben, "offers you")
        assert "watch the counts" in spoken(offer)
        await here.ben.clicks(dm, offer, "Accept")

        _, settled = await _told(here, here.ben, "You accepted")
        assert "handoff_accept" not in spoken(settled)
        await room.expect_card(f'"user_id": "{here.ben.user_id}"', "Commander")
        await room.expect_message("given by", "commander")
        _, brief = await _told(here, here.ben, "Open when you take it")
        assert "1 temporary change is still in place" in spoken(brief)


async def test_a_declined_offer_says_so_and_leaves_the_role_where_it_was(sqlite_url: str) -> None:
    async with town(sqlite_url) as here:
        await here.ana.declares("Orders are late")
        room = await here.room("orders-are-late")
        await room.expect_card()
        await here.ana.asks("/incident take scribe", room.name)
        await here.ana.asks("/incident handoff scribe @ben", room.name)

        dm, offer = await _told(here, here.ben, "offers you")
        await here.ben.clicks(dm, offer, "Decline")

        await _told(here, here.ben, "You declined")
        await _told(here, here.ana, "It stays with you")
        await room.expect_message("it stays with")


async def _told(here: Town, person: Actor, words: str) -> tuple[str, dict[str, Any]]:
    """Wait for a direct message of the program that says this; with the conversation that it is in."""
    bot_id = next(user["id"] for user in (await person.does("boot"))["users"] if user.get("is_bot"))
    channel_id = str((await person.does("dm", user=bot_id))["channel"]["id"])

    async def said() -> dict[str, Any] | None:
        return next((m for m in await person.sees(channel_id) if words in spoken(m)), None)

    return channel_id, dict(await eventually(said, f"a direct message that says {words}"))
