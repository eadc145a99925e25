"""The whole response, as short as people are short of time: how much of it is asked of them is counted."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

from bot.playbook import parse_playbook
from tests.stories.town import Actor, Room, Town, town

PROJECT = Path(__file__).parents[2]

#: Every gate holds, a change is approved by somebody else, and both stewards sign.
HELD = parse_playbook(
    """
severities:
  sev2:
    gates: [containment, analysis, remediation, verification]
    verify: [alerts, storage]
    sign_off: [technical_steward, business_steward]
changes: {approval: [sev2]}
alerts:
  rules:
    - name: the warehouse
      when: {source: grafana}
      do: open
      severity: sev2
      call: {business_steward: "@ben", technical_steward: "@chen"}
""",
    "breakwater.yaml",
)

#: What the ledger tells of a stale table, beside what machines write: who did what, in its order.
TOLD = (
    ("incident.acknowledged", "ben", "acknowledged"),
    ("role.taken", "ana", ""),
    ("stage.advanced", "ana", ""),
    ("containment.recorded", "ana", "The board pack is held back"),
    ("stage.advanced", "ana", ""),
    ("hypothesis.added", "ana", "The loader stopped half-way"),
    ("evidence.added", "chen", "run 8123 ends after 412 rows"),
    ("hypothesis.supported", "ana", "Its log ends in the middle of a file"),
    ("cause.recorded", "ana", "What it was: The loader stopped half-way; Kind: operations"),
    ("stage.advanced", "ana", ""),
    ("change.recorded", "chen", "Run the load of Tuesday again"),
    ("change.approved", "ana", ""),
    ("change.applied", "chen", ""),
    ("change.held", "chen", "12,040 rows"),
    ("stage.advanced", "ana", ""),
    ("check.held", "chen", "12,040 rows, as last Tuesday"),
    ("signoff.given", "chen", ""),
    ("signoff.given", "ben", ""),
    ("incident.closed", "ana", "The loader stopped half-way"),
    ("close_notice.sent", "ana", "to 2 places"),
)


async def test_a_stale_table_is_closed_and_signed_in_under_thirty_interactions(database_url: str) -> None:
    async with town(database_url, HELD) as here:
        ana, ben, chen = here.ana, here.ben, here.chen
        room = await _opened_by_an_alert(here)
        await room.click(ben, "Acknowledge")
        await room.expect_card("acknowledged")
        await room.click(ana, "Take command")
        await room.expect_card("Commander", ana.user_id)
        await here.quiet()
        await ana.asks("/incident stage containment", room.name)
        await ana.asks("/incident stage analysis", room.name)
        await _presses_told(room, ana, "Say what contains it")
        await ana.submits("contain", what="The board pack is held back")
        await room.expect_message("The board pack is held back")
        await ana.asks("/incident stage analysis", room.name)
        await _is_thought_through(room, ana, chen)
        await ana.asks("/incident stage remediation", room.name)
        await _is_changed(room, ana, chen)
        await ana.asks("/incident stage verification", room.name)
        await ben.does("sample", id="grafana-resolved")
        await chen.asks("/incident verify storage ok 12,040 rows, as last Tuesday", room.name)
        await room.press(chen, "Sign off", "is the data right again?", "please look")
        await room.expect_message("signed off", chen.user_id)
        await room.press(ben, "Sign off", "is the data right again?", "please look")
        await room.press(ana, "Close", "by all who were asked")
        sent = await ana.submits("close")
        assert sent["outcome"] == "closed", sent
        await room.press(ana, "Close notice", "INC-1 closed")
        sent = await ana.submits("close_notice")
        assert sent["outcome"] == "closed", sent
        await room.expect_message("Close notice sent")
        assert here.page.interactions < 30, here.page.interactions

        told = await _exported(database_url)
        assert told["incident"]["outcome"] == "fixed"
        assert _by_people(told) == [(kind, here.people[name].user_id, text) for kind, name, text in TOLD]
        await _fails_again(here, room, database_url)


async def _fails_again(here: Town, room: Room, database_url: str) -> None:
    """Within its probation the same alert opens the same incident, and that is counted."""
    await here.advance(hours=3)
    await here.ben.does("sample", id="grafana-firing")
    await room.expect_message("It failed again")
    await room.expect_card("Verification since")
    told = await _exported(database_url)
    kinds = [entry["kind"] for entry in told["entries"]]
    assert kinds.count("incident.regressed") == kinds.count("incident.reopened") == 1
    assert told["incident"]["stage"] == "verification"
    assert [name for name in await here.ana.channels() if name.startswith("inc-")] == [room.name]


async def _is_thought_through(room: Room, ana: Actor, chen: Actor) -> None:
    await ana.asks("/incident hypothesis The loader stopped half-way", room.name)
    await chen.asks("/incident evidence for H1 run 8123 ends after 412 rows", room.name)
    await room.press(ana, "Support", "The loader stopped half-way", "412 rows", in_thread=True)
    await ana.submits("judge_hypothesis", text="Its log ends in the middle of a file")
    await room.expect_reply("Its log ends in the middle of a file")
    await ana.asks("/incident cause operations: The loader stopped half-way", room.name)


async def _is_changed(room: Room, ana: Actor, chen: Actor) -> None:
    await chen.asks("/incident change --planned Run the load of Tuesday again", room.name)
    await room.press(ana, "Approve", "planned", "Run the load of Tuesday again")
    await room.press(chen, "Applied", "Change, planned", "Approved")
    await room.press(chen, "It held", "Change, applied")
    await chen.submits("step_change", text="12,040 rows")
    await room.expect_message("Change, holds")


async def test_two_people_without_a_playbook_need_fewer_than_ten(database_url: str) -> None:
    async with town(database_url) as here:
        await here.ana.declares("Orders are late")
        room = await here.room("orders-are-late")
        await room.click(here.ben, "Take command")
        await room.expect_card("Commander", here.ben.user_id)
        await here.quiet()
        await here.ben.asks("/incident note The loader has been stuck since six", room.name)
        await here.ana.asks("/incident change Restarted the loader", room.name)
        await here.ben.asks("/incident update Orders are there again at noon", room.name)
        await room.click(here.ben, "Close")
        sent = await here.ben.submits("close", cause="The loader was stuck")
        assert sent["outcome"] == "closed", sent
        await room.expect_card("Closed as fixed", "The loader was stuck")

        assert here.page.interactions < 10, here.page.interactions


async def test_a_change_that_does_not_hold_is_rolled_back_before_anything_goes_on(database_url: str) -> None:
    async with town(database_url, HELD) as here:
        ana, chen = here.ana, here.chen
        await ana.declares("Orders are late", severity="sev2")
        room = await here.room("orders-are-late")
        await room.click(ana, "Take command")
        await room.expect_card("Commander", ana.user_id)
        await room.click(ana, "Advance")
        await ana.submits("advance", stage="remediation", override="We have seen this before")
        await ana.asks("/incident change --planned Widen the loader's window", room.name)
        await room.press(ana, "Approve", "Widen the loader's window", "Somebody else approves it")
        assert "Nobody approves their own change" in str(await room.expect_word(ana, "Nobody approves"))
        await room.press(chen, "Approve", "Widen the loader's window")
        await room.press(ana, "Applied", "Change, planned", "Approved")
        await room.expect_message("Change, applied")

        refused = await ana.asks("/incident stage verification", room.name)
        assert "whether it worked: Widen the loader's window" in refused
        await room.press(ana, "Rolled back", "Change, applied")
        await ana.submits("step_change", text="Half of the rows came twice")
        await room.expect_message("Change, rolled back", "Half of the rows came twice")
        await ana.asks("/incident stage verification", room.name)

        await here.quiet()
        steps = [each["kind"] for each in (await _exported(database_url))["entries"]]
        happened = [kind for kind in steps if kind.startswith(("change.", "gate."))]
        assert happened == [
            "gate.overridden",
            *("change.recorded", "change.approved", "change.applied", "change.rolled_back"),
        ]


async def _opened_by_an_alert(here: Town) -> Room:
    await here.ben.does("sample", id="grafana-firing")
    room = await here.room("warehousequeuetime", seen_by=here.ben)
    await room.expect_card("INC-1")
    return room


async def _presses_told(room: Room, person: Actor, label: str) -> None:
    """A button of what only this person was told."""
    await person.clicks(room.channel_id, await room.expect_word(person, label), label)


async def _exported(database_url: str) -> dict[str, Any]:
    """What a program reads: the ledger, from another process."""
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), "DATABASE_URL": database_url}
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", "export", "INC-1", "--json"),
        env=environ,
        stdout=asyncio.subprocess.PIPE,
    )
    said, _ = await program.communicate()
    assert program.returncode == 0
    document: dict[str, Any] = json.loads(said)
    return document


def _by_people(document: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [
        (each["kind"], each["actor_id"], each["text"]) for each in document["entries"] if each["actor_id"]
    ]
