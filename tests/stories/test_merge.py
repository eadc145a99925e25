"""Two incidents turn out to be one problem, and then again not: merged by a form, undone by a press."""

from tests.stories.town import Town, spoken, town


async def test_two_incidents_are_merged_and_taken_apart_again(database_url: str) -> None:
    async with town(database_url) as here:
        await here.ana.declares("Orders are late", severity="sev2")
        survivor = await here.room("orders-are-late")
        await here.ben.declares("Refunds are doubled", severity="sev1")
        merged = await here.room("refunds-are-doubled")
        await survivor.expect_card("INC-1")
        await merged.click(here.ben, "Take command")
        await merged.expect_card(here.ben.user_id)

        await here.ben.runs("/incident merge INC-1", merged.name)
        form = await here.ben.form("merge")
        assert "goes into" in spoken(form)
        await here.ben.submits("merge", reason="One load broke both")

        await merged.expect_card("Merged into", "INC-1", survivor.channel_id)
        told = await survivor.expect_message("is merged into this one", "One load broke both", "led it")
        await here.ana.clicks(survivor.channel_id, told, "Raise to SEV1")
        await survivor.expect_card("SEV1")
        assert await _announcement(here, "Merged into")

        await here.ana.clicks(survivor.channel_id, told, "Undo")
        await merged.expect_card("Triage", "Acknowledge")
        await merged.expect_message("took the merge back")
        again = await here.ana.asks("/incident timeline", survivor.name)
        assert "undid the merge" in again


async def _announcement(here: Town, words: str) -> bool:
    await here.quiet()
    channel_id = await here.ana.channel_id("data-incidents")
    return any(words in spoken(message) for message in await here.ana.sees(channel_id))
