"""An incident in which everything has happened that leaves words somewhere, each with one to grep for."""

import asyncio
import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from bot.alerts.take_message import take_message
from bot.alerts.triage import declare_from_alert
from bot.impact.follow_due import follow_due
from bot.impact.notify_owners import Told, notify_owners
from bot.outbox.runner import Runner
from bot.playbook import Playbook, parse_playbook
from bot.suspicions.ask import suspect
from handlers.commands import command
from handlers.forms import FORMS
from handlers.incoming import Incoming
from handlers.presses import press
from models.alert import Alert
from models.errors import BreakwaterError
from models.outbox import OutboxItem, Standing
from models.place import Place
from models.suspicion import Suspicion
from tests.alerts.posts import webhook
from tests.builders import ANA, BEN, CHEN, DIA, Office
from tests.impact.lineage import PLAYBOOK, tell_of

#: In every title, sentence and asset of it, and nowhere else.
WORD = "Zanzibar"
TITLE = f"{WORD} payroll leaked"
ASSET = "zanzibar_payroll"

RUNBOOK = f"""
runbooks:
  - {{name: {WORD} loads, when: {{asset: "{ASSET}"}}, steps: [Look at {WORD}], links: {{}}}}
security_protocol: https://wiki.example.org/security
alerts:
  rules:
    - {{name: ask, when: {{title: "*{WORD}*"}}, do: triage}}
"""

#: Typed in the channel of the incident, one after another; a refusal of one is as good.
VERBS = (
    "ack",
    f"note {WORD} rows were sent by mail",
    f"hypothesis {WORD} view was opened",
    f"evidence {WORD} grants https://wiki.example.org/grants",
    f"decision lock {WORD}",
    f"change revoke {WORD} grants",
    f"followup tell {WORD}",
    f"contain {WORD} is locked",
    f"update {WORD} is locked, more at noon",
    f"impact add orders {WORD}",
    f"window {ASSET} from 2026-11-01 to 2026-11-02",
    f"interim use the copy of {WORD}",
    "role communications @chen",
    "call https://meet.example.com/zanzibar",
    "session 15:00 https://meet.example.com/zanzibar",
    "severity sev1 because customers",
    f"page @dia {WORD}",
    "runbook",
    f"cause {WORD} grants",
    f"verify storage ok {WORD} counted",
    "export json",
    "export me",
    "timeline",
    "hypothesis",
)


def playbook() -> Playbook:
    """With a runbook and a security protocol."""
    return parse_playbook(PLAYBOOK.replace("watch:", f"{RUNBOOK}\nwatch:"), "breakwater.yaml")


@dataclass
class Exposed:
    """The office, and the incident of ANA's with BEN as its commander."""

    office: Office
    number: int
    channel_id: str
    alert_id: int
    suspicion_id: int
    alerts_id: str

    async def asks(self, user_id: str, text: str, channel_id: str | None = None) -> Any:
        """A command."""
        asked = Incoming(
            kind="command",
            name="/incident",
            user_id=user_id,
            text=text,
            channel_id=channel_id or self.channel_id,
        )
        return await command(self.office.desk, asked)

    async def presses(self, user_id: str, name: str, value: object, **more: Any) -> Any:
        """A button."""
        return await press(
            self.office.desk,
            Incoming(kind="block_actions", name=name, user_id=user_id, value=str(value), **more),
        )

    async def sends(self, user_id: str, name: str, kept: dict[str, Any], fields: dict[str, Any]) -> Any:
        """A form."""
        sent = Incoming(kind="view_submission", name=name, user_id=user_id, kept=kept, fields=fields)
        return await FORMS[name](self.office.desk, sent)

    async def deliver(self) -> None:
        """Let the outbox finish."""
        await finish(self.office)

    async def breach(self, *people: str, by_id: str = BEN, why: str = f"{WORD} rows") -> None:
        """Personal data is involved."""
        await self.sends(by_id, "breach", {"incident": self.number}, {"people": list(people), "why": why})

    async def channel(self) -> str:
        """Where the incident lives now."""
        async with self.office.house.store.reading() as session:
            return (await session.get_one(Place, self.number)).channel_id or ""

    def told_of(self, *, outside: set[str]) -> list[str]:
        """What we say of it but in these channels; Slack's own lines about a rename are not ours."""
        return [each for each in self.posted(outside=outside) if WORD.lower() in each.lower()]

    def posted(self, *, outside: set[str]) -> Iterator[str]:
        """All that stands in Slack but in these channels, and was said by us, as text."""
        workspace = self.office.sandbox.workspace
        ours = self.office.desk.identity
        for channel in workspace.channels.all.values():
            if channel.id in outside:
                continue
            for message in channel.log.all():
                shown = message.shown()
                if shown.get("bot_id") == ours.bot_id:
                    yield f"{channel.name or channel.id} {json.dumps(shown, ensure_ascii=False)}"


async def finish(office: Office, *, within: float = 30.0) -> None:
    """Let the outbox work in a workspace that allows much in a minute, and wait for nothing more to come."""
    house, started = office.house, time.monotonic()
    fast = Runner(
        office.desk, office.deliveries, alone=True, clock=lambda: (time.monotonic() - started) * 1_000
    )
    working = asyncio.create_task(fast.run())
    is_waiting = (OutboxItem.standing == Standing.WAITING, OutboxItem.claimed_by.is_(None))
    try:
        async with asyncio.timeout(within):
            while await house.all_of(OutboxItem, standing=Standing.WAITING) or not fast.is_idle:
                async with house.store.unit() as uow:
                    await uow.session.execute(update(OutboxItem).where(*is_waiting).values(free_at=0.0))
                fast.wake()
                await asyncio.sleep(0.05)
    finally:
        await fast.stop()
        await working


async def expose(office: Office) -> Exposed:
    """Declare it from an alert, and let everything happen in it."""
    house, desk = office.house, office.desk
    house.clock.move_to(datetime.now(UTC) + timedelta(minutes=1))
    await desk.directory.read_people()
    await desk.directory.find_channels(["data-alerts", "data-incidents"])
    for name in ("C0ALERTS01", "C0INCDNT01", "C0FINANCE1"):
        await desk.chat.call("conversations.join", channel=name)
    await tell_of(house.store)
    async with house.store.reading() as session:
        await desk.atlas.chart(session)
    alerts_id = desk.directory.channel("data-alerts") or ""
    suspicion = await house.act(suspect, f"{WORD} is readable", by_id=DIA, channel_id=alerts_id)
    alert = await _alert(office, alerts_id)
    await finish(office)
    incident = await house.act(declare_from_alert, alert.id, by_id=ANA)
    async with house.store.unit() as uow:
        row = await uow.session.get_one(Suspicion, suspicion.id)
        row.incident_id = incident.id
    await finish(office)
    exposed = Exposed(office, incident.id, "", alert.id, suspicion.id, alerts_id)
    exposed.channel_id = await exposed.channel()
    await exposed.sends(ANA, "edit", {"incident": incident.id}, {"title": TITLE, "asset": ASSET})
    await exposed.asks(BEN, "take")
    for verb in VERBS:
        with contextlib.suppress(BreakwaterError):
            await exposed.asks(ANA, verb)
    await house.act(
        notify_owners,
        incident.id,
        [Told(to_id=CHEN, name="", team=None, assets=("orders",))],
        by_id=ANA,
        words=f"{WORD} leaked",
    )
    while await follow_due(desk):
        pass
    await exposed.deliver()
    return exposed


async def _alert(office: Office, channel_id: str) -> Alert:
    said = await office.desk.chat.call("chat.postMessage", channel=channel_id, text="the tool's own words")
    text = f"{WORD} payroll check failed"
    heard = {**webhook(text=text), "channel": channel_id, "ts": said["ts"]}
    [alert] = (await take_message(office.desk, heard)).alerts
    return alert
