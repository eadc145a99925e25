"""The test desk: what tests turn and read."""

from typing import Any

import pytest
from aiohttp import ClientSession
from bolt_app import attached, new_app, until
from people import ALERTS, Person
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from socket_client import listening

from sandbox.seed import APP_USER_ID, BEN
from sandbox.server import Sandbox


class Desk:
    def __init__(self, http: ClientSession, url: str) -> None:
        self._http, self._url = http, url

    async def get(self, name: str, **query: Any) -> dict[str, Any]:
        async with self._http.get(f"{self._url}/sandbox/{name}", params=query) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def post(self, name: str, status: int = 200, **body: Any) -> dict[str, Any]:
        async with self._http.post(f"{self._url}/sandbox/{name}", json=body) as response:
            assert response.status == status
            answer: dict[str, Any] = await response.json()
            return answer

    async def delete(self, name: str) -> None:
        async with self._http.delete(f"{self._url}/sandbox/{name}") as response:
            assert response.status == 200


@pytest.fixture
def desk(sandbox: Sandbox, http: ClientSession) -> Desk:
    return Desk(http, sandbox.url)


@pytest.fixture
def client(sandbox: Sandbox) -> AsyncWebClient:
    return AsyncWebClient(token=sandbox.bot_token, base_url=sandbox.api_url)


async def test_a_fault_hits_the_call_that_it_names(desk: Desk, client: AsyncWebClient) -> None:
    await desk.post(
        "faults", method="chat.postMessage", kind="error", error="fatal_error", match={"text": "bad"}
    )
    await client.chat_postMessage(channel=ALERTS, text="good")
    with pytest.raises(SlackApiError, match="fatal_error"):
        await client.chat_postMessage(channel=ALERTS, text="bad")
    await client.chat_postMessage(channel=ALERTS, text="bad again")

    calls = (await desk.get("calls"))["calls"]
    assert [call["ok"] for call in calls] == [True, False, True]
    assert calls[0]["args"]["text"] == "good"
    assert "token" not in calls[0]["args"]
    assert (await desk.get("calls", since=calls[1]["n"]))["calls"] == calls[2:]


async def test_a_wrong_fault_is_refused_with_the_reason(desk: Desk) -> None:
    answer = await desk.post("faults", status=400, method="chat.update", kind="double")
    missing = await desk.post("faults", status=400, kind="error")

    assert "double" in answer["error"]
    assert "method" in missing["error"]


async def test_faults_can_be_listed_and_forgotten(desk: Desk) -> None:
    await desk.post("faults", method="deliver:events_api", kind="drop", times=3)
    waiting = (await desk.get("faults"))["faults"]
    await desk.delete("faults")

    assert (waiting[0]["method"], waiting[0]["times"]) == ("deliver:events_api", 3)
    assert (await desk.get("faults"))["faults"] == []


async def test_deliveries_are_logged_attempt_by_attempt(sandbox: Sandbox, desk: Desk, ana: Person) -> None:
    sandbox.workspace.membership.join(APP_USER_ID, ALERTS)
    await sandbox.courier.settle()
    before = (await desk.get("deliveries"))["deliveries"][-1]["n"]
    await desk.post("faults", method="deliver:events_api", kind="ignore_ack")
    sandbox.courier.ack_seconds = 1.5
    async with listening(f"{sandbox.url}/socket/{sandbox.sockets.issue_ticket()}") as listener:
        await ana.posts("hello")
        await sandbox.courier.settle()
        seen = [event["type"] for event in listener.events]
    rows = (await desk.get("deliveries", since=before))["deliveries"]

    assert seen == ["message", "message"]
    assert [(row["attempt"], row["acked"] is not None) for row in rows] == [(0, False), (1, True)]
    assert {row["transport"] for row in rows} == {"socket"}
    assert len({row["id"] for row in rows}) == 1


async def test_limits_and_latency_are_switched_at_run_time(
    desk: Desk, client: AsyncWebClient, sandbox: Sandbox
) -> None:
    await desk.post("limits", on=True)
    await desk.post("latency", ms=20, methods=["auth.test"])
    await client.auth_test()
    call = (await desk.get("calls"))["calls"][-1]

    assert sandbox.limits.on
    assert call["end"] - call["start"] >= 0.02
    assert call["start"] < call["effect"] < call["end"]


async def test_cuts_and_refreshes_reach_the_sockets(sandbox: Sandbox, desk: Desk) -> None:
    async with attached(sandbox, new_app(sandbox)):
        assert (await desk.get("health"))["sockets"] == 1
        assert (await desk.post("cut", how="abort"))["sockets"] == 1
        await until(lambda: not sandbox.sockets.connected)
        await until(lambda: sandbox.sockets.connected)
        await desk.post("refresh", reason="warning")
        await desk.post("cut", status=400, how="gently")


async def test_the_dump_shows_what_the_web_api_hides(desk: Desk, client: AsyncWebClient, ana: Person) -> None:
    metadata = {"event_type": "tea", "event_payload": {"cup": 7}}
    await client.chat_postMessage(channel=ALERTS, text="kept", metadata=metadata)
    gone = await ana.posts("gone")
    await ana.ok("delete", channel=ALERTS, ts=gone)
    await client.views_publish(user_id=BEN, view={"type": "home", "blocks": []})
    everything = await desk.get("workspace")
    alerts = next(channel for channel in everything["channels"] if channel["id"] == ALERTS)

    assert alerts["messages"][0]["metadata"] == metadata
    assert alerts["deleted"] == 1
    assert everything["homes"][BEN]["type"] == "home"
    assert everything["users"][0]["name"] == "ana"


async def test_a_revoked_token_is_refused_and_told(
    sandbox: Sandbox, desk: Desk, client: AsyncWebClient
) -> None:
    async with listening(f"{sandbox.url}/socket/{sandbox.sockets.issue_ticket()}") as listener:
        await desk.post("revoke")
        event = await listener.event("tokens_revoked")
        with pytest.raises(SlackApiError, match="token_revoked"):
            await client.auth_test()
        await desk.post("revoke", how="uninstall")
        await listener.event("app_uninstalled")
        with pytest.raises(SlackApiError, match="account_inactive"):
            await client.auth_test()
        await desk.post("revoke", how="restore")
        await client.auth_test()

    assert event["tokens"] == {"oauth": [], "bot": [APP_USER_ID]}


async def test_any_event_can_be_sent_and_profiles_changed(sandbox: Sandbox, desk: Desk) -> None:
    async with listening(f"{sandbox.url}/socket/{sandbox.sockets.issue_ticket()}") as listener:
        sent = await desk.post("event", event={"type": "channel_deleted", "channel": "C0GONE"})
        unsent = await desk.post("event", event={"type": "emoji_changed"})
        await desk.post("profile", user=BEN, fields={"tz": "Asia/Tokyo"})
        changed = await listener.event("user_change")
        await listener.event("channel_deleted", channel="C0GONE")

    assert (sent["sent"], unsent["sent"]) == (True, False)
    assert changed["user"]["tz"] == "Asia/Tokyo"
