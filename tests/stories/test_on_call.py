"""On call: looked up, overridden in the middle of a shift, handed over at nine when the clocks change."""

from datetime import UTC, datetime

from bot.playbook import parse_playbook
from tests.stories.town import Actor, eventually, spoken, town

PLAYBOOK = parse_playbook(
    """
teams: {finance: {channel: finance-reports}}
on_call:
  finance: {people: ["@ana", "@ben"], every: 1d, starts: 2026-11-18, hand_off: 09:00, zone: Europe/Berlin}
""",
    "breakwater.yaml",
)


async def test_a_shift_is_looked_up_taken_over_and_handed_back(database_url: str) -> None:
    async with town(database_url, PLAYBOOK) as here:
        await here.advance(seconds=1)
        # Ten in the morning, UTC: Ana's day, until nine in Berlin tomorrow.
        now = await here.dia.asks("/incident oncall")
        assert here.ana.user_id in now
        assert "2026-11-19 08:00 UTC" in now

        made = await here.ben.asks("/incident oncall override @chen for 2h")
        assert here.chen.user_id in made
        await _is_told(here.ana, "is on call for", here.chen.user_id)
        await _is_told(here.chen, "is on call for", here.ben.user_id)

        await here.advance(seconds=1)
        await _is_told(here.chen, "You are on call for", "there is nothing to hand over")
        reports = await here.ana.channel_id("finance-reports")
        await _said(here.ana, reports, "On call for", here.chen.user_id)
        await here.gwen.runs("/incident suspect Revenue is zero", "finance-reports")
        asked = await _said(here.ben, await here.ben.channel_id("data-alerts"), "Revenue is zero")
        assert here.chen.user_id in asked
        assert here.ana.user_id not in asked

        await here.advance(hours=2)
        await _is_told(here.ana, "You are on call for", "Revenue is zero")


async def test_a_rotation_is_handed_over_at_nine_on_the_day_on_which_the_clocks_change(
    sqlite_url: str,
) -> None:
    async with town(sqlite_url, PLAYBOOK) as here:
        await here.advance(seconds=1)
        # On Sunday the 28th of March nine in Berlin comes an hour earlier: at seven, UTC.
        here.clock.move_to(datetime(2027, 3, 27, 12, 0, tzinfo=UTC))
        await here.advance(seconds=1)
        coming = await here.ana.asks("/incident oncall finance")
        assert "2027-03-28 07:00 UTC" in coming
        assert "2027-03-27 08:00 UTC" not in coming
        await here.quiet()  # the shifts that changed on the way here were told of
        before = len(await _direct(here.ana)) + len(await _direct(here.ben))

        here.clock.move_to(datetime(2027, 3, 28, 6, 59, 50, tzinfo=UTC))
        await here.advance(seconds=9)
        await here.quiet()
        assert len(await _direct(here.ana)) + len(await _direct(here.ben)) == before
        await here.advance(seconds=1)

        async def both_told() -> bool:
            return len(await _direct(here.ana)) + len(await _direct(here.ben)) == before + 2

        await eventually(both_told, "both sides to hear of the hand-off")


async def _direct(person: Actor) -> list[str]:
    """What the app has told someone, oldest first."""
    booted = await person.does("boot")
    rooms = [each["id"] for each in booted["channels"] if each.get("is_im")]
    return [spoken(message) for room in rooms for message in await person.sees(room)]


async def _is_told(person: Actor, *words: str) -> None:
    async def told() -> bool:
        return any(all(word in said for word in words) for said in await _direct(person))

    await eventually(told, f"{person.name} to be told {words}")


async def _said(person: Actor, channel_id: str, *words: str) -> str:
    async def said() -> str | None:
        found = [spoken(message) for message in await person.sees(channel_id)]
        return next((each for each in found if all(word in each for word in words)), None)

    return str(await eventually(said, f"a message that says {words}"))
