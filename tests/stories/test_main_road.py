"""The main job, end to end, over real HTTP and WebSockets: from the alarm to the post-mortem."""

from tests.stories.town import Town, eventually, spoken, town


async def test_a_team_runs_its_first_incident(database_url: str) -> None:
    async with town(database_url) as here:
        await here.ana.declares("Orders are late", severity="sev2", domain="finance", symptom="freshness")
        room = await here.room("orders-are-late")

        card = await room.expect_card("INC-1", "Orders are late", "SEV2")
        assert "Acknowledge" in spoken(card)

        await room.click(here.ben, "Acknowledge")
        await room.click(here.ben, "Take command")
        await room.expect_card(here.ben.user_id)
        await _advances(here, room_id=room.channel_id)

        card = await room.expect_card("Containment")
        await here.ben.clicks(room.channel_id, card, "Update")
        await here.ben.submits("update", message="The load is stopped; yesterday stands.", next_due="30m")
        await room.expect_message("The load is stopped")

        card = await room.expect_card()
        await here.ben.clicks(room.channel_id, card, "Close")
        sent = await here.ben.submits("close", outcome="fixed", cause="A full disk", remedy="Cleared it")
        assert sent["outcome"] == "closed"
        await room.expect_card("A full disk", "Reopen")

        await here.advance(days=4)
        draft = await room.expect_message("Mark published")
        assert "Open review" in spoken(draft)
        await here.ben.clicks(room.channel_id, draft, "Mark published")
        await room.expect_message("published")


async def _advances(here: Town, room_id: str) -> None:
    async def card() -> dict[str, object] | None:
        return next((m for m in await here.ben.sees(room_id) if m.get("pinned")), None)

    await here.ben.clicks(room_id, await eventually(card, "the card"), "Advance")
    sent = await here.ben.submits("advance")
    assert sent["outcome"] == "closed", sent
