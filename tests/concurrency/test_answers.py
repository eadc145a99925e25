"""Several answers that come from PagerDuty at once lock incidents in the order in which everybody does."""

import asyncio
import json

from bot.alerts.take_payloads import ANSWERED, take_payloads
from bot.inbox.entering import WEBHOOK
from bot.oncall.escalate_due import escalate_due
from models.call import Call
from models.call_key import outside_key
from models.inbox import InboxItem
from models.vocabulary import CallState, Severity, Way
from tests.concurrency.overtaken import until_it_waits
from tests.oncall.test_answers_in_pagerduty import webhook
from tests.oncall.test_call_deliveries import World, world


async def test_of_several_answers_that_of_the_lower_number_is_heard_first(postgres_url: str) -> None:
    async with world(postgres_url) as here:
        house = here.office.house
        one, other = [await house.declare(severity=Severity.SEV1) for _ in range(2)]
        while await escalate_due(house.store):
            pass
        rows = await _answered(here, other, one)

        async with house.store.unit() as uow:  # somebody who changes both
            await uow.incident(one)
            hearing = asyncio.create_task(take_payloads(here.office.desk, rows))
            await until_it_waits(house, hearing)
            await uow.incident(other)
        await hearing

        calls: list[Call] = await house.all_of(Call, way=Way.PAGERDUTY)
        assert {call.state for call in calls} == {CallState.ANSWERED}
        assert [row.outcome for row in await house.all_of(InboxItem, kind=WEBHOOK)] == [ANSWERED, ANSWERED]


async def _answered(here: World, *numbers: int) -> list[InboxItem]:
    """Webhooks of PagerDuty's, in this order."""
    rows = []
    async with here.office.house.store.unit() as uow:
        for number in numbers:
            (placed,) = await here.office.house.all_of(Call, way=Way.PAGERDUTY, incident_id=number)
            told = webhook("incident.acknowledged", outside_key(placed.key))
            rows.append(
                InboxItem(
                    key=f"answer:{number}",
                    kind=WEBHOOK,
                    source="pagerduty",
                    payload=json.dumps(told),
                    received_at=uow.now,
                )
            )
        uow.session.add_all(rows)
    return rows
