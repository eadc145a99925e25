"""Tools that send webhooks, and what of them is in the database."""

import io
import json
from typing import Any

import aiohttp
from sqlalchemy import select

from bot.database import open_reading
from models.inbox import InboxItem
from tests.engines import open_quick_engine

SECRET = "a long secret of the tests"

BEARER = {"Authorization": f"Bearer {SECRET}"}

#: For every source that a test sends as.
SECRETS = {
    source: (SECRET.encode(),)
    for source in (
        "airbyte", "alertmanager", "aws", "bigquery", "cloudevents", "dbt_cloud",
        "generic", "grafana", "monte_carlo", "pagerduty", "sentry",
    )
}  # fmt: skip


def alertmanager_body(*names: str, status: str = "firing") -> dict[str, Any]:
    """What Alertmanager sends about these alerts."""
    alerts = [
        {
            "status": status,
            "labels": {"alertname": name, "severity": "warning", "table": f"finance.{name.lower()}"},
            "annotations": {"summary": f"{name} is late"},
            "startsAt": "2026-11-20T11:58:00Z",
            "endsAt": "0001-01-01T00:00:00Z",
            "generatorURL": "http://prometheus.example.com/graph",
            "fingerprint": f"{abs(hash(name)):016x}",
        }
        for name in names
    ]
    return {
        "version": "4",
        "groupKey": "{}:{}",
        "truncatedAlerts": 0,
        "status": status,
        "receiver": "breakwater",
        "groupLabels": {},
        "commonLabels": {},
        "commonAnnotations": {},
        "externalURL": "http://alertmanager.example.com",
        "alerts": alerts,
    }


async def sent(
    http: aiohttp.ClientSession, url: str, body: Any, headers: dict[str, str] | None = None, **more: Any
) -> tuple[int, dict[str, Any]]:
    """Send; status and answer."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    async with http.post(url, data=io.BytesIO(data), headers=headers, **more) as response:
        return response.status, await response.json()


async def rows_of(database_url: str) -> list[InboxItem]:
    """What was stored, oldest first."""
    engine = open_quick_engine(database_url)
    async with open_reading(engine)() as session:
        rows = list(await session.scalars(select(InboxItem).order_by(InboxItem.id)))
    await engine.dispose()
    return rows
