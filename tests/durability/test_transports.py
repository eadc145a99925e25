"""Whatever becomes of the way to Slack, each thing that came is taken up once."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import pytest
from slack_sdk.signature import Clock, SignatureVerifier

from models.alert import Alert
from models.inbox import InboxItem
from sandbox.control.dump import dump
from tests.durability.patience import until
from tests.durability.siege import Siege, besieged_here
from tests.durability.steps import PHASES
from tests.durability.story import Story
from tests.durability.verdict import about_marks, complaints

ALERTS = "C0ALERTS01"

#: Slack tries events again at once, after a minute, after five; here sooner.
SOON = {"retry_schedule": (0.2, 0.5, 1.0, 2.0), "ack_seconds": 1.0, "grace_seconds": 0.5}


def _slow(*troubles: str) -> list[Any]:
    """The first of each kind is in `make test`; the others take seconds, too."""
    return [pytest.param(each, marks=pytest.mark.slow) for each in troubles]


async def _alarm(siege: Siege, number: int) -> None:
    """A tool posts an alert of its own kind, one that nothing opens by itself."""
    said = {"text": f"WARNING: table orders_{number:02} is {number} hours late"}
    await siege.people["ana"].does("bot_message", channel=ALERTS, app="Watchdog", style="app", message=said)


async def _each_was_asked_about_once(siege: Siege, count: int) -> None:
    """One alert, and one triage card in its thread, for each message."""

    async def is_done() -> bool:
        alerts = siege.record.rows(Alert)
        return len(alerts) >= count and all(alert.card_ts for alert in alerts) and siege.record.is_settled()

    await until(is_done, "a card for every alert", within=30, shown=siege.record.what_waits)
    channels = dump(siege.sandbox.board)["channels"]
    messages = next(channel["messages"] for channel in channels if channel["id"] == ALERTS)
    ours = [message for message in messages if message.get("metadata")]
    asked = Counter(message["thread_ts"] for message in ours if message.get("thread_ts"))
    alarms = [message["ts"] for message in messages if message.get("text", "").startswith("WARNING")]
    assert asked == dict.fromkeys(alarms, 1)
    assert list(about_marks(channels, siege.record)) == []


@pytest.mark.parametrize("how", ["abort", *_slow("close", "freeze", "refresh_requested", "warning")])
async def test_events_survive_what_becomes_of_the_sockets(how: str, sqlite_url: str) -> None:
    async with besieged_here(sqlite_url, **SOON) as siege:
        for number in range(5):
            await _alarm(siege, number)
            if number == 2:
                await _trouble(siege, how)
        if how == "freeze":
            await siege.sandbox.sockets.cut("thaw")

        await _each_was_asked_about_once(siege, 5)


async def _trouble(siege: Siege, how: str) -> None:
    if how in {"close", "abort", "freeze"}:
        await siege.sandbox.sockets.cut(how)
    else:
        await siege.sandbox.sockets.refresh(how)


@pytest.mark.parametrize("kind", ["drop", *_slow("double", "ignore_ack")])
async def test_events_survive_what_becomes_of_their_delivery(kind: str, sqlite_url: str) -> None:
    async with besieged_here(sqlite_url, **SOON) as siege:
        siege.sandbox.faults.add("deliver:events_api", kind, times=5, skip=1)
        for number in range(4):
            await _alarm(siege, number)

        await _each_was_asked_about_once(siege, 4)


async def test_an_incident_lives_over_http_as_it_does_over_sockets(sqlite_url: str) -> None:
    async with besieged_here(sqlite_url, over_http=True) as siege:
        story = Story(siege.people)
        for phase in PHASES:
            await story.act(phase)
            await siege.settled(phase)

        assert complaints(siege.sandbox, siege.record, "reviewing") == []


async def test_a_request_replayed_within_its_five_minutes_changes_nothing(sqlite_url: str) -> None:
    async with besieged_here(sqlite_url, over_http=True) as siege:
        form = _declaration(trigger="1.2.replayed")
        signed = _signed(siege, form)

        answers = await asyncio.gather(*(_post(siege, form, signed) for _ in range(5)))
        await siege.settled("opening")
        answers.append(await _post(siege, form, signed))
        await siege.settled("opening")

        assert answers == [200] * 6
        rooms = [
            each for each in siege.sandbox.workspace.channels.all.values() if each.name.startswith("inc-")
        ]
        assert len(rooms) == 1


async def test_one_form_makes_one_incident_under_whatever_triggers_it_is_sent(sqlite_url: str) -> None:
    async with besieged_here(sqlite_url, over_http=True) as siege:
        forms = [_declaration(trigger=f"1.2.press-{number}") for number in range(4)]

        answers = await asyncio.gather(*(_post(siege, form, _signed(siege, form)) for form in forms))
        await siege.settled("opening")

        assert answers == [200] * 4
        rooms = [
            each for each in siege.sandbox.workspace.channels.all.values() if each.name.startswith("inc-")
        ]
        assert len(rooms) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Slack-Request-Timestamp": "soon", "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": "1" * 5000, "X-Slack-Signature": "v0=00"},
        {"X-Slack-Request-Timestamp": str(int(time.time())), "X-Slack-Signature": "v0=ü"},
    ],
    ids=["none", "no number", "a long number", "no ASCII"],
)
async def test_malformed_headers_are_refused_and_nothing_is_stored(
    headers: Mapping[str, str], sqlite_url: str
) -> None:
    async with besieged_here(sqlite_url, over_http=True) as siege:
        assert await _post(siege, _declaration(trigger="1.2.3"), headers) == 401

        assert not siege.record.rows(InboxItem, InboxItem.key == "trigger:1.2.3")


def _declaration(trigger: str) -> str:
    """A submission of the declare form, as Slack sends it over HTTP."""
    payload: dict[str, Any] = {
        "type": "view_submission",
        "team": {"id": "T0NORTH01"},
        "user": {"id": "U0ANA00001", "team_id": "T0NORTH01"},
        "trigger_id": trigger,
        "view": {
            "id": "V0FORM0001",
            "type": "modal",
            "callback_id": "declare",
            "private_metadata": "{}",
            "state": {
                "values": {"title": {"value": {"type": "plain_text_input", "value": "Orders are late"}}}
            },
        },
    }
    return urlencode({"payload": json.dumps(payload)})


def _signed(siege: Siege, body: str) -> dict[str, str]:
    timestamp = str(int(Clock().now()))
    signature = SignatureVerifier(siege.sandbox.signing_secret).generate_signature(
        timestamp=timestamp, body=body
    )
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature or ""}


async def _post(siege: Siege, body: str, headers: Mapping[str, str]) -> int:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    url = siege.sandbox.options.events_url or ""
    async with siege.page.http.post(url, data=body, headers={**form, **headers}) as answer:
        return answer.status
