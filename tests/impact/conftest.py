"""An office with lineage in it, on each database, whose look is taken by hand."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.blocks.impact.views import ImpactView
from bot.impact.follow_due import follow_due
from bot.impact.show_impact import Reach, impact_view, read_reach
from bot.outbox.deliveries.every import KINDS
from tests.builders import House, Office, open_office
from tests.impact.lineage import playbook, tell_of


@dataclass
class Reaching:
    """The office, and what tests ask of it."""

    office: Office

    @property
    def house(self) -> House:
        return self.office.house

    async def look(self) -> None:
        """What is due, as the ticks do it."""
        while await follow_due(self.office.desk):
            pass

    async def show(self, number: int) -> ImpactView:
        async with self.house.store.reading() as session:
            chart = await self.office.desk.atlas.chart(session)
            return await impact_view(self.office.desk, session, chart, number)

    async def reach(self, number: int) -> Reach:
        async with self.house.store.reading() as session:
            chart = await self.office.desk.atlas.chart(session)
            return await read_reach(self.office.desk, session, chart, number)

    async def names(self, number: int) -> list[str]:
        """What is affected, the weightiest first."""
        return [line.name for line in (await self.show(number)).lines]

    async def act(self, use_case: Any, *args: Any, **more: Any) -> Any:
        return await self.house.act(use_case, *args, **more)


@pytest.fixture
async def reaching(database_url: str) -> AsyncIterator[Reaching]:
    kinds = [kind for kind in KINDS if kind.kind.endswith(("_impact", "_notice", "invite_people"))]
    async with open_office(database_url, *kinds, playbook=playbook()) as office:
        await office.desk.directory.read_people()
        await office.desk.chat.call("conversations.join", channel="C0FINANCE1")
        await tell_of(office.house.store)
        yield Reaching(office)
