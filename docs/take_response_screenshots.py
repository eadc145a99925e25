"""Take the picture of the response anew: `.venv/bin/python -m docs.take_response_screenshots`.

An incident is carried to verification in the sandbox; one steward has signed, the other is asked.
"""

import asyncio
import tempfile
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.migrate import upgrade
from bot.playbook import parse_playbook
from docs.take_screenshots import take
from tests.chromium import chromium
from tests.stories.town import Room, Town, town

PLAYBOOK: Final = """
responders: [U0BEN00001, U0CHEN0001]
severities:
  sev2:
    gates: [containment, analysis, remediation, verification]
    verify: [storage, serving]
    sign_off: [technical_steward, business_steward]
"""

#: Who types what, from the declaration to verification.
TYPED: Final = (
    ("ben", "take commander"),
    ("ben", "role technical steward @chen"),
    ("ben", "role business steward @dia"),
    ("ben", "contain The board pack is held back"),
    ("ben", "hypothesis The loader stopped half-way"),
    ("chen", "evidence for H1 run 8123 ends after 412 rows"),
    ("ben", "cause operations: The loader stopped half-way"),
)


async def main() -> None:
    """Play the story, and take its picture in the incident's channel."""
    with tempfile.TemporaryDirectory() as folder:
        database_url = f"sqlite:///{folder}/breakwater.db"
        upgrade(database_url)
        playbook = parse_playbook(PLAYBOOK, "breakwater.yaml")
        async with town(database_url, playbook) as here, chromium(timezone_id="Europe/Berlin") as browser:
            # As long ago as the story lasts: Slack's own times, which nobody moves, then agree with ours.
            here.clock.move_to(datetime.now(UTC) - timedelta(minutes=35))
            room = await _is_repaired(here)
            await _is_half_signed(here, room)
            await take(browser, here, "dia", room.name, "response.png", height=1340)


async def _is_repaired(here: Town) -> Room:
    await here.ana.declares(
        "Orders of yesterday are missing", severity="sev2", domain="finance", symptom="volume"
    )
    room = await here.room("orders-of-yesterday", seen_by=here.ben)
    await room.expect_card("INC-1")
    for name, words in TYPED:
        await here.people[name].asks(f"/incident {words}", room.name)
        await here.advance(minutes=4)
    await here.quiet()
    await room.press(here.ben, "Support", "What may be the cause", "412 rows", in_thread=True)
    await here.ben.submits("judge_hypothesis", text="Its log ends in the middle of a file")
    await here.chen.asks("/incident change Ran the load of Tuesday again", room.name)
    await room.press(here.chen, "It held", "Change, applied")
    await here.chen.submits("step_change", text="12,040 rows, as last Tuesday")
    return room


async def _is_half_signed(here: Town, room: Room) -> None:
    await here.ben.asks("/incident stage verification the load is through", room.name)
    await here.chen.asks("/incident verify storage ok 12,040 rows, as last Tuesday", room.name)
    await here.advance(minutes=6)
    await room.press(here.chen, "Sign off", "is the data right again?", "please look")
    await room.expect_message("signed off", here.chen.user_id)
    await here.quiet()


if __name__ == "__main__":
    asyncio.run(main())
