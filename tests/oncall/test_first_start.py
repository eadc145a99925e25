"""Whoever is to be called before Slack has told who the people are is called once it has."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.alerts.call_roles import call_roles
from bot.incidents.acknowledge_incident import acknowledge
from bot.incidents.assign_role import assign
from bot.incidents.declare_incident import Report, declare
from bot.incidents.find_roles import role_holders
from bot.oncall.call_awaited import call_awaited
from bot.playbook import parse_playbook
from models.awaited import AwaitedPeople
from models.call import Summons
from models.ledger import EntryKind
from models.vocabulary import CallState, Role, SummonsKind
from tests.builders import ANA, BEN, CHEN, DIA, open_house
from tests.oncall.calling import Calling

#: Dia is known by her id whatever happens; the others only once Slack has told of them.
PLAYBOOK = f"""
working_hours: {{zone: UTC}}
on_call: {{finance: {{people: ["@ana"]}}}}
responders: ["{DIA}"]
escalation:
  policies:
    - {{name: alone, when: {{severity: sev2}}, levels: [{{call: ["@ben"], wait: 10m}}, {{call: ["{DIA}"]}}]}}
    - {{name: both, when: {{severity: sev3}}, levels: [{{call: ["{DIA}", "@ben", "@chen"], wait: 10m}}]}}
    - {{name: duty, when: {{severity: sev4}}, levels: [{{call: ["on-call:finance"], wait: 10m}}]}}
  executives:
    - {{name: the head of data, call: ["@chen"], when: {{severity: sev2, open_for: 5m}}}}
"""


@pytest.fixture
async def here(database_url: str) -> AsyncIterator[Calling]:
    async with open_house(database_url, playbook=parse_playbook(PLAYBOOK, "test")) as house:
        yield Calling(house)


async def _told_of_people(here: Calling) -> None:
    """The look around has worked; then the ticks look."""
    for user_id, handle in ((ANA, "ana"), (BEN, "ben"), (CHEN, "chen")):
        await here.house.heard_of(user_id, handle.title(), handle=handle)
    await here.house.knows_people()
    await _look(here, seconds=2)


async def _look(here: Calling, **length: float) -> None:
    await here.look(**length)
    while await call_awaited(here.house.store):
        pass


async def _declared(here: Calling, severity: str, **more: Any) -> int:
    return await here.declare(severity, by_id=None, **more)


async def test_a_level_of_which_nobody_is_known_yet_waits_and_no_other_is_called(here: Calling) -> None:
    await _declared(here, "sev2")
    for _ in range(30):
        await here.look(minutes=1)

    assert await here.called() == []
    assert await here.house.said("level_empty") == await here.house.said("escalation_exhausted") == []


async def test_it_is_called_once_people_are_known_and_says_that_it_came_late(here: Calling) -> None:
    await _declared(here, "sev2")
    await here.look(minutes=3)
    await _told_of_people(here)

    assert await here.called() == [BEN]
    (summons,) = await here.house.all_of(Summons)
    assert summons.remarks == [
        "This came late: people had not been read from Slack before 2026-11-18 10:03 UTC."
    ]
    assert summons.due_at == here.house.clock.at.replace(minute=13)

    await here.look(minutes=10)
    assert await here.called() == [BEN, DIA, CHEN]


async def test_what_waited_a_moment_did_not_come_late(here: Calling) -> None:
    await _declared(here, "sev2")
    await _told_of_people(here)

    assert await here.called() == [BEN]
    assert [each.remarks for each in await here.house.all_of(Summons)] == [[]]


async def test_those_who_are_known_wait_for_the_others_a_moment_only(here: Calling) -> None:
    await _declared(here, "sev3")
    assert await here.called() == []

    await here.look(seconds=30)
    assert await here.called() == [DIA]

    await here.look(minutes=1)
    await _told_of_people(here)
    await _look(here, minutes=1)

    assert await here.called() == [DIA, BEN, CHEN]
    first, second = await here.house.all_of(Summons)
    assert (second.kind, second.name, second.due_at) == (SummonsKind.LEVEL, first.name, first.due_at)
    assert second.remarks[0].startswith("This came late")
    assert await here.house.all_of(AwaitedPeople) == []


async def test_once_somebody_is_on_it_the_others_are_not_called(here: Calling) -> None:
    number = await _declared(here, "sev3")
    await here.look(seconds=30)
    await here.house.act(acknowledge, number, by_id=DIA)
    await _told_of_people(here)

    assert await here.called() == [DIA]
    assert await here.house.all_of(AwaitedPeople) == []


async def test_whoever_stands_in_is_called_after_a_moment_and_who_is_on_call_once_known(
    here: Calling,
) -> None:
    await _declared(here, "sev4")
    assert await here.called() == []

    await here.look(seconds=30)
    assert await here.called() == [DIA]

    await _told_of_people(here)
    assert await here.called() == [DIA, ANA]


async def test_an_executive_who_is_not_known_yet_is_called_later(here: Calling) -> None:
    await _declared(here, "sev2")
    await here.look(minutes=6)
    assert await here.called() == []

    await _told_of_people(here)
    assert sorted(await here.called()) == [BEN, CHEN]


async def test_a_drill_shows_whom_it_would_have_called_and_calls_nobody(here: Calling) -> None:
    await _declared(here, "sev3", is_drill=True)
    await here.look(seconds=30)
    await _told_of_people(here)

    assert {state for _, state in await here.states()} == {CallState.PRETENDED}
    assert len(await here.called()) == 3
    assert await here.waiting("call_by_slack", "place_call") == []


@pytest.mark.parametrize("named", ["@ben", "on-call:finance"])
async def test_a_role_that_a_rule_gives_is_given_once_it_is_known_to_whom(here: Calling, named: str) -> None:
    number = await _opened_by_rule(here, named)
    assert await here.house.entries(EntryKind.ROLE_ASSIGNED) == []
    assert await here.house.said("nobody_on_call") == []

    here.house.clock.advance(minutes=3)
    await _told_of_people(here)

    who = BEN if named == "@ben" else ANA
    (entry,) = await here.house.entries(EntryKind.ROLE_ASSIGNED)
    assert (entry.incident_id, entry.detail["person"]) == (number, who)
    assert "This came late: people had not been read from Slack" in entry.text
    assert len(await here.house.waiting("tell", what="brief", person_id=who)) == 1
    assert [each.intent["people"] for each in await here.house.waiting("invite_people", unless_there=True)][
        -1:
    ] == [[who]]


async def test_a_role_that_somebody_took_meanwhile_stays_theirs(here: Calling) -> None:
    number = await _opened_by_rule(here, "@ben")
    await here.house.act(assign, number, Role.COMMANDER, CHEN, by_id=CHEN)
    await _told_of_people(here)

    assert await here.house.entries(EntryKind.ROLE_ASSIGNED) == []
    async with here.house.store.reading() as session:
        assert await role_holders(session, number) == {Role.COMMANDER: CHEN}


async def _opened_by_rule(here: Calling, named: str) -> int:
    async with here.house.store.unit() as uow:
        incident = await declare(uow, Report(title="Orders are late", by_id=None))
        await call_roles(uow, incident, {Role.COMMANDER: named})
    number: int = incident.id
    return number
