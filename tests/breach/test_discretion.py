"""The last look before anything leaves keeps what is private from those who may not see it."""

from collections.abc import AsyncIterator

import pytest

from bot.outbox.deliveries.every import KINDS
from bot.outbox.delivery import Call, Delivery, Skip
from bot.outbox.discretion import require_discreet
from bot.outbox.upload import Upload
from models.outbox import OutboxItem
from tests.builders import ANA, BEN, House, open_house

#: Kinds that tell nothing of their incident, or ask by themselves who may know; each with its reason.
DISCREET = {
    "post_triage_card": "of a breach it has no words",
    "edit_triage_card": "of a breach it has no words",
    "edit_board": "leaves out what belongs to a breach",
    "withdraw_announcement": "takes away",
    "withdraw_line": "takes away",
    "empty_message": "takes away",
    "empty_channel": "reads",
    "leave_channel": "takes away",
    "carry_thread": "reads",
    "place_call": "says nothing of a private incident to those outside of it",
    "settle_call": "names a call as it was named before",
    "call_by_slack": "says nothing of a private incident to those outside of it",
}

ASKED = [kind for kind in KINDS if not kind.is_discreet]


@pytest.fixture
async def house(sqlite_url: str) -> AsyncIterator[House]:
    async with open_house(sqlite_url) as house:
        yield house


def test_whatever_passes_unasked_has_its_reason() -> None:
    assert {kind.kind for kind in KINDS if kind.is_discreet} == set(DISCREET)


async def test_nothing_private_goes_elsewhere(house: House) -> None:
    number = await house.declare(is_private=True)
    await house.opened(number, "C0HERE0001")
    await house.joined("C0HERE0001", BEN)
    for kind in ASKED:
        goes = [await _goes(house, kind, number, where) for where in ("C0HERE0001", BEN, "C0GENERAL1", ANA)]
        assert goes == [True, True, False, False], kind.kind


async def test_what_is_public_goes_anywhere(house: House) -> None:
    number = await house.declare()
    await house.opened(number, "C0HERE0001")
    for kind in ASKED:
        for where in ("C0GENERAL1", "C0HERE0001", ANA):
            assert await _goes(house, kind, number, where), (kind.kind, where)


async def _goes(house: House, kind: type[Delivery], number: int, where: str) -> bool:
    field = "to" if issubclass(kind, Upload) else "channel"
    async with house.store.unit() as uow:
        item = OutboxItem(id=1, kind=kind.kind, incident_id=number, intent={}, created_at=uow.now)
        try:
            await require_discreet(item, kind(), Call(args={field: where}), uow.session)
        except Skip:
            return False
    return True
