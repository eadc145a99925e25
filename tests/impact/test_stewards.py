"""The stewards of what fails are brought in at once, in their roles, by the opening's own invitation."""

from typing import Any

import pytest

from bot.alerts.call_roles import call_roles
from bot.alerts.heard import Origin, heard_of
from bot.alerts.take_alert import take_alerts
from bot.incidents.assign_role import assign, release
from bot.incidents.edit_incident import edit
from bot.incidents.find_roles import role_holders
from models.ledger import EntryKind
from models.outbox import OutboxItem, Standing
from models.signal import Signal
from models.vocabulary import Role
from tests.builders import ANA, BEN, CHEN, DIA
from tests.impact.conftest import Reaching

BOTH = {Role.BUSINESS_STEWARD: BEN, Role.TECHNICAL_STEWARD: CHEN}


async def _holders(reaching: Reaching, number: int) -> dict[Role, str]:
    async with reaching.house.store.reading() as session:
        return await role_holders(session, number)


async def _invitations(reaching: Reaching) -> list[Any]:
    sent = await reaching.house.all_of(OutboxItem, kind="invite_people", standing=Standing.SENT)
    return [sorted((item.result or {})["invited"]) for item in sent]


async def test_both_get_their_roles_and_one_invitation_brings_everyone(reaching: Reaching) -> None:
    await reaching.look()  # the lineage is at hand
    number = await reaching.house.declare(asset="raw_orders")
    await reaching.office.open_channel(number)
    await reaching.look()
    assert {each.intent["person_id"] for each in await reaching.house.waiting("tell", what="brief")} == {
        BEN,
        CHEN,
    }
    await reaching.office.deliver()
    assert await _holders(reaching, number) == BOTH
    assert await _invitations(reaching) == [[ANA, BEN, CHEN]]
    entries = await reaching.house.entries(EntryKind.ROLE_ASSIGNED)
    assert {entry.detail["person"] for entry in entries} == {BEN, CHEN}
    assert all(entry.text.startswith("raw_orders: ") for entry in entries)


async def test_whom_the_lineage_names_late_is_invited_then(reaching: Reaching) -> None:
    number = await reaching.house.declare()
    await reaching.office.open_channel(number)
    await reaching.look()
    await reaching.office.deliver()
    await reaching.act(edit, number, {"asset": "raw_orders"}, by_id=ANA)
    await reaching.look()
    await reaching.office.deliver()
    assert await _holders(reaching, number) == BOTH
    assert await _invitations(reaching) == [[ANA], [BEN, CHEN]]


async def test_a_role_that_somebody_has_or_gave_back_is_not_given_again(reaching: Reaching) -> None:
    number = await reaching.house.declare()
    await reaching.act(assign, number, Role.BUSINESS_STEWARD, DIA, by_id=ANA)
    await reaching.act(assign, number, Role.TECHNICAL_STEWARD, CHEN, by_id=ANA)
    await reaching.act(release, number, Role.TECHNICAL_STEWARD, by_id=CHEN)
    await reaching.act(edit, number, {"asset": "raw_orders"}, by_id=ANA)
    await reaching.look()
    assert await _holders(reaching, number) == {Role.BUSINESS_STEWARD: DIA}


@pytest.mark.parametrize("kind", ["is_drill", "is_private"])
async def test_a_drill_calls_nobody_and_a_private_one_nobody_by_itself(reaching: Reaching, kind: str) -> None:
    number = await reaching.house.declare(asset="raw_orders", **{kind: True})
    await reaching.office.open_channel(number)
    await reaching.look()
    await reaching.office.deliver()
    assert await _holders(reaching, number) == {}
    assert await _invitations(reaching) == [[ANA]]
    assert sorted((await reaching.show(number)).would_call) == [BEN, CHEN]


async def test_an_alert_that_opens_by_itself_calls_them_too(reaching: Reaching) -> None:
    desk = reaching.office.desk
    signal = Signal(source="dbt", title="stale", severity_hint="critical", assets=("raw_orders",))
    async with reaching.house.store.unit() as uow:
        [alert] = await take_alerts(uow, heard_of(desk, [signal], Origin()))
    await reaching.look()
    assert alert.incident_id is not None
    assert await _holders(reaching, alert.incident_id) == BOTH


async def test_a_rule_that_calls_somebody_comes_first(reaching: Reaching) -> None:
    number = await reaching.house.declare(asset="raw_orders", by_id=None)
    async with reaching.house.store.unit() as uow:
        await call_roles(uow, await uow.incident(number), {Role.BUSINESS_STEWARD: DIA})
    await reaching.look()
    assert await _holders(reaching, number) == {**BOTH, Role.BUSINESS_STEWARD: DIA}
