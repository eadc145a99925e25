"""Whatever fell due while nobody was alive is seen to once after the start, however many look."""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

from bot.incidents.plan_session import plan_session
from bot.ledger.add_entry import add_entry
from bot.looks import look
from bot.outbox.deliveries.every import KINDS
from bot.playbook import parse_playbook
from bot.repair.hold_retention import ask_hold
from bot.stages.pause import pause
from models.ledger import EntryKind
from models.outbox import OutboxItem
from models.typed_entry import Change
from models.vocabulary import Severity
from tests.builders import ANA, DIA, Office, open_office

PLAYBOOK = """
working_hours: {zone: UTC, days: mon-sun, from: "00:00", to: "23:59"}
severities: {sev2: {update_every: 1h, time_boxes: {triage: 2h}}}
escalation:
  policies:
    - {name: all, when: {}, levels: [{call: [U0GWEN0001], wait: 1h}, {call: [U0EMIL0001], wait: 1d}]}
"""

#: Whose due times look alike, and are seen to in one look.
REPLICAS = 3


async def test_what_fell_due_while_dead_is_seen_to_once_by_whoever_looks_first(database_url: str) -> None:
    async with open_office(database_url, *KINDS, playbook=parse_playbook(PLAYBOOK, "test")) as office:
        working, waiting = await _two_incidents(office)
        office.house.clock.advance(hours=25)
        await asyncio.gather(*(look(office.desk) for _ in range(REPLICAS)))
        found = await _happened(office)
        await asyncio.gather(*(look(office.desk) for _ in range(REPLICAS)))

        assert found == {
            (working, EntryKind.CHECKIN_MISSED): 1,
            (working, EntryKind.TIMEBOX_MISSED): 1,
            (working, EntryKind.HOLD_CHASED): 1,
            (working, EntryKind.CALL_PLACED): 2,
            (working, "hold_due"): 1,
            (working, "change_chase"): 1,
            (working, "post_time_box"): 1,
            (working, "post_overdue"): 1,
            (waiting, EntryKind.STAGE_RESUMED): 1,
            (waiting, "resumed"): 1,
        }
        assert await _happened(office) == found


async def _two_incidents(office: Office) -> tuple[int, int]:
    """One is worked on, with all that has a time; the other waits for a vendor, until an hour from now."""
    house = office.house
    working, waiting = [await house.declare(severity=Severity.SEV2) for _ in range(2)]
    for number in (working, waiting):
        await house.opened(number, f"C0OPENED0{number}")
    now = house.clock()
    facts: dict[str, Any] = {"holder_id": DIA, "by_id": ANA}
    await house.act(ask_hold, working, "raw.orders", now + timedelta(hours=20), "The only copy", **facts)
    typed = Change(temporary=True)
    await house.act(add_entry, working, EntryKind.CHANGE_RECORDED, "Paused it", by_id=ANA, typed=typed)
    await house.act(plan_session, working, now + timedelta(minutes=30), by_id=ANA)
    await house.act(pause, waiting, now + timedelta(hours=1), "The vendor looks into it", by_id=ANA)
    await look(office.desk)
    return working, waiting


async def _happened(office: Office) -> Counter[tuple[int | None, str]]:
    """What the look has led to: entries by machines, and what is to be said."""
    kinds = {
        *(EntryKind.CHECKIN_MISSED, EntryKind.CHECKIN_REMINDED, EntryKind.TIMEBOX_MISSED),
        *(EntryKind.HOLD_CHASED, EntryKind.STAGE_RESUMED, EntryKind.CALL_PLACED),
    }
    entries = [(each.incident_id, each.kind) for each in await office.house.entries(*kinds)]
    said = {"session_soon", "hold_due", "change_chase", "resumed", "post_time_box", "post_overdue"}
    items = await office.house.all_of(OutboxItem)
    named = [(item.incident_id, item.intent.get("what", item.kind)) for item in items]
    return Counter([*entries, *((number, what) for number, what in named if what in said)])
