"""A house in which people are called, and the few things that tests ask about it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.incidents.acknowledge_incident import acknowledge
from bot.oncall.answer_call import answer_call
from bot.oncall.escalate_due import escalate_due
from bot.playbook import parse_playbook
from models.call import Call, Escalation, Summons
from models.outbox import OutboxItem
from models.vocabulary import CallState, Severity
from tests.builders import ANA, BEN, CHEN, DIA, House, open_house

EMIL = "U0EMIL0001"

#: Three levels for what is bad, one for what can wait, an executive and a vendor.
PLAYBOOK = f"""
working_hours: {{zone: UTC}}
gateways: {{sms: "https://sms.example.com"}}
contacts:
  {CHEN}: {{pagerduty: chen, email: chen@example.org}}
escalation:
  policies:
    - name: the worst
      when: {{severity: [sev1, sev2]}}
      levels:
        - {{call: [{BEN}], wait: 10m}}
        - {{call: [{CHEN}], wait: 15m}}
        - {{call: [{DIA}]}}
      repeat: 1
      lapse: 1h
    - name: routine
      when: {{severity: sev3}}
      clock: working
      levels: [{{call: [{BEN}], wait: 4h}}, {{call: [{CHEN}], wait: 1wd}}]
      repeat: 0
  executives:
    - {{name: the head of data, call: [{EMIL}], when: {{severity: sev1, unacknowledged_for: 30m}}}}
  vendors:
    - {{name: the warehouse's support, how: Open a case, link: "https://support.example.com",
        when: {{symptom: infra, open_for: 4h}}}}
"""


@dataclass
class Calling:
    """The house, and its calls."""

    house: House

    async def look(self, **length: float) -> None:
        """Move the clock, and see to what is due, as the tick does."""
        self.house.clock.advance(**length)
        while await escalate_due(self.house.store):
            pass

    async def declare(self, severity: str = "sev2", **more: Any) -> int:
        """Declare, and call whoever is to be called."""
        number = await self.house.declare(severity=Severity(severity), **more)
        await self.look()
        return number

    async def called(self) -> list[str]:
        """Whom, in their order; one who is called by two ways is there once for each summons."""
        calls: Sequence[Call] = await self.house.all_of(Call)
        return [person for person, _ in dict.fromkeys((each.person_id, each.summons_id) for each in calls)]

    async def calls(self, **fields: Any) -> list[Call]:
        return await self.house.all_of(Call, **fields)

    async def states(self) -> list[tuple[str, CallState]]:
        return [(each.person_id, each.state) for each in await self.calls()]

    async def names(self) -> list[str]:
        """What each summons is called."""
        return [each.name for each in await self.house.all_of(Summons)]

    async def escalation(self, number: int = 1) -> Escalation | None:
        async with self.house.store.reading() as session:
            return await session.get(Escalation, number)

    async def acknowledge(self, number: int, by_id: str) -> None:
        await self.house.act(acknowledge, number, by_id=by_id)
        await self.look()

    async def answer(self, call_id: int, by_id: str) -> None:
        await self.house.act(answer_call, call_id, by_id=by_id)
        await self.look()

    async def waiting(self, *kinds: str) -> list[OutboxItem]:
        """What is about to go out."""
        return [item for kind in kinds for item in await self.house.waiting(kind)]


@asynccontextmanager
async def calling(database_url: str, playbook: str = PLAYBOOK) -> AsyncIterator[Calling]:
    async with open_house(database_url, playbook=parse_playbook(playbook, "test")) as house:
        await house.knows_people()
        for user_id, name in ((ANA, "Ana"), (BEN, "Ben"), (CHEN, "Chen"), (DIA, "Dia"), (EMIL, "Emil")):
            await house.heard_of(user_id, name, handle=name.lower())
        yield Calling(house)
