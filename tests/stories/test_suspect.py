"""A consumer sees something odd: asked, looked at, declared with all that was said, or answered."""

from typing import Any

from bot.playbook import parse_playbook
from tests.stories.town import Actor, Town, eventually, spoken, town

PLAYBOOK = parse_playbook("responders: ['@ben']", "breakwater.yaml")


async def test_what_looks_wrong_to_a_guest_becomes_an_incident_with_its_history(database_url: str) -> None:
    async with town(database_url, PLAYBOOK) as here:
        await here.gwen.runs("/incident suspect Revenue of yesterday is zero", "finance-reports")
        channel_id = await here.ben.channel_id("data-alerts")
        asked = await _message(here.ben, channel_id, "Something looks wrong", here.ben.user_id)

        await here.ben.clicks(channel_id, asked, "I'm looking")
        asked = await _message(here.ben, channel_id, "Being looked at")
        said = await here.ben.does(
            "post", channel=channel_id, text="The load stopped at 06:00", thread_ts=asked["ts"]
        )
        assert said["ok"]
        await here.ben.clicks(channel_id, asked, "Declare")
        form = await here.ben.form("declare")
        assert "Revenue of yesterday is zero" in spoken(form)
        await here.ben.submits("declare", severity="sev2")

        room = await here.room("revenue-of-yesterday-is-zero")
        await _message(here.ben, channel_id, "Became INC-1", room.channel_id)
        await here.quiet()
        told = await here.ben.asks("/incident timeline", room.name)
        assert "The load stopped at 06:00" in told
        assert told.index("Revenue of yesterday is zero") < told.index("The load stopped")
        assert room.name in await here.gwen.channels()


async def test_what_looks_wrong_is_answered_in_the_thread_and_by_direct_message(sqlite_url: str) -> None:
    async with town(sqlite_url) as here:
        await here.dia.runs("/incident suspect", "finance-reports")
        await here.dia.submits("suspect", words="The funnel looks flat")
        channel_id = await here.ana.channel_id("data-alerts")
        asked = await _message(here.ana, channel_id, "The funnel looks flat")
        await here.advance(minutes=31)
        await _message(here.ana, channel_id, "Nobody has looked at this yet")

        await here.ana.clicks(channel_id, asked, "Answer")
        await here.ana.submits("suspicion_answer", answer="A holiday: it was flat last year, too.")
        await _message(here.ana, channel_id, "Answered", "The funnel looks flat")
        await here.quiet()
        boot = await here.dia.does("boot")
        [own] = [
            each["id"] for each in boot["channels"] if each.get("is_im") and await _ours(here, each["id"])
        ]
        assert any("flat last year" in spoken(message) for message in await here.dia.sees(own))


async def _ours(here: Town, channel_id: str) -> bool:
    return any("You asked in" in spoken(message) for message in await here.dia.sees(channel_id))


async def _message(person: Actor, channel_id: str, *words: str) -> dict[str, Any]:
    async def said() -> dict[str, Any] | None:
        for message in reversed(await person.sees(channel_id)):
            if all(word in spoken(message) for word in words):
                return message
        return None

    return dict(await eventually(said, f"a message that says {words}"))
