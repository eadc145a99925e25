"""Runbooks that fit open with the incident; their steps are ticked off, and a routine remedy ends it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.incidents.close_incident import close
from bot.outbox.deliveries.runbooks.checklists import EditRunbook, PostRunbook
from bot.playbook import PlaybookRefused, parse_playbook
from bot.runbooks.do_step import apply_remedy, do_step
from bot.runbooks.open_runbook import open_by_name
from models.errors import AlreadyClosed, GateHolds, NotFound, NothingToChange, UnknownWord
from models.incident import Incident
from models.ledger import EntryKind
from models.place import Place
from models.runbook import RunbookRun, RunbookStep
from models.vocabulary import Outcome, Severity, Symptom
from tests.builders import ANA, BEN, House, open_house, open_office

PLAYBOOK = parse_playbook(
    """
severities: {sev1: {gates: [containment]}}
runbooks:
  - name: Late loads
    when: {symptom: freshness, asset: "raw.*"}
    steps: [Look at the loader, Rerun it]
    links: {Loader: https://git.example.com/loader}
    cause: The vendor's file came late
    remedy: The load was run again
  - {name: By hand, when: {}, steps: [Think]}
  - {name: dbt fails, when: {source: dbt, title: "*orders*"}, steps: [Read the log]}
""",
    "test",
)
_LATE = {"symptom": Symptom.FRESHNESS, "asset": "raw.orders"}


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with open_house(database_url, playbook=PLAYBOOK) as house:
        yield house


async def _runs(house: House) -> list[str]:
    return [run.name for run in await house.all_of(RunbookRun)]


@pytest.mark.parametrize(
    ("facts", "opened"),
    [
        (_LATE, ["Late loads"]),
        ({**_LATE, "source": "dbt_cloud"}, ["Late loads", "dbt fails"]),
        ({"symptom": Symptom.FRESHNESS, "asset": "marts.orders"}, []),
        ({"symptom": Symptom.SCHEMA, "asset": "raw.orders"}, []),
        ({}, []),
    ],
)
async def test_those_that_fit_open_with_the_incident(house, facts, opened) -> None:
    await house.declare(**facts)

    assert await _runs(house) == opened
    assert len(await house.waiting("post_runbook")) == len(opened)


async def test_any_is_opened_by_its_name_once(house: House) -> None:
    number = await house.declare()
    await house.act(open_by_name, number, "by hand", by_id=BEN)
    assert await _runs(house) == ["By hand"]

    with pytest.raises(NothingToChange, match="open here already"):
        await house.act(open_by_name, number, "By", by_id=BEN)
    with pytest.raises(UnknownWord, match="Late loads, By hand, dbt fails"):
        await house.act(open_by_name, number, "nothing like it", by_id=BEN)


async def test_without_runbooks_the_answer_says_where_they_are_written(sqlite_url: str) -> None:
    async with open_house(sqlite_url) as house:
        number = await house.declare(**_LATE)
        with pytest.raises(NotFound, match="Write them under"):
            await house.act(open_by_name, number, "any", by_id=ANA)


async def test_a_step_is_done_once_by_someone_and_stands_in_the_ledger(house: House) -> None:
    number = await house.declare(**_LATE)
    [run] = await house.all_of(RunbookRun)
    await house.act(do_step, run.id, 2, by_id=BEN)

    with pytest.raises(NothingToChange, match=BEN):
        await house.act(do_step, run.id, 2, by_id=ANA)
    with pytest.raises(NotFound):
        await house.act(do_step, run.id, 9, by_id=ANA)
    [done] = await house.entries(EntryKind.RUNBOOK_STEP_DONE)
    assert (done.incident_id, done.text, done.actor_id) == (number, "Rerun it", BEN)
    assert await house.waiting("edit_runbook", run_id=run.id)


async def test_a_routine_remedy_ends_it_in_the_runbooks_words(house: House) -> None:
    await house.declare(severity=Severity.SEV3, **_LATE)
    [run] = await house.all_of(RunbookRun)
    await house.act(apply_remedy, run.id, by_id=BEN)

    [incident] = await house.all_of(Incident)
    assert (incident.outcome, incident.closed_by_id) == (Outcome.FIXED, BEN)
    assert (incident.cause, incident.remedy) == ("The vendor's file came late", "The load was run again")
    with pytest.raises(AlreadyClosed):
        await house.act(do_step, run.id, 1, by_id=BEN)


async def test_gates_hold_for_a_remedy_too_and_not_every_runbook_has_one(house: House) -> None:
    number = await house.declare(severity=Severity.SEV1, **_LATE)
    await house.act(open_by_name, number, "By hand", by_id=BEN)
    late, by_hand = await house.all_of(RunbookRun)
    with pytest.raises(GateHolds):
        await house.act(apply_remedy, late.id, by_id=BEN)
    with pytest.raises(NothingToChange, match="no routine remedy"):
        await house.act(apply_remedy, by_hand.id, by_id=BEN)


async def test_the_words_of_a_run_stay_when_the_playbook_changes(database_url: str) -> None:
    async with open_house(database_url, playbook=PLAYBOOK) as house:
        await house.declare(**_LATE)
    async with open_house(database_url) as house:
        [run] = await house.all_of(RunbookRun)
        async with house.store.reading() as session:
            step = await session.get_one(RunbookStep, (run.id, 1))
        assert step.words == "Look at the loader"


async def test_the_checklist_lies_in_the_thread_of_the_card_and_shows_what_is_done(sqlite_url: str) -> None:
    async with open_office(sqlite_url, PostRunbook, EditRunbook, playbook=PLAYBOOK) as office:
        number = await office.house.declare(**_LATE)
        channel_id = await office.open_channel(number)
        posted = await office.desk.chat.call("chat.postMessage", channel=channel_id, text="card")
        async with office.house.store.unit() as uow:
            (await uow.session.get_one(Place, number)).card_ts = posted["ts"]
        await office.deliver()
        [run] = await office.house.all_of(RunbookRun)
        await office.house.act(do_step, run.id, 1, by_id=BEN)
        await office.deliver()

        replies: dict[str, Any] = await office.desk.chat.read(
            "conversations.replies", channel=channel_id, ts=posted["ts"]
        )
        [_, checklist] = replies["messages"]
        assert "1 of 2 done" in checklist["text"]
        values = [
            element["value"]
            for block in checklist["blocks"]
            for element in block.get("elements", [])
            if element.get("action_id") == "runbook_step"
        ]
        assert values == [f"{run.id}:2"]


def test_a_runbook_without_steps_is_refused_with_its_line() -> None:
    with pytest.raises(PlaybookRefused, match=r"runbooks\[1\].steps \(line 2\)"):
        parse_playbook("runbooks:\n  - {name: a, when: {}, steps: []}", "test")


async def test_a_close_by_hand_needs_no_runbook(house: House) -> None:
    number = await house.declare(**_LATE)
    await house.act(close, number, Outcome.FALSE_ALARM, cause="", remedy="", by_id=ANA)

    assert (await house.all_of(Incident))[0].outcome is Outcome.FALSE_ALARM
