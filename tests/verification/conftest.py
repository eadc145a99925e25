"""A house whose playbook asks for proof at SEV1, and for none elsewhere."""

from collections.abc import AsyncIterator

import pytest

from bot.incidents.advance_stage import advance
from bot.incidents.show_incident import incident_view
from bot.playbook import parse_playbook
from bot.verification.read_proven import read_proven
from models.verification import Proven
from models.vocabulary import Severity, Stage
from tests.builders import ANA, House, open_house

PLAYBOOK = parse_playbook(
    """
severities:
  sev1:
    gates: [verification]
    verify: [alerts, storage, serving]
    sign_off: [technical_steward, business_steward]
alerts: {green_runs: 2}
""",
    "test",
)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url, playbook=PLAYBOOK) as house:
        yield house


async def verifying(house: House, severity: Severity = Severity.SEV1) -> int:
    """An incident that is said to be fixed."""
    number = await house.declare(severity=severity)
    await house.act(advance, number, Stage.VERIFICATION, by_id=ANA)
    return number


async def proven(house: House, number: int) -> Proven:
    async with house.store.reading() as session:
        return await read_proven(session, number)


async def wanted(house: House, number: int) -> list[str]:
    """What the card says is missing."""
    async with house.store.reading() as session:
        return [each.what for each in (await incident_view(session, number, house.clock())).wanted]
