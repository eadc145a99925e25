"""A town under siege: its Slack lies and fails, and its program dies and comes back."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import yaml

from bot.app import Breakwater
from bot.clock import wall_clock
from bot.manifest import manifest_text
from bot.playbook import parse_playbook
from bot.settings import Settings
from models.fact import Fact
from sandbox.faults import Fault
from sandbox.server import Sandbox
from tests.durability.patience import until
from tests.durability.program import Program, clock_ahead
from tests.durability.record import Record
from tests.durability.steps import Step
from tests.ports import free_port
from tests.stories.town import PATIENT, PEOPLE, Actor, Page

#: Post-mortems come at once, at any hour.
PLAYBOOK = """
working_hours: {zone: UTC, days: mon-sun, from: "00:00", to: "23:59"}
severities:
  sev2: {review_after: 1s}
"""

#: What is kept once the watched and the announcement channel were found.
CHANNELS = {"channel:data-alerts", "channel:data-incidents"}

#: Longer than any test: what hangs so long never happens.
FOR_EVER_MS = 3_600_000

#: Seconds for everything to be done after a death: a lease (10 s), a few retries, a machine under load.
SETTLING = 90.0


@dataclass
class Siege:
    """The sandbox, its people, the database, and the programs that share it."""

    sandbox: Sandbox
    page: Page
    record: Record
    folder: Path
    environ: dict[str, str]
    people: dict[str, Actor]
    programs: list[Program] = field(default_factory=list)
    #: Whether programs are forked from one that has imported everything.
    warm: bool = True
    #: How many seconds the programs' clock is ahead; none: it is the real one.
    ahead: Path | None = None
    #: The program, where it runs in this process.
    here: Breakwater | None = None

    @property
    def program(self) -> Program:
        return self.programs[0]

    async def start(self, count: int = 1) -> None:
        """Start so many programs on the one database, and wait until Slack hears them."""
        for number in range(len(self.programs), len(self.programs) + count):
            name = f"program-{number}"
            program = Program(self.folder, self.environ, name, warm=self.warm, ahead=self.ahead)
            self.programs.append(program)
        await asyncio.gather(*(program.start() for program in self.programs[-count:]))
        await self.heard()

    async def heard(self) -> None:
        """Wait until Slack hears the program, and the program knows its channels."""

        async def is_settled_in() -> bool:
            names = {fact.name for fact in self.record.rows(Fact)}
            return names >= CHANNELS and await self.people["ana"].is_heard()

        await until(is_settled_in, "the program to hear Slack", within=SETTLING)

    async def restart(self) -> None:
        """Kill the program with SIGKILL, and start it again."""
        self.program.kill()
        await self.program.start()
        await self.heard()

    def arm(self, step: Step, kind: str, **options: Any) -> Fault:
        """Let the next call of a step fail in some way."""
        return self.sandbox.faults.add(step.method, kind, match=step.match, **options)

    async def caught(self, fault: Fault, within: float = 20) -> None:
        """Wait until a call has run into the fault."""

        async def is_spent() -> bool:
            return fault not in self.sandbox.faults.waiting

        await until(is_spent, f"a call to run into {fault}", within=within, shown=self.record.what_waits)

    async def settled(self, phase: str) -> None:
        """Wait until what was asked for is on record, worked off and sent."""
        await self.reached(phase, lambda: self.record.has_reached(phase))

    async def reached(self, what: str, is_reached: Callable[[], bool]) -> None:
        """Wait until this is so, and nothing is left to work off or send."""

        async def is_done() -> bool:
            return is_reached() and self.record.is_settled()

        await until(is_done, f"the end of {what}", within=SETTLING, shown=self._state)

    def move_clock(self, **length: float) -> None:
        """Let it be later for the programs, whether they live or not."""
        assert self.ahead is not None
        seconds = float(self.ahead.read_text() or 0) + timedelta(**length).total_seconds()
        new = self.ahead.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self.ahead)

    def _state(self) -> str:
        said = "\n".join(program.words[-3000:] for program in self.programs)
        return f"{self.record.what_waits()}\n{said}"


@asynccontextmanager
async def besieged(
    database_url: str, folder: Path, *, playbook: str = PLAYBOOK, programs: int = 1, warm: bool = True
) -> AsyncIterator[Siege]:
    """Open a sandbox, and start the program (or several) as other processes of the system."""
    folder.mkdir(exist_ok=True)
    (folder / "breakwater.yaml").write_text(playbook)
    async with _open_town(database_url, folder, **PATIENT) as siege:
        siege.warm = warm
        try:
            if programs:
                await siege.start(programs)
            yield siege
        finally:
            for program in siege.programs:
                if program.is_running:
                    program.kill()


@asynccontextmanager
async def besieged_here(
    database_url: str,
    *,
    call_seconds: float = 2.0,
    over_http: bool = False,
    playbook: str = PLAYBOOK,
    ahead: Path | None = None,
    prepare: Callable[[Siege], Awaitable[None]] | None = None,
    **sandbox: Any,
) -> AsyncIterator[Siege]:
    """Open a sandbox, and run the program in this very process, where nobody kills it."""
    port = free_port() if over_http else 0
    if over_http:
        sandbox["events_url"] = f"http://127.0.0.1:{port}/slack/events"
    async with _open_town(database_url, Path(), **sandbox) as siege:
        if over_http:
            siege.environ["SLACK_SIGNING_SECRET"] = siege.sandbox.signing_secret
            del siege.environ["SLACK_APP_TOKEN"]
        if prepare is not None:
            await prepare(siege)
        settings = Settings.read({**siege.environ, "PORT": str(port)})
        siege.ahead = ahead
        program = Breakwater(
            settings,
            parse_playbook(playbook, "the playbook"),
            call_seconds=call_seconds,
            clock=clock_ahead(ahead) if ahead else wall_clock,
        )
        siege.here = program
        await program.start()
        try:
            await siege.heard()
            yield siege
        finally:
            await program.stop()


@asynccontextmanager
async def _open_town(database_url: str, folder: Path, **sandbox: Any) -> AsyncIterator[Siege]:
    """A sandbox and its people; nobody is at work yet."""
    manifest = yaml.safe_load(manifest_text())
    async with Sandbox.serve(port=0, manifest=manifest, **sandbox) as slack, aiohttp.ClientSession() as http:
        environ = {
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_APP_TOKEN": slack.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database_url,
            "HOME": os.environ.get("HOME", "/"),
        }
        page = Page(http, slack.url)
        people = {name: Actor(page, name, user_id) for name, user_id in PEOPLE.items()}
        yield Siege(slack, page, Record(database_url), folder, environ, people)
