"""An incident in which everything has happened that leaves words somewhere, each with one to grep for."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import update

from bot.alerts.take_message import take_message
from bot.alerts.triage import declare_from_alert
from bot.desk import Desk
from bot.impact.follow_due import follow_due
from bot.impact.notify_owners import Told, notify_owners
from bot.outbox.runner import Runner
from bot.pictures import studio
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
from tests.hearing import EMIL, GWEN
from tests.impact.lineage import PLAYBOOK, tell_of
from tests.ports import free_port

#: In every title and sentence of it, and nowhere else; its asset has another word, for people ask by that.
WORD = "Quagga"
TITLE = f"{WORD} payroll leaked"
ASSET = "zanzibar_payroll"


def tells(said: str) -> bool:
    """Whether this says anything of it."""
    return any(word in said.lower() for word in (WORD.lower(), ASSET))


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
    f"window {ASSET} from 2026-03-07 to 2026-03-09",
    f"interim use the copy of {WORD}",
    "role communications @chen",
    "call https://meet.example.com/quagga",
    "session 15:00 https://meet.example.com/quagga",
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
    #: When the tool's own message came.
    alert_ts: str = "1.000100"
    #: The channel that a breach leaves; of one that was private before, any.
    left_id: str = ""
    private_id: str = ""
    #: CHEN had a role and was told of it, DIA had asked, GWEN is a guest.
    outsiders: tuple[str, ...] = (CHEN, DIA, GWEN)

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

    @asynccontextmanager
    async def serve(self, site: Callable[[Desk], Any], server: Callable[..., Any]) -> AsyncIterator[str]:
        """Its pages, at an address of their own."""
        port = free_port()
        self.office.desk.public_url = f"http://127.0.0.1:{port}"
        web = server(site(self.office.desk), "127.0.0.1", port)
        await web.start()
        try:
            yield self.office.desk.public_url
        finally:
            await web.stop()

    async def deliver(self) -> None:
        """Let the outbox finish."""
        await finish(self.office)

    async def breach(self, *people: str, by_id: str = BEN, why: str = f"{WORD} rows") -> None:
        """Personal data is involved."""
        await self.sends(by_id, "breach", {"incident": self.number}, {"people": list(people), "why": why})

    async def channel(self) -> str:
        """Where the incident lives now."""
        async with self.office.house.store.reading() as session:
            self.private_id = (await session.get_one(Place, self.number)).channel_id or ""
        return self.private_id

    def own_messages(self) -> set[str]:
        """Conversations with those who are in its channel; of a breach, with those who were let in."""
        workspace = self.office.sandbox.workspace
        members = set(workspace.channels.all[self.private_id].members) if self.private_id else set()
        return {
            each.id
            for each in workspace.channels.all.values()
            if each.id.startswith("D") and set(each.members) & (members - {self.office.desk.identity.user_id})
        }

    def told_of(self, *, outside: set[str]) -> list[str]:
        """What we say of it but in these channels; Slack's own lines about a rename are not ours."""
        return [each for each in self.posted(outside=outside) if tells(each)]

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


async def expose_private(office: Office) -> Exposed:
    """One that was private from the start, in which all the same has happened."""
    await _open_house(office)
    number = await office.house.declare(TITLE, by_id=ANA, asset=ASSET, note=f"{WORD} rows", is_private=True)
    await finish(office)
    exposed = Exposed(office, number, "", 0, 0, office.desk.directory.channel("data-alerts") or "")
    exposed.channel_id, exposed.left_id = await exposed.channel(), "C0GENERAL1"
    exposed.outsiders = (EMIL, GWEN, "U0NOBODY01")  # the others are brought in
    await exposed.asks(ANA, "role commander @ben")
    await _let_happen(exposed)
    return exposed


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
    """Declare it from an alert and a question, and let everything happen in it."""
    house, desk = office.house, office.desk
    await _open_house(office)
    alerts_id = desk.directory.channel("data-alerts") or ""
    asked = await house.act(suspect, f"{WORD} is readable", by_id=DIA, channel_id=alerts_id)
    alert = await _alert(office, alerts_id)
    await finish(office)
    incident = await house.act(declare_from_alert, alert.id, by_id=ANA)
    async with house.store.unit() as uow:
        (await uow.session.get_one(Suspicion, asked.id)).incident_id = incident.id
    await finish(office)
    exposed = Exposed(office, incident.id, "", alert.id, asked.id, alerts_id)
    exposed.alert_ts = alert.message_ts or ""
    exposed.channel_id = exposed.left_id = await exposed.channel()
    await exposed.sends(ANA, "edit", {"incident": incident.id}, {"title": TITLE, "asset": ASSET})
    await exposed.asks(BEN, "take")
    owner = Told(to_id=CHEN, name="", team=None, assets=("orders",))
    await house.act(notify_owners, incident.id, [owner], by_id=ANA, words=f"{WORD} leaked")
    await _let_happen(exposed)
    return exposed


async def _open_house(office: Office) -> None:
    """Slack is known, and so is lineage."""
    studio._turn = asyncio.Semaphore(studio.AT_ONCE)  # of this test's own loop
    office.house.clock.move_to(datetime.now(UTC) + timedelta(minutes=1))
    await office.desk.directory.read_people()
    await office.desk.directory.find_channels(["data-alerts", "data-incidents"])
    for channel_id in ("C0ALERTS01", "C0INCDNT01", "C0FINANCE1"):
        await office.desk.chat.call("conversations.join", channel=channel_id)
    await tell_of(office.house.store)
    async with office.house.store.reading() as session:
        await office.desk.atlas.chart(session)


async def _let_happen(exposed: Exposed) -> None:
    """Every verb that leaves words."""
    for verb in VERBS:
        with contextlib.suppress(BreakwaterError):
            await exposed.asks(ANA, verb)
    while await follow_due(exposed.office.desk):
        pass
    await finish(exposed.office)


async def _alert(office: Office, channel_id: str) -> Alert:
    said = await office.desk.chat.call("chat.postMessage", channel=channel_id, text="the tool's own words")
    text = f"{WORD} payroll check failed"
    heard = {**webhook(text=text), "channel": channel_id, "ts": said["ts"]}
    [alert] = (await take_message(office.desk, heard)).alerts
    return alert
