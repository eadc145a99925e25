"""What people do in each phase of the one incident that every siege is about."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any

from tests.durability.patience import until
from tests.stories.town import Actor, spoken

#: Slack opens a form within 3 seconds of the press, or not at all.
FORM_SECONDS = 4.0

#: So often a person asks for a form that does not open: where a machine has too much to do the right to open
#: it ends before it is used.
ASKED_FOR = 8


class Story:
    """Ana declares from a message; Ben leads, updates and closes; the review comes by itself."""

    def __init__(self, people: Mapping[str, Actor]) -> None:
        self.ana, self.ben = people["ana"], people["ben"]
        self._acts: Mapping[str, Callable[[], Awaitable[None]]] = {
            "opening": self._declare,
            "leading": self._take_command,
            "updating": self._update,
            "closing": self._close,
        }

    async def act(self, phase: str) -> None:
        """The gestures of a phase, until the last of them is acknowledged."""
        if phase in self._acts:
            await self._acts[phase]()

    async def room_id(self) -> str:
        async def opened() -> str | None:
            channels = await self.ana.channels()
            return next((each["id"] for name, each in channels.items() if name.startswith("inc-")), None)

        return str(await until(opened, "the incident's channel", within=20))

    async def card(self, *words: str) -> dict[str, Any]:
        room_id = await self.room_id()

        async def shown() -> dict[str, Any] | None:
            pinned = [message for message in await self.ana.sees(room_id) if message.get("pinned")]
            return pinned[0] if pinned and all(word in spoken(pinned[0]) for word in words) else None

        return dict(await until(shown, f"a card that says {words}", within=20))

    async def _declare(self) -> None:
        channel = await self.ana.channel_id("data-team")
        said = await self.ana.does("post", channel=channel, text="Where are the orders?")

        async def use_shortcut() -> None:
            await self.ana.page.act(
                self.ana.user_id, "shortcut", callback_id="declare_message", channel=channel, ts=said["ts"]
            )

        await fill_in(self.ana, use_shortcut, "declare", title="Orders are late", severity="sev2")

    async def _take_command(self) -> None:
        await self.ben.clicks(await self.room_id(), await self.card(), "Take command")

    async def _update(self) -> None:
        asked = {"message": "The load is stopped.", "stage": "containment"}
        await fill_in(self.ben, self._press("Update", self.ben.user_id), "update", **asked)

    async def _close(self) -> None:
        said = {"outcome": "fixed", "cause": "A full disk", "remedy": "Cleared it"}
        await fill_in(self.ben, self._press("Close", "Containment"), "close", **said)

    def _press(self, label: str, *words: str) -> Callable[[], Awaitable[None]]:
        async def press() -> None:
            await self.ben.clicks(await self.room_id(), await self.card(*words), label)

        return press


async def fill_in(person: Actor, ask: Callable[[], Awaitable[None]], form: str, **fields: Any) -> None:
    """Ask for a form, again when it did not come in time as a person would, and send it off."""

    async def is_open() -> bool:
        stack = (await person.does("boot"))["views"]
        return bool(stack) and stack[-1]["callback_id"] == form

    for _ in range(ASKED_FOR):
        await ask()
        with suppress(AssertionError):
            await until(is_open, f"the form {form}", within=FORM_SECONDS)
            break
    sent = await person.submits(form, **fields)
    assert sent["outcome"] == "closed", sent
