"""The whole ledger as a file and at a terminal: in order, corrected, what stood there kept beside."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.incidents.merge_incidents import merge
from bot.ledger.add_entry import add_entry
from bot.ledger.amend_entry import amend_entry
from bot.ledger.export_document import export_document
from bot.ledger.judge_hypothesis import judge_hypothesis
from bot.ledger.read_ledger import export_timeline, read_latest
from bot.ledger.send_timeline import ExportFormat, send_timeline
from bot.ledger.withdraw_entry import withdraw_entry
from bot.outbox.deliveries.ledger.timelines import PostTimeline
from bot.prose import Prose
from models.change import ChangeState
from models.hypothesis import Verdict
from models.incident import Incident
from models.ledger import EntryKind
from models.typed_entry import Bears, Change, Decision, Evidence, EvidenceKind
from tests.builders import ANA, BEN, House, open_house, open_office

NOTE = EntryKind.NOTE_ADDED


async def _document(house: House, number: int) -> dict[str, Any]:
    async with house.store.reading() as session:
        document = await export_document(session, number, house.clock())
    json.dumps(document)
    return document


async def _written(house: House, number: int) -> None:
    """One of each, out of order, one corrected and one withdrawn."""
    early = house.clock() - timedelta(hours=2)
    late = await house.act(add_entry, number, EntryKind.HYPOTHESIS_ADDED, "The source was late", by_id=ANA)
    about = Evidence(evidence=EvidenceKind.COUNT, count=412, hypothesis=late.id, bears=Bears.FOR)
    await house.act(add_entry, number, EntryKind.EVIDENCE_ADDED, "Rows on Monday", by_id=BEN, typed=about)
    await house.act(judge_hypothesis, late.id, Verdict.SUPPORTED, "The log says so", by_id=BEN)
    why = Decision(why="It is quicker", alternatives="wait")
    await house.act(add_entry, number, EntryKind.DECISION_RECORDED, "Run it again", by_id=ANA, typed=why)
    change = Change(state=ChangeState.APPLIED, where="loader", rollback="resume it", temporary=True)
    await house.act(add_entry, number, EntryKind.CHANGE_RECORDED, "Paused it", by_id=ANA, typed=change)
    first = await house.act(add_entry, number, NOTE, "It began at six", by_id=ANA, at=early)
    await house.act(amend_entry, first.id, "It began at five", by_id=BEN, at=early - timedelta(hours=1))
    wrong = await house.act(add_entry, number, NOTE, "Never mind", by_id=ANA)
    await house.act(withdraw_entry, wrong.id, by_id=ANA)


async def test_programs_get_every_entry_in_order_with_its_corrections(house: House) -> None:
    number = await house.declare()
    await house.heard_of(ANA, "Ana Silva")
    await _written(house, number)
    document = await _document(house, number)

    assert document["incident"]["ref"] == f"INC-{number}"
    assert document["incident"]["declared_by"] == "Ana Silva"
    entries = document["entries"]
    assert [each["at"] for each in entries] == sorted(each["at"] for each in entries)
    first = entries[0]
    assert (first["kind"], first["actor"], first["text"]) == ("note.added", "Ana Silva", "It began at five")
    assert (first["version"], [each["text"] for each in first["history"]]) == (
        2,
        ["It began at six", "It began at five"],
    )
    assert {each["kind"]: each["actor"] for each in entries}["evidence.added"] == BEN
    by_text = {each["text"]: each for each in entries}
    assert by_text["Rows on Monday"]["detail"]["count"] == 412
    assert by_text["Paused it"]["detail"]["rollback"] == "resume it"
    assert by_text["Never mind"]["is_withdrawn"]


async def test_people_get_the_same_as_a_file_with_where_why_and_the_way_back(house: House) -> None:
    number = await house.declare()
    await _written(house, number)
    async with house.store.reading() as session:
        text = await export_timeline(session, number, house.clock(), Prose())

    for words in (
        "Rows: 412",
        "Why: It is quicker",
        "Instead of: wait",
        "Way back: resume it",
        "It began at five",
    ):
        assert words in text
    assert text.index("It began at five") < text.index("The source was late")


async def test_a_merged_incident_comes_along_and_a_private_one_is_not_named(house: House) -> None:
    merged, survivor = await house.declare(), await house.declare("The same")
    await house.act(add_entry, merged, NOTE, "Seen there", by_id=ANA)
    await house.act(merge, merged, survivor, by_id=ANA)
    theirs = {each["text"]: each["incident"] for each in (await _document(house, survivor))["entries"]}
    assert theirs["Seen there"] == f"INC-{merged}"

    secret = await house.declare("Secret", is_private=True)
    public = await house.declare("Public")
    await house.act(merge, public, secret, by_id=ANA)
    [entry] = [
        each for each in (await _document(house, public))["entries"] if each["kind"] == "incident.merged"
    ]
    assert str(secret) not in json.dumps(entry["detail"])


async def test_the_file_goes_into_the_channel_or_to_who_asks(database_url: str) -> None:
    async with open_office(database_url, PostTimeline) as office:
        number = await office.house.declare()
        channel_id = await office.open_channel(number)
        await office.house.act(send_timeline, number, by_id=ANA, form=ExportFormat.JSON)
        await office.house.act(send_timeline, number, by_id=ANA, to_asker=True)
        await office.deliver()

        [here] = [each for each in await office.messages(channel_id) if each.get("files")]
        [there] = [each for each in await office.direct_messages(ANA) if each.get("files")]
        assert here["files"][0]["name"].endswith(".json")
        assert there["files"][0]["name"].endswith(".md")


async def test_who_may_not_see_a_private_one_gets_no_file_of_it(database_url: str) -> None:
    async with open_office(database_url, PostTimeline) as office:
        number = await office.house.declare(is_private=True)
        await office.open_channel(number)
        await office.house.act(send_timeline, number, by_id=BEN, to_asker=True)
        await office.deliver()

        assert await office.direct_messages(BEN) == []


def test_a_terminal_gets_both(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    async def write() -> None:
        async with open_house(sqlite_url) as house:
            await house.declare("Orders are late")
            await _written(house, 1)
            await house.declare("Secret", is_private=True)

    asyncio.run(write())
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    run = CliRunner()

    found = run.invoke(app, ["export", "INC-1", "--json"])
    assert found.exit_code == 0
    document = json.loads(found.stdout)
    assert {"kind", "actor", "at", "text", "detail"} <= set(document["entries"][0])
    assert found.stderr == ""
    assert run.invoke(app, ["export", "1"]).stdout.startswith("# Timeline of INC-1")
    private = run.invoke(app, ["export", "inc-2", "--json"])
    assert json.loads(private.stdout)["incident"]["is_private"]
    assert "private" in private.stderr
    for word, said in (("INC-9", "There is no INC-9"), ("nine", "is no incident")):
        refused = run.invoke(app, ["export", word])
        assert (refused.exit_code, said in refused.stderr) == (1, True)


@pytest.mark.parametrize("words", [("export", "INC-1"), ("alerts", "show", "r1")])
def test_without_a_database_a_terminal_hears_so_and_none_is_made(
    words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "none.db"
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")

    refused = CliRunner().invoke(app, words)

    assert (refused.exit_code, refused.stdout) == (1, "")
    assert f"there is no database {file} yet" in refused.stderr
    assert not file.exists()


async def test_five_thousand_entries_are_read_in_a_moment(house: House) -> None:
    import time

    number = await house.declare()
    async with house.store.unit() as uow:
        incident = await uow.session.get_one(Incident, number)
        for each in range(5_000):
            uow.session.add(incident.entry(NOTE, at=uow.now, by=ANA, text=f"Seen for the {each}th time"))
    async with house.store.unit() as uow:
        for each in range(500):
            correction = incident.entry(EntryKind.ENTRY_AMENDED, at=uow.now, by=BEN, text=f"Corrected {each}")
            correction.corrects_id = each * 10 + 2
            uow.session.add(correction)
    began = time.process_time()
    async with house.store.reading() as session:
        latest, total = await read_latest(session, number)
    read = time.process_time()
    document = await _document(house, number)
    took = time.process_time() - read

    assert (len(latest), total) == (25, 5_001)
    assert sum(each["version"] == 2 for each in document["entries"]) == 500
    assert read - began < 1.0
    assert took < 5.0
