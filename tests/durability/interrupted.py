"""Killed after something was stored and before it was worked off, which is when an ack is a promise."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from models.alert import Alert
from models.inbox import InboxItem
from tests.durability.patience import until
from tests.durability.siege import Siege, besieged
from tests.durability.verdict import complaints
from tests.stories.town import Actor

ALERTS = "C0ALERTS01"
ALARM = "WARNING: table invoices is late"


async def die_before_the_work(database_url: str, folder: Path) -> list[str]:
    """An alert, a command and a form, all acknowledged, none begun: after the restart each is done once."""
    async with besieged(database_url, folder) as siege:
        ana, dia = siege.people["ana"], siege.people["dia"]
        await _open_form(ana)
        with _nobody_reads_incidents(database_url):
            await _alarm(siege)
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
            *_alerts(siege),
        ]


async def _open_form(person: Actor) -> None:
    async def is_open() -> bool:
        await person.runs("/incident declare")
        return bool(await person.form("declare"))

    await until(is_open, "the form")


async def _alarm(siege: Siege) -> None:
    """A tool posts an alert; Slack has our ack of it."""
    said = {"text": ALARM}
    await siege.people["ana"].does("bot_message", channel=ALERTS, app="Watchdog", style="app", message=said)

    async def is_stored() -> bool:
        return bool(siege.record.rows(InboxItem, InboxItem.payload.contains(ALARM)))

    await until(is_stored, "the alert to be stored")


def _alerts(siege: Siege) -> list[str]:
    alerts = siege.record.rows(Alert)
    asked = [alert.title for alert in alerts if alert.card_ts]
    return [] if len(alerts) == len(asked) == 1 else [f"{len(alerts)} alerts, asked about were {asked}"]


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
