"""Evidence without data: on every road into the ledger the data itself is recognised before it is kept."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.channels.read_marked import Marked, record_marked
from bot.inbox.scrub import scrub
from bot.incidents.advance_stage import advance
from bot.incidents.assign_role import assign
from bot.incidents.change_severity import change_severity
from bot.incidents.close_incident import close
from bot.incidents.declare_incident import Report, declare
from bot.incidents.edit_incident import edit
from bot.incidents.hand_off_role import offer
from bot.incidents.merge_incidents import merge
from bot.incidents.reopen_incident import reopen
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_message, note_deleted
from bot.playbook import parse_playbook
from bot.repair.plan_backfill import plan_backfill
from bot.repair.propose_backfill import Planned
from bot.stages.contain import contain
from bot.stages.extend_box import extend_box
from bot.stages.pause import pause
from bot.updates.post_update import post_update
from models.durations import parse_span
from models.errors import LooksLikeData
from models.inbox import InboxItem
from models.ledger import WRITTEN_KINDS, EntryKind
from models.vocabulary import Outcome, Role, Severity, Stage
from tests.builders import ANA, BEN, House

ROWS = "Two are wrong:\nid,name,city\n1,Ana,Lisbon\n2,Ben,Porto"
CARD = "It was 4111 1111 1111 1111"
MESSAGE = ("C0OPENED01", "5.000100", "https://northwind.slack.com/archives/C0OPENED01/p5000100")

Road = Callable[[House, int, str], Awaitable[Any]]


async def _closed(house: House, number: int, **words: str) -> None:
    given = {"cause": "a late source", "remedy": "ran it again", **words}
    await house.act(close, number, Outcome.FIXED, by_id=ANA, **given)


async def _reopened(house: House, number: int, text: str) -> None:
    await _closed(house, number)
    await house.act(reopen, number, by_id=ANA, why=text)


async def _merged(house: House, number: int, text: str) -> None:
    other = await house.declare("The same")
    await house.act(merge, other, number, by_id=ANA, why=text)


async def _strict(house: House) -> int:
    """An incident whose stages take no longer than an hour, and pass a gate."""
    asks = "severities: {sev1: {gates: [containment], time_boxes: {containment: 1h}}}"
    house.store = replace(house.store, playbook=parse_playbook(asks, "test"))
    number = await house.declare("Strict", severity=Severity.SEV1)
    await house.act(advance, number, Stage.CONTAINMENT, by_id=ANA)
    return number


async def _extended(house: House, _: int, text: str) -> None:
    number = await _strict(house)
    await house.act(extend_box, number, parse_span("1h"), by_id=ANA, why=text)


async def _overridden(house: House, _: int, text: str) -> None:
    number = await _strict(house)
    await house.act(advance, number, Stage.ANALYSIS, by_id=ANA, override=text)


ROADS: dict[str, Road] = {
    **{
        word: lambda house, number, text, kind=kind: house.act(add_entry, number, kind, text, by_id=ANA)
        for word, kind in WRITTEN_KINDS.items()
    },
    "an update": lambda house, number, text: house.act(post_update, number, text, by_id=ANA),
    "why a stage": lambda house, number, text: house.act(
        advance, number, Stage.ANALYSIS, by_id=ANA, why=text
    ),
    "why a severity": lambda house, number, text: house.act(
        change_severity, number, Severity.SEV1, by_id=ANA, why=text
    ),
    "why it waits": lambda house, number, text: house.act(
        pause, number, house.clock() + timedelta(days=1), text, by_id=ANA
    ),
    "what contains it": lambda house, number, text: house.act(contain, number, text, by_id=ANA),
    "why more time": _extended,
    "why against a gate": _overridden,
    "why merged": _merged,
    "a backfill": lambda house, number, text: house.act(
        plan_backfill, number, [Planned(asset=text, name=text)], by_id=ANA
    ),
    "the cause": lambda house, number, text: _closed(house, number, cause=text),
    "the remedy": lambda house, number, text: _closed(house, number, remedy=text),
    "why reopened": _reopened,
    "a new title": lambda house, number, text: house.act(
        edit, number, {"title": "x " + text[-60:]}, by_id=ANA
    ),
    "a first note": lambda house, _, text: house.act(declare, Report(title="Late", by_id=ANA, note=text)),
}


@pytest.mark.parametrize("road", ROADS)
async def test_no_road_into_the_ledger_takes_data(house: House, road: str) -> None:
    number = await house.declare()

    with pytest.raises(LooksLikeData) as refused:
        await ROADS[road](house, number, CARD)

    assert "a card number" in str(refused.value)
    assert "4111" not in refused.value.redacted
    assert not [each for each in await house.entries() if "4111" in f"{each.text}{each.detail}"]


async def test_a_hand_offs_note_holds_no_data(house: House) -> None:
    number = await house.declare()
    await house.act(assign, number, Role.COMMANDER, ANA, by_id=ANA)

    with pytest.raises(LooksLikeData):
        await house.act(offer, number, Role.COMMANDER, to_id=BEN, by_id=ANA, note=CARD)


async def test_of_a_marked_message_only_the_address_is_kept_and_the_person_is_told(house: House) -> None:
    number = await house.declare()
    found = Marked(*MESSAGE[:2], EntryKind.EVIDENCE_ADDED, ANA, ROWS, author_id=BEN, link=MESSAGE[2])
    for _ in range(2):
        await house.act(record_marked, number, found)

    [entry] = await house.entries(EntryKind.EVIDENCE_ADDED)
    assert (entry.text, entry.permalink) == ("(not kept: looks like 2 rows of a result)", MESSAGE[2])
    [told] = await house.waiting("tell", what="not_kept")
    assert told.intent["person_id"] == ANA
    assert "Lisbon" not in json.dumps(told.intent)


async def test_an_edit_that_brings_data_in_is_noted_without_it(house: House) -> None:
    number = await house.declare()
    await house.act(add_entry, number, EntryKind.NOTE_ADDED, "Two are wrong", by_id=ANA, message=MESSAGE)
    for _ in range(2):
        await house.act(amend_message, *MESSAGE[:2], ROWS, by_id=BEN)
    await house.act(note_deleted, *MESSAGE[:2], by_id=BEN)

    amended, deleted = await house.entries(EntryKind.ENTRY_AMENDED)
    assert amended.text == deleted.text == "(not kept: looks like 2 rows of a result)"


async def test_what_breakwater_and_tools_say_is_left_alone(house: House) -> None:
    number = await house.declare("Job of loader@northwind.com failed", by_id=None)

    assert (await house.entries(EntryKind.DECLARED))[0].text == "Job of loader@northwind.com failed"
    await house.act(edit, number, {"title": "Job of the loader failed"}, by_id=ANA)
    [edited] = await house.entries(EntryKind.EDITED)
    assert edited.detail["after"] == {"title": "Job of the loader failed"}


async def test_what_was_refused_does_not_stay_in_the_inbox(house: House) -> None:
    async with house.store.unit() as uow:
        uow.session.add(InboxItem(key="trigger:1", kind="command", payload=ROWS, received_at=uow.now))
    for _ in range(2):
        await scrub(house.store, 1)

    async with house.store.reading() as session:
        row = (await session.scalars(select(InboxItem))).one()
    assert (row.payload, row.key) == ("{}", "trigger:1")
    assert row.done_at is not None
