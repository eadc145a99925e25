"""From the alert to a signed close: proof is asked for and seen, stewards sign, and all hear the end."""

import json
from pathlib import Path
from typing import Any

from bot.playbook import Playbook, parse_playbook
from tests.stories.town import Room, Town, eventually, spoken, town


def _playbook(folder: Path) -> Playbook:
    asked = parse_playbook(
        """
severities:
  sev2:
    gates: [verification]
    verify: [alerts, storage]
    sign_off: [technical_steward, business_steward]
alerts: {rules: [{name: the warehouse, when: {source: grafana}, do: open, severity: sev2}]}
responders: [U0ANA00001, U0BEN00001, U0CHEN0001]
register: {folder: register}
""",
        "breakwater.yaml",
    )
    register = asked.data_issues.model_copy(update={"folder": folder})
    return asked.model_copy(update={"data_issues": register})


async def test_a_stale_table_from_alert_to_signed_close(database_url: str, tmp_path: Path) -> None:
    async with town(database_url, _playbook(tmp_path / "register")) as here:
        room = await _opened_by_an_alert(here)
        await here.ana.asks("/incident take commander", room.name)
        for steward, role in ((here.ben, "business steward"), (here.chen, "technical steward")):
            await here.ana.asks(f"/incident role {role} @{steward.name}", room.name)
        await here.ana.asks("/incident impact failing marts.orders", room.name)
        await here.ana.asks("/incident stage verification the rerun is through", room.name)

        await _proof_is_asked_for_and_fails(here, room)
        await here.ben.does("sample", id="grafana-resolved")
        await here.ana.asks("/incident stage verification the backfill is through", room.name)
        await here.ana.runs("/incident verify storage ok 12,040 rows, as last Tuesday", room.name)
        await _reply(room, "2 of 2 checks are there", "1 of 1 alert fine", "12,040 rows")

        await _closes_once_it_is_signed(here, room)
        await _sends_close_notice(here, room)
        known = await here.dia.asks("/incident known marts.orders")
        assert "The loader stopped half-way" in known
        assert "exclude load_date 2026-11-18" in known
        await eventually(
            lambda: _says(tmp_path / "register", "- Do: exclude load_date 2026-11-18"), "the register's file"
        )
        timeline = await here.ana.asks("/incident timeline", room.name)
        told = (
            "found storage wrong",
            "found storage right",
            "signed off as technical steward",
            "sent the close",
        )
        assert all(words in timeline for words in told)

        await here.ben.does("sample", id="grafana-firing")
        await room.expect_card("Verification since")
        assert "worked on again" in await here.dia.asks("/incident known marts.orders")


async def _opened_by_an_alert(here: Town) -> Room:
    await here.ben.does("sample", id="grafana-firing")
    room = await here.room("warehousequeuetime")
    await room.expect_card("INC-1")
    return room


async def _proof_is_asked_for_and_fails(here: Town, room: Room) -> None:
    """A failed check takes the incident back to work."""
    asked = await room.expect_message("is the data right again?", "please look")
    assert f'"user_id": "{here.ben.user_id}"' in spoken(asked)
    checks = await _reply(room, "Is the data right again?", "0 of 1 alert fine", "Storage", "not looked at")
    await here.ana.clicks(room.channel_id, checks, "Add a check")
    sent = await here.ana.submits("verify", check="storage", result="failed", seen="412 rows are missing")
    assert sent["outcome"] == "closed", sent
    await room.expect_message("Verification → remediation", "412 rows are missing")
    await room.expect_message("went back to work")


async def _closes_once_it_is_signed(here: Town, room: Room) -> None:
    await here.ana.runs("/incident close", room.name)
    refused = await here.ana.submits("close", cause="The loader stopped half-way")
    assert "the sign-off of the technical steward and the business steward" in json.dumps(refused)
    assert "is asked for here" in await here.ana.asks("/incident signoff", room.name)
    asked = await room.expect_message("is the data right again?", "please look")
    await here.ben.clicks(room.channel_id, asked, "Sign off")
    await here.chen.runs("/incident signoff the tests are green", room.name)
    done = await room.expect_message("is signed off", "by all who were asked")
    sent = await here.ana.submits("close", cause="The loader stopped half-way")
    assert sent["outcome"] == "closed", sent
    assert "Close" in spoken(done)
    await room.expect_card("Watched until", "an alert of it reopens it")


async def _sends_close_notice(here: Town, room: Room) -> None:
    """Where it was announced, everyone hears the end."""
    closed = await room.expect_message("INC-1 closed", "Close notice")
    await here.ana.clicks(room.channel_id, closed, "Close notice")
    form = json.dumps(await here.ana.form("close_notice"))
    assert "the announcement" in form
    assert "The loader stopped half-way" in form
    sent = await here.ana.submits(
        "close_notice", rerun="Tuesday's export", remedy="exclude load_date 2026-11-18"
    )
    assert sent["outcome"] == "closed", sent
    news = Room(here.dia, await here.dia.channel_id("data-incidents"), "data-incidents")
    await news.expect_message("is over", "Tuesday's export", "exclude load_date 2026-11-18")
    await room.expect_message("Close notice sent", "the announcement")


async def _reply(room: Room, *words: str) -> dict[str, Any]:
    """In the thread of the card."""
    card = await room.expect_card()

    async def said() -> dict[str, Any] | None:
        page = await room.seen_by.does("replies", channel=room.channel_id, ts=card["ts"])
        found = [each for each in page["messages"] if all(word in spoken(each) for word in words)]
        return found[-1] if found else None

    return dict(await eventually(said, f"a reply that says {words}"))


async def _says(folder: Path, words: str) -> bool:
    return any(words in file.read_text() for file in folder.glob("*.md"))
