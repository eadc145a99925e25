"""Of a team's channel that Slack has not told of yet nobody else is told instead: it is waited for."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.impact.show_plan import notify_view
from bot.outbox.deliveries.oncall.shifts import PostShift
from bot.repair.propose_backfill import proposed_backfill
from models.errors import BreakwaterError
from models.outbox import OutboxItem, Standing
from tests.builders import BEN, DIA, Office, open_office
from tests.impact.lineage import playbook, tell_of

NAMED = """
watch: [data-alerts]
teams:
  finance: {name: Finance data, channel: finance-reports, people: ["@ben"]}
owners:
  - {when: {tag: finance}, team: finance}
  - {when: {tag: growth}, business_steward: "@dia"}
"""

FINANCE = "C0FINANCE1"


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    """A start that has read nothing yet."""
    async with open_office(database_url, PostShift, playbook=playbook(NAMED)) as built:
        await tell_of(built.house.store)
        await built.desk.directory.load()
        yield built


async def _reads_people(office: Office) -> None:
    await office.desk.directory.read_people()


async def _reads_channels(office: Office) -> None:
    await office.desk.directory.find_channels(["data-alerts"], from_outside=["finance-reports"])


async def _told(office: Office, number: int) -> tuple[set[str], dict[str, str]]:
    async with office.house.store.reading() as session:
        view = await notify_view(office.desk, session, number)
    return {each.to_id for each in view.recipients}, {each.name: each.remedy for each in view.unreached}


async def test_the_person_on_call_is_not_told_in_place_of_a_channel_that_was_not_sought(
    office: Office,
) -> None:
    number = await office.house.declare(asset="stg_orders")
    await _reads_people(office)

    recipients, unreached = await _told(office, number)
    assert BEN not in recipients
    assert "try again in a minute" in unreached["Finance data"]

    await _reads_channels(office)
    recipients, unreached = await _told(office, number)
    assert FINANCE in recipients
    assert "Finance data" not in unreached


async def test_a_channel_that_slack_does_not_show_us_is_not_waited_for(office: Office) -> None:
    number = await office.house.declare(asset="stg_orders")
    office.sandbox.workspace.channels.find(FINANCE).name = "renamed"
    await _reads_people(office)
    await _reads_channels(office)

    recipients, _ = await _told(office, number)
    assert BEN in recipients


async def test_people_whom_slack_has_not_told_of_are_waited_for_too(office: Office) -> None:
    number = await office.house.declare(asset="stg_orders")
    await _reads_channels(office)
    _, unreached = await _told(office, number)
    assert "try again in a minute" in unreached["@dia"]

    await _reads_people(office)
    await office.desk.directory.looked_around()
    recipients, _ = await _told(office, number)
    assert DIA in recipients


async def test_a_backfill_is_planned_when_it_is_known_whose_the_assets_are(office: Office) -> None:
    number = await office.house.declare(asset="stg_orders")

    async def propose() -> Any:
        async with office.house.store.reading() as session:
            return await proposed_backfill(office.desk, session, number)

    with pytest.raises(BreakwaterError, match="not told me yet"):
        await propose()

    await _reads_people(office)
    await _reads_channels(office)
    await office.desk.directory.looked_around()
    assert FINANCE in {each.owner_id for each in await propose()}


async def test_a_change_of_shift_waits_for_the_channel_of_its_team(office: Office) -> None:
    async with office.house.store.unit() as uow:
        await uow.announce("post_shift", team="finance", people=[BEN], until=None)
    render = PostShift().render
    [item] = await office.house.all_of(OutboxItem)
    async with office.house.store.reading() as session:
        with pytest.raises(Exception, match="have not been read"):
            await render(item, session, office.desk)

    await _reads_channels(office)
    await office.deliver()
    [item] = await office.house.all_of(OutboxItem)
    assert (item.standing, item.result and item.result["channel_id"]) == (Standing.SENT, FINANCE)
