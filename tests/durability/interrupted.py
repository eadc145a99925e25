"""Killed after something was stored and before it was worked off, which is when an ack is a promise."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.durability.patience import until
from tests.durability.siege import Siege, besieged
from tests.durability.verdict import complaints
from tests.stories.town import Actor


async def die_before_the_work(database_url: str, folder: Path) -> list[str]:
    """A form and a command, both acknowledged, neither begun: after the restart one incident, one answer."""
    async with besieged(database_url, folder) as siege:
        ana, dia = siege.people["ana"], siege.people["dia"]
        await _open_form(ana)
        with _nobody_reads_incidents(database_url):
            await dia.runs("/incident list")
            sent = await ana.submits("declare", title="Orders are late", severity="sev2")
            assert sent["outcome"] == "closed", sent
            siege.program.kill()
        assert not siege.record.has_reached("opening")
        assert not siege.record.is_settled()

        await siege.program.start()
        await siege.settled("opening")
        return [
            *complaints(siege.sandbox, siege.record, "opening"),
            *await _answers(siege, dia),
        ]


async def _open_form(person: Actor) -> None:
    async def is_open() -> bool:
        await person.runs("/incident declare")
        return bool(await person.form("declare"))

    await until(is_open, "the form")


async def _answers(siege: Siege, person: Actor) -> list[str]:
    """Exactly one answer, though it comes late: its response_url lives for half an hour."""
    said = siege.sandbox.workspace.ephemerals.shown.get(
        (person.user_id, await person.channel_id("data-team")), {}
    )
    return [] if len(said) == 1 else [f"the command was answered {len(said)} times: {list(said.values())}"]


@contextmanager
def _nobody_reads_incidents(database_url: str) -> Iterator[None]:
    """What enters can be stored, and nothing can be done about it."""
    with psycopg.connect(database_url) as connection:
        connection.execute("LOCK TABLE incidents IN ACCESS EXCLUSIVE MODE")
        yield
        connection.rollback()
