"""Nobody answers, and others are called, to the head of data; an override and an outage in the middle."""

import json
from typing import Any

from bot.playbook import parse_playbook
from tests.integrations.outside import outside, post_office
from tests.integrations.test_ways import read
from tests.stories.town import PEOPLE, Actor, Town, eventually, spoken, town

LEVELS = """
escalation:
  policies:
    - name: the worst
      when: {severity: [sev1, sev2]}
      levels: [{call: ["@ben"], wait: 10m}, {call: [finance], wait: 10m}, {call: ["@chen"], wait: 10m}]
      repeat: 0
  executives: [{name: the head of data, call: ["@emil"], when: {unacknowledged_for: 30m}}]
on_call:
  finance: {people: ["@dia"], starts: 2026-01-05, zone: UTC}
"""


async def test_nobody_acknowledges_and_three_levels_later_the_head_of_data_does(database_url: str) -> None:
    async with town(database_url, parse_playbook(LEVELS, "test")) as here:
        await here.ana.declares("Revenue is wrong", severity="sev1")
        room = await here.room("revenue-is-wrong")
        await here.advance()
        await room.expect_message("Calling", "level 1 of 3", PEOPLE["ben"])
        dm, asked = await _told(here, here.ben, "You are called")
        assert "Revenue is wrong" in spoken(asked)

        await here.advance(minutes=10)
        await room.expect_message("Calling", "level 2 of 3", PEOPLE["dia"])
        first = await room.expect_message("level 1 of 3")
        await _becomes(here.ana, room.channel_id, first, "it went on to others")
        await here.advance(minutes=10)
        await room.expect_message("Calling", "level 3 of 3", PEOPLE["chen"])
        await here.advance(minutes=10)
        await room.expect_message("Calling", "the head of data", PEOPLE["emil"])
        await room.expect_message("was called, and nobody answered")

        emils, asked_last = await _told(here, here.emil, "You are called")
        await here.emil.clicks(emils, asked_last, "Acknowledge")
        await _told(here, here.emil, "You acknowledged")
        await room.expect_card("acknowledged")
        await _becomes(here.ben, dm, asked, f"<@{PEOPLE['emil']}> acknowledged")
        calling = [m for m in await room.messages() if "Calling" in m.get("text", "")]
        assert len(calling) == 4, "one message for each level, edited in place"


async def test_whoever_was_put_on_call_in_the_middle_is_called(sqlite_url: str) -> None:
    async with town(sqlite_url, parse_playbook(LEVELS, "test")) as here:
        await here.ana.declares("Revenue is wrong", severity="sev1")
        room = await here.room("revenue-is-wrong")
        await here.advance()
        await room.expect_message("Calling", "level 1 of 3")
        await here.ana.asks("/incident oncall override @emil until friday 09:00 for finance")

        level = await room.expect_message("Calling", "level 1 of 3")
        await here.ana.clicks(room.channel_id, level, "Escalate now")
        await here.advance()
        second = await room.expect_message("Calling", "level 2 of 3", PEOPLE["emil"])
        assert PEOPLE["dia"] not in spoken(second)

        emils, asked = await _told(here, here.emil, "You are called")
        await here.emil.clicks(emils, asked, "Acknowledge")
        await room.expect_card("acknowledged")
        await here.ana.asks("/incident page @chen the ledger does not add up", room.name)
        await room.expect_message("Calling", PEOPLE["chen"], "the ledger does not add up")


async def test_pagerduty_is_down_and_the_next_way_is_taken(sqlite_url: str) -> None:
    async with outside(status=503) as pagerduty, post_office() as post:
        contacts = """
contacts: {"@ben": {pagerduty: ben, email: ben@example.org}}
"""
        environ = {
            "PAGERDUTY_URL": f"{pagerduty.url}/v2/enqueue",
            "PAGERDUTY_KEY_BEN": "R0BEN",
            "SMTP_URL": f"smtp://127.0.0.1:{post.port}",
            "MAIL_FROM": "breakwater@example.org",
            "ALLOWED_HOSTS": "127.0.0.1",
        }
        async with town(sqlite_url, parse_playbook(LEVELS + contacts, "test"), settings=environ) as here:
            await here.ana.declares("Revenue is wrong", severity="sev1")
            room = await here.room("revenue-is-wrong")
            await here.advance()

            await room.expect_message("PagerDuty failed", "answered 503", "e-mail delivered")
            (mail,) = map(read, post.mails)
            assert mail["Subject"] == "SEV1 · INC-1 · Revenue is wrong"
            assert len({json.loads(each.body)["dedup_key"] for each in pagerduty.taken}) == 1


async def _becomes(person: Actor, channel_id: str, message: dict[str, Any], words: str) -> None:
    """Wait until a message was edited to say this."""

    async def says_so() -> bool:
        found = [each for each in await person.sees(channel_id) if each["ts"] == message["ts"]]
        return any(words in spoken(each) for each in found)

    await eventually(says_so, f"a message that has come to say {words}")


async def _told(here: Town, person: Actor, words: str) -> tuple[str, dict[str, Any]]:
    """Wait for a direct message of the program that says this; with the conversation that it is in."""
    bot_id = next(user["id"] for user in (await person.does("boot"))["users"] if user.get("is_bot"))
    channel_id = str((await person.does("dm", user=bot_id))["channel"]["id"])

    async def said() -> dict[str, Any] | None:
        return next((m for m in await person.sees(channel_id) if words in spoken(m)), None)

    return channel_id, dict(await eventually(said, f"a direct message that says {words}"))
