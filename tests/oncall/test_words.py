"""What people type after `oncall` is read on their own clock, and the team that is meant is found."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.playbook import Playbook
from handlers.incoming import Incoming
from handlers.oncall.override_words import read_override, read_swap
from models.errors import FieldRefused, UnknownWord
from tests.builders import ANA, BEN, CHEN, DIA, WEDNESDAY, Office, open_office


@pytest.fixture
async def office(sqlite_url: str, playbook: Playbook) -> AsyncIterator[Office]:
    async with open_office(sqlite_url, playbook=playbook) as office:
        await office.desk.directory.read_people()
        yield office


def typed(by_id: str = ANA) -> Incoming:
    return Incoming(kind="command", name="/incident", user_id=by_id)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "team", "from_at", "until_at"),
    [
        (f"<@{BEN}|ben> until friday 09:00", "finance", "2026-11-18 10:00", "2026-11-20 09:00"),
        ("@ben until friday 09:00 for growth", "growth", "2026-11-18 10:00", "2026-11-20 09:00"),
        ("@ben for growth until friday 09:00", "growth", "2026-11-18 10:00", "2026-11-20 09:00"),
        ("@ben for 2h", "finance", "2026-11-18 10:00", "2026-11-18 12:00"),
        ("@ben for 2h for growth", "growth", "2026-11-18 10:00", "2026-11-18 12:00"),
        ("@ben from friday until 2026-11-24", "finance", "2026-11-20 09:00", "2026-11-24 09:00"),
        ("@ben from now to 14:00", "finance", "2026-11-18 10:00", "2026-11-18 14:00"),
        # The end is sought after the beginning: this is Friday's noon.
        ("@ben from friday until 12:00", "finance", "2026-11-20 09:00", "2026-11-20 12:00"),
    ],
)
async def test_an_override_is_read(
    office: Office, words: str, team: str, from_at: str, until_at: str
) -> None:
    zone_of_ana = office.desk.directory.person(ANA)
    assert zone_of_ana is not None
    async with office.desk.store.unit() as uow:
        (await uow.session.merge(zone_of_ana)).zone = "UTC"

    wish = await read_override(office.desk, typed(), words)

    assert (wish.team, wish.person_id) == (team, BEN)
    assert (wish.from_at, wish.until_at) == (utc(from_at), utc(until_at))
    assert office.desk.clock() == WEDNESDAY


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("until friday", "Nobody is named"),
        ("@nobody-here until friday", "I do not know"),
        ("@ben", "It is not said until when"),
        ("@ben until the cows come home", "is no time that I can read"),
        ("@ben for ever", "is not a duration"),
        ("@dia until friday", "It is not said for which team"),
    ],
)
async def test_what_cannot_be_read_is_refused_with_what_to_write(
    office: Office, words: str, why: str
) -> None:
    with pytest.raises(FieldRefused, match=why) as refused:
        await read_override(office.desk, typed(DIA), words)
    assert refused.value.remedy


async def test_a_swap_is_for_the_team_of_both(office: Office) -> None:
    assert await read_swap(office.desk, typed(ANA), f"<@{CHEN}|chen>") == ("growth", CHEN)
    assert await read_swap(office.desk, typed(ANA), f"<@{BEN}|ben>") == ("finance", BEN)
    assert await read_swap(office.desk, typed(ANA), f"<@{BEN}|ben> for Growth") == ("growth", BEN)
    with pytest.raises(UnknownWord, match="no team"):
        await read_swap(office.desk, typed(ANA), f"<@{BEN}|ben> for finanse")
