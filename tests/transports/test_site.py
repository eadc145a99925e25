"""Health, readiness, metrics, and the addresses that are none."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.database import open_sessions
from bot.metrics import Metrics
from models.inbox import InboxItem
from models.incident import Incident
from models.outbox import OutboxItem, Standing
from models.vocabulary import Severity, Stage
from tests.engines import open_quick_engine
from tests.transports.serving import NOW, served


async def fetched(http: aiohttp.ClientSession, url: str) -> tuple[int, dict[str, Any]]:
    async with http.get(url) as response:
        return response.status, await response.json()


async def stored(database_url: str, *rows: object) -> None:
    engine = open_quick_engine(database_url)
    async with open_sessions(engine)() as session, session.begin():
        session.add_all(rows)
    await engine.dispose()


def item(kind: str, standing: Standing, minutes: int = 0) -> OutboxItem:
    return OutboxItem(kind=kind, standing=standing, created_at=NOW - timedelta(minutes=minutes))


def incident(**facts: Any) -> Incident:
    usual = {"title": "Orders are late", "severity": Severity.SEV2, "declared_at": NOW, "stage_since_at": NOW}
    return Incident(**(usual | facts))


async def test_it_says_that_it_is_alive_whatever_the_database_does(http: aiohttp.ClientSession) -> None:
    async with served("sqlite:////nowhere/at/all.db") as url, http.get(f"{url}/healthz") as response:
        assert (response.status, await response.text()) == (200, "ok\n")


async def test_it_is_ready_when_the_database_is(database_url: str, http: aiohttp.ClientSession) -> None:
    await stored(database_url, item("card", Standing.WAITING), item("invite", Standing.PARKED))
    async with served(database_url, absent_channels=lambda: {"data-incidents"}) as url:
        status, body = await fetched(http, f"{url}/readyz")

    assert status == 200
    assert body == {
        "ok": True,
        "database": {"reachable": True, "schema": "current"},
        "slack": {"transport": "sockets", "connected": 2},
        "outbox": {"waiting": 1, "parked": 1},
        "absent_channels": ["data-incidents"],
    }


async def test_it_is_ready_without_slack(sqlite_url: str, http: aiohttp.ClientSession) -> None:
    away = {"transport": "sockets", "connected": 0, "warnings": ["Slack cannot be reached."]}
    async with served(sqlite_url, slack_state=lambda: away) as url:
        status, body = await fetched(http, f"{url}/readyz")

    assert status == 200
    assert body["slack"] == away


@pytest.mark.parametrize("gone", ["sqlite:////nowhere/at/all.db", "postgresql://nobody@127.0.0.1:1/nothing"])
async def test_it_is_not_ready_when_the_database_does_not_answer(
    http: aiohttp.ClientSession, gone: str
) -> None:
    async with served(gone) as url:
        status, body = await fetched(http, f"{url}/readyz")

    assert status == 503
    assert body["database"]["reachable"] is False
    assert "DATABASE_URL" in body["database"]["message"]


async def test_it_is_not_ready_on_a_database_that_was_never_migrated(
    empty_database_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(empty_database_url) as url:
        status, body = await fetched(http, f"{url}/readyz")

    assert status == 503
    assert body["database"]["schema"] == "empty"
    assert "breakwater migrate" in body["database"]["message"]


async def test_it_becomes_ready_again_when_the_database_comes_back(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    folder = file.parent / "not mounted yet"
    async with served(f"sqlite:///{folder / file.name}") as url:
        before, _ = await fetched(http, f"{url}/readyz")
        folder.mkdir()
        for part in file.parent.glob(f"{file.name}*"):
            part.replace(folder / part.name)
        after, _ = await fetched(http, f"{url}/readyz")

    assert (before, after) == (503, 200)


async def test_metrics_count_without_naming(database_url: str, http: aiohttp.ClientSession) -> None:
    metrics = Metrics()
    metrics.acked("slash_commands", 0.03)
    metrics.received("event")
    await stored(
        database_url,
        incident(),
        incident(stage=Stage.CLOSED),
        incident(is_private=True, severity=Severity.SEV1, title="Payroll leaked"),
        incident(is_drill=True, severity=Severity.SEV3),
        item("card", Standing.WAITING, minutes=2),
        item("card", Standing.SENT, minutes=90),
        InboxItem(key="event:1", kind="event", payload="{}", received_at=NOW, fault="unreadable"),
    )
    async with served(database_url, metrics=metrics) as url, http.get(f"{url}/metrics") as response:
        text = await response.text()
    lines = text.splitlines()

    assert response.headers["Content-Type"].startswith("text/plain")
    assert 'breakwater_incidents{severity="sev2",stage="triage"} 1.0' in lines
    assert 'breakwater_incidents{severity="sev2",stage="closed"} 1.0' in lines
    assert "sev1" not in text
    assert "sev3" not in text
    assert "Payroll" not in text
    assert 'breakwater_outbox_waiting{kind="card"} 1.0' in lines
    assert "breakwater_outbox_oldest_waiting_seconds 120.0" in lines
    assert "breakwater_dead_letters 1.0" in lines
    assert "breakwater_slack_connected 2.0" in lines
    assert 'breakwater_ack_seconds_bucket{kind="slash_commands",le="0.05"} 1.0' in lines
    assert 'breakwater_received_total{kind="event"} 1.0' in lines


async def test_metrics_are_told_without_a_database(http: aiohttp.ClientSession) -> None:
    async with served("sqlite:////nowhere/at/all.db") as url, http.get(f"{url}/metrics") as response:
        text = await response.text()

    assert response.status == 200
    assert "breakwater_database_up 0.0" in text.splitlines()


async def test_an_alert_source_without_a_secret_has_no_endpoint(
    sqlite_url: str, http: aiohttp.ClientSession
) -> None:
    async with served(sqlite_url) as url, http.post(f"{url}/alerts/grafana", data=b"{}") as response:
        answer = await response.json()

    assert response.status == 404
    assert "no secret configured means no endpoint" in answer["message"]


@pytest.mark.parametrize("path", ["/", "/slack", "/alerts", "/healthz/", "/../etc/passwd", "/%ff"])
async def test_any_other_address_is_nothing(sqlite_url: str, http: aiohttp.ClientSession, path: str) -> None:
    async with served(sqlite_url) as url:
        status, body = await fetched(http, f"{url}{path}")

    assert status == 404
    assert body["error"] == "not_found"
