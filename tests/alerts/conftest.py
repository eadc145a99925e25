"""A desk that watches a channel, on each database, with a clock that is moved."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest

from bot.alerts.take_message import Taken, take_message
from bot.desk import Desk
from bot.playbook import Playbook, parse_playbook
from bot.prose import Prose
from bot.slack.directory import Directory
from bot.slack.identity import Identity
from models.alert import Alert
from models.fact import Fact
from tests.alerts.posts import CHANNEL
from tests.builders import House, open_house

IDENTITY = Identity(
    team_id="T0TEAM0001", user_id="U0BOT00001", bot_id="B0BOT00001", team_url="https://northwind.slack.com/"
)


@dataclass
class Watch:
    """A house that hears what is posted in its watched channel."""

    house: House
    desk: Desk
    posted: int = 0

    async def hears(self, message: dict[str, Any], *, ts: str | None = None, **more: Any) -> Taken:
        """A message is posted, by default a new one each time."""
        self.posted += 1
        ts = ts or f"{1_763_450_000 + self.posted}.000100"
        return await take_message(self.desk, {**message, "ts": ts, **more})

    async def alert(self, message: dict[str, Any], **more: Any) -> Alert:
        """A message with one alert is posted."""
        taken = await self.hears(message, **more)
        [alert] = taken.alerts
        return alert

    async def alerts(self) -> list[Alert]:
        """All that were taken in."""
        return await self.house.all_of(Alert)


async def make_watch(house: House) -> Watch:
    """Let a house watch the channel that the playbook names."""
    async with house.store.unit() as uow:
        found = {"id": CHANNEL, "name": "data-alerts"}
        uow.session.add(Fact(name="channel:data-alerts", value=found, found_at=uow.now))
        kept = {"team_id": IDENTITY.team_id, "team_url": IDENTITY.team_url}
        uow.session.add(Fact(name="identity", value=kept, found_at=uow.now))
    await house.knows_people()
    directory = Directory(None, house.store)  # type: ignore[arg-type]  # Slack is not asked
    await directory.load()
    desk = Desk(
        store=house.store,
        chat=None,  # type: ignore[arg-type]  # taking alerts in must not need Slack
        directory=directory,
        playbook=house.store.playbook,
        prose=Prose(None),
        clock=house.clock,
        identity=IDENTITY,
    )
    return Watch(house, desk)


@pytest.fixture
def playbook() -> Playbook:
    """The built-in one; tests that need rules override it."""
    return Playbook()


@pytest.fixture
async def watch(database_url: str, playbook: Playbook) -> AsyncIterator[Watch]:
    async with open_house(database_url, playbook=playbook) as house:
        yield await make_watch(house)


@pytest.fixture
def written() -> Callable[[str], Playbook]:
    """Read a playbook from its text."""
    return lambda text: parse_playbook(text, "breakwater.yaml")
