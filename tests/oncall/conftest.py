"""What tests of on-call duty may ask for: a house whose finance team takes turns."""

from collections.abc import AsyncIterator

import pytest

from bot.playbook import Playbook, parse_playbook
from tests.builders import ANA, BEN, CHEN, DIA, House, open_house

#: 2026-11-16 is the Monday of the week in which the house's clock stands: it is Ana's.
PLAYBOOK = """
responders: ["@dia"]
teams:
  growth: {people: ["@chen"]}
on_call:
  finance: {people: ["@ana", "@ben"], starts: 2026-11-16, hand_off: mon 09:00, zone: Europe/Berlin}
  growth:
    people: ["@chen", "@ana"]
    zone: Europe/Berlin
    starts: 2026-11-16
    only: {days: mon-fri, from: 09:00, to: 17:00}
  platform: {people: ["@zoe"]}
"""


@pytest.fixture
def playbook() -> Playbook:
    return parse_playbook(PLAYBOOK, "test")


@pytest.fixture
async def house(database_url: str, playbook: Playbook) -> AsyncIterator[House]:
    async with open_house(database_url, playbook=playbook) as built:
        await built.knows_people()
        for user_id, handle in ((ANA, "ana"), (BEN, "ben"), (CHEN, "chen"), (DIA, "dia")):
            await built.heard_of(user_id, handle.title(), handle=handle)
        yield built
