"""A site on a port of its own, with an intake behind it."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.database import open_reading, open_sessions
from bot.inbox.intake import Intake
from bot.inbox.webhook_intake import PATIENCE_SECONDS, WebhookIntake, quick_insert
from bot.metrics import Metrics
from bot.playbook import Playbook
from bot.uow import Store
from bot.web.alerts import AlertEndpoint
from bot.web.lineage import LineageEndpoint
from bot.web.receipts import Receipts
from bot.web.server import WebServer
from bot.web.site import make_site
from tests.engines import open_quick_engine

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SLACK: Mapping[str, Any] = {"transport": "sockets", "connected": 2}

#: Options that are the alert endpoint's.
_ALERTS = ("secrets", "room", "stored", "sns")

#: Options that are the endpoint's for lineage.
_LINEAGE = ("lineage_secrets", "lineage_room", "lineage_stored")


@asynccontextmanager
async def served(
    database_url: str, *, patience_seconds: float = PATIENCE_SECONDS, **options: Any
) -> AsyncIterator[str]:
    """Serve on this database until the block ends; gives the site's address."""
    engine = open_quick_engine(database_url)
    of_alerts = {name: options.pop(name) for name in _ALERTS if name in options}
    of_lineage = {name.removeprefix("lineage_"): options.pop(name) for name in _LINEAGE if name in options}
    given: dict[str, Any] = {
        "metrics": Metrics(),
        "slack_state": lambda: SLACK,
        "clock": lambda: NOW,
    } | options
    reading = open_reading(engine)
    turn = asyncio.Lock()
    intake = Intake(Store(open_sessions(engine), reading, given["clock"], Playbook(), turn=turn))
    webhooks = WebhookIntake(
        quick_insert(database_url, turn), intake, given["clock"], patience_seconds=patience_seconds
    )
    receipts = Receipts(reading, of_alerts.get("secrets", {}))
    alerts = AlertEndpoint(
        **{
            "intake": webhooks,
            "secrets": {},
            "receipts": receipts,
            "clock": given["clock"],
            "metrics": given["metrics"],
        }
        | of_alerts
    )
    lineage = LineageEndpoint(
        webhooks, of_lineage.pop("secrets", ()), given["clock"], given["metrics"], reading, **of_lineage
    )
    site = make_site(reading=reading, alerts=alerts, lineage=lineage, **given)
    web = WebServer(site, "127.0.0.1", 0)
    await web.start()
    storing = [asyncio.create_task(each.run()) for each in (intake, webhooks)]
    try:
        yield f"http://127.0.0.1:{web.port}"
    finally:
        await web.stop()
        for each in storing:
            each.cancel()
        await asyncio.gather(*storing, return_exceptions=True)
        await engine.dispose()
