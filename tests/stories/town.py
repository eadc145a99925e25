"""A language for stories: people in the sandbox's Slack, with the real program connected to it.

async with town(database_url) as t:
    await t.ana.declares("Orders are late")
    room = await t.room("orders-are-late")
    await room.click(t.ben, "Take command")
    await room.expect_card("Ben leads")
"""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from unittest.mock import patch

import aiohttp
import yaml
from slack_bolt.async_app import AsyncApp

from bot import app
from bot.app import Breakwater
from bot.manifest import manifest_text
from bot.playbook import Playbook
from bot.settings import Settings
from handlers import front
from handlers.bolt import make_bolt
from sandbox.server import Sandbox
from tests.builders import MovedClock
from tests.engines import open_quick_engine
from tests.stories.people import PEOPLE, Actor, Page, eventually, spoken

#: What stories are written with, in one place.
__all__ = ["PATIENT", "PEOPLE", "Actor", "Page", "Room", "Town", "eventually", "spoken", "town"]


#: So long Slack waits here for an ack, and for a form to open. What is asked is what happens, not how fast
#: a machine is on which so much runs at once; that answers come in time is measured elsewhere (`bench`).
PATIENT: Mapping[str, float] = {"ack_seconds": 20.0, "trigger_seconds": 20.0}


@dataclass
class Room:
    """An incident's channel, as one of its members sees it."""

    seen_by: Actor
    channel_id: str
    name: str

    async def messages(self) -> list[dict[str, Any]]:
        return await self.seen_by.sees(self.channel_id)

    async def card(self) -> dict[str, Any] | None:
        pinned = [message for message in await self.messages() if message.get("pinned")]
        return pinned[0] if pinned else None

    async def expect_card(self, *words: str) -> dict[str, Any]:
        """Wait until the card is pinned and says all of this."""

        async def says_so() -> dict[str, Any] | None:
            card = await self.card()
            return card if card and all(word in spoken(card) for word in words) else None

        return dict(await eventually(says_so, f"a card that says {words}"))

    async def expect_message(self, *words: str) -> dict[str, Any]:
        """Wait until some message says all of this."""

        async def said() -> dict[str, Any] | None:
            for message in reversed(await self.messages()):
                if all(word in spoken(message) for word in words):
                    return message
            return None

        return dict(await eventually(said, f"a message that says {words}"))

    async def expect_reply(self, *words: str) -> dict[str, Any]:
        """Wait until some message in the thread of the card says all of this."""
        card = await self.expect_card()

        async def said() -> dict[str, Any] | None:
            page = await self.seen_by.does("replies", channel=self.channel_id, ts=card["ts"])
            found = [each for each in page["messages"] if all(word in spoken(each) for word in words)]
            return found[-1] if found else None

        return dict(await eventually(said, f"a reply that says {words}"))

    async def expect_word(self, person: Actor, words: str) -> dict[str, Any]:
        """Wait until this person alone is told something here."""

        async def said() -> dict[str, Any] | None:
            messages = reversed(await person.sees(self.channel_id))
            return next((each for each in messages if each["ephemeral"] and words in spoken(each)), None)

        return dict(await eventually(said, f"a word to {person.name} that says {words}"))

    async def press(self, person: Actor, label: str, *words: str, in_thread: bool = False) -> None:
        """Press a button of the message that says all of this."""
        on = await (self.expect_reply if in_thread else self.expect_message)(*words)
        await person.clicks(self.channel_id, on, label)

    async def click(self, person: Actor, label: str, value: Any = None) -> None:
        """Press a button of the card."""
        card = await self.expect_card()
        await person.clicks(self.channel_id, card, label, value)


@dataclass
class Town:
    """The sandbox, the people, and the program."""

    page: Page
    sandbox: Sandbox
    program: Breakwater
    clock: MovedClock
    people: dict[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    async def room(self, part_of_name: str, seen_by: Actor | None = None) -> Room:
        """Wait for an incident's channel to open."""
        person = seen_by or self.people["ana"]

        async def opened() -> Room | None:
            for name, channel in (await person.channels()).items():
                if part_of_name in name and name.startswith(("inc-", "drill-")):
                    return Room(person, channel["id"], name)
            return None

        room: Room = await eventually(opened, f"a channel named …{part_of_name}…")
        return room

    async def advance(self, **length: float) -> None:
        """Move the clock, and see to what is due."""
        self.clock.advance(**length)
        await self.program.look()

    async def quiet(self) -> None:
        """Wait until all that happened was heard, and the program has nothing under way or to send."""

        async def still() -> bool:
            return is_idle() and await self.program.nothing_to_send() and is_idle()

        def is_idle() -> bool:
            return self.sandbox.courier.is_idle and self.program.is_idle

        await eventually(still, "quiet")


@asynccontextmanager
async def town(
    database_url: str,
    playbook: Playbook | None = None,
    *,
    limits: bool = False,
    before: Callable[[Sandbox], object] = lambda slack: None,
    lost: bool = False,
    settings: Mapping[str, str] | None = None,
    **sandbox: Any,
) -> AsyncIterator[Town]:
    """Start the sandbox, and the program in this process with a clock that is moved.

    `before` does what happened to the sandbox before the program started. The people come when the program
    hears Slack and knows its way there; to a `lost` one they come when it hears Slack.
    """
    clock = MovedClock()
    manifest = json.loads(_manifest())
    async with Sandbox.serve(port=0, manifest=manifest, limits=limits, **{**PATIENT, **sandbox}) as slack:
        environment = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url,
            "PORT": "0",
            **(settings or {}),
        }
        before(slack)
        with patch.multiple(app, open_engine=open_quick_engine, make_bolt=_patient_bolt):
            program = Breakwater(Settings.read(environment), playbook or Playbook(), clock=clock)
            await program.start()
        async with aiohttp.ClientSession() as http:
            page = Page(http, slack.url)
            people = {name: Actor(page, name, user_id) for name, user_id in PEOPLE.items()}
            here = Town(page, slack, program, clock, people)

            async def is_awake() -> bool:
                return (lost or program.knows_its_way) and await here.people["ana"].is_heard()

            try:
                await eventually(is_awake, "the program to hear Slack, and to know its way there")
                with patch.dict(front.PATIENCE, view_submission=PATIENT["ack_seconds"] / 2):
                    yield here
            finally:
                await program.stop()


def _patient_bolt(*given: Any, **more: Any) -> AsyncApp:
    """Bolt itself gives an ack up after three seconds, and nothing is ever said to Slack then."""
    bolt = make_bolt(*given, **more)
    for listener in bolt._async_listeners:
        listener.ack_timeout = int(PATIENT["ack_seconds"])
    return bolt


@cache
def _manifest() -> str:
    """Reading YAML takes longer than the sandbox takes to start."""
    return json.dumps(yaml.safe_load(manifest_text()))
