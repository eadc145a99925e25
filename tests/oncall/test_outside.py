"""Outside schedules are read in the background and used from what was read: it counts for a day."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.integrations.guarded import NotReached
from bot.integrations.schedules.fake import FakeSchedule
from bot.integrations.schedules.port import OutsideKind
from bot.oncall.on_duty import Duty, on_duty
from bot.oncall.override import override
from bot.oncall.read_schedules import read_schedules
from bot.playbook import parse_playbook
from models.on_call import KeptSchedule
from models.rotation import Stretch
from tests.builders import ANA, BEN, CHEN, DIA, WEDNESDAY, Office, open_office

PLAYBOOK = """
responders: ["@dia"]
on_call:
  finance: {pagerduty: PABC123, names: {"Ana S.": "@ana"}}
"""
HOUR = timedelta(hours=1)
SHIFTS = [
    Stretch(("Ana S.",), WEDNESDAY - HOUR, WEDNESDAY + HOUR),
    Stretch(("ben@northwind.example",), WEDNESDAY + HOUR, WEDNESDAY + 48 * HOUR),
]


@pytest.fixture
async def office(database_url: str) -> AsyncIterator[Office]:
    async with open_office(database_url, playbook=parse_playbook(PLAYBOOK, "test")) as office:
        for user_id, handle in ((ANA, "ana"), (BEN, "ben"), (CHEN, "chen"), (DIA, "dia")):
            address = f"{handle}@northwind.example"
            await office.house.heard_of(user_id, handle.title(), handle=handle, email=address)
        office.desk.schedules = {OutsideKind.PAGERDUTY: FakeSchedule({"PABC123": SHIFTS})}
        yield office


def kept_by(office: Office) -> FakeSchedule:
    schedule = office.desk.schedules[OutsideKind.PAGERDUTY]
    assert isinstance(schedule, FakeSchedule)
    return schedule


async def duty(office: Office, at_hour: float = 0) -> Duty:
    return await on_duty(office.desk, "finance", office.house.clock() + at_hour * HOUR)


async def test_before_it_was_read_the_fallback_is_called_and_that_is_said(office: Office) -> None:
    found = await duty(office)
    assert (found.people_ids, found.is_fallback) == ((DIA,), True)
    assert found.because.startswith("the schedule in PagerDuty has not been read yet")


async def test_whoever_it_has_on_is_found_by_name_address_or_what_the_playbook_means(office: Office) -> None:
    assert await read_schedules(office.desk) == 1

    now, later = await duty(office), await duty(office, 1)
    assert (now.people_ids, now.written, now.until_at) == ((ANA,), ("@ana",), WEDNESDAY + HOUR)
    assert (now.because, now.is_fallback) == ("the schedule in PagerDuty says so", False)
    assert later.people_ids == (BEN,)


async def test_an_override_lies_over_it(office: Office) -> None:
    await read_schedules(office.desk)
    span = {"from_at": WEDNESDAY, "until_at": WEDNESDAY + HOUR}
    await office.house.act(override, "finance", CHEN, by_id=CHEN, **span)

    assert ((await duty(office)).people_ids, (await duty(office)).because) == ((CHEN,), "they took it over")


async def test_it_is_read_every_few_minutes_by_one_of_all(office: Office) -> None:
    assert sorted(await asyncio.gather(*(read_schedules(office.desk) for _ in range(3)))) == [0, 0, 1]
    assert await read_schedules(office.desk) == 0
    office.house.clock.advance(minutes=5)
    kept_by(office).known["PABC123"] = [Stretch(("@ben",))]
    assert await read_schedules(office.desk) == 1
    assert (await duty(office)).people_ids == (BEN,)


async def test_while_it_cannot_be_reached_the_last_word_counts_and_that_is_said(office: Office) -> None:
    await read_schedules(office.desk)
    office.house.clock.advance(minutes=10)
    kept_by(office).faults = [NotReached("pagerduty.com cannot be reached")] * 2
    await read_schedules(office.desk)

    found = await duty(office)
    assert (found.people_ids, found.is_fallback) == ((ANA,), False)
    assert "could not be read again (last read 2026-11-18 10:00 UTC: pagerduty.com cannot be" in found.because

    office.house.clock.advance(minutes=1)  # it is tried again sooner than usual
    assert await read_schedules(office.desk) == 1
    office.house.clock.advance(minutes=1)
    assert await read_schedules(office.desk) == 1
    assert (await duty(office)).because == "the schedule in PagerDuty says so"


async def test_what_was_read_more_than_a_day_ago_counts_no_more(office: Office) -> None:
    await read_schedules(office.desk)
    office.house.clock.advance(hours=24, minutes=1)
    kept_by(office).faults = [NotReached("pagerduty.com cannot be reached")]
    await read_schedules(office.desk)

    found = await duty(office)
    assert (found.people_ids, found.is_fallback) == ((DIA,), True)
    assert "could not be read for more than a day" in found.because


async def test_another_schedule_in_the_playbook_forgets_what_was_kept_of_the_first(office: Office) -> None:
    await read_schedules(office.desk)
    office.desk.playbook = parse_playbook(PLAYBOOK.replace("PABC123", "POTHER1"), "test")

    assert (await duty(office)).is_fallback
    kept_by(office).known["POTHER1"] = [Stretch(("@chen",))]
    assert await read_schedules(office.desk) == 1
    assert (await duty(office)).people_ids == (CHEN,)
    async with office.house.store.reading() as session:
        [row] = await session.scalars(select(KeptSchedule))
    assert row.fault is None


async def test_a_schedule_that_names_a_stranger_calls_the_fallback(office: Office) -> None:
    kept_by(office).known["PABC123"] = [Stretch(("zoe@elsewhere.example",))]
    await read_schedules(office.desk)

    found = await duty(office)
    assert (found.people_ids, found.is_fallback) == ((DIA,), True)
    assert found.because.startswith("zoe@elsewhere.example cannot be reached in Slack")
