"""A site on a port of its own."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from bot.database import open_engine, open_reading
from bot.metrics import Metrics
from bot.web.server import WebServer
from bot.web.site import make_site

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
SLACK: Mapping[str, Any] = {"transport": "sockets", "connected": 2}


@asynccontextmanager
async def served(database_url: str, **options: Any) -> AsyncIterator[str]:
    """Serve on this database until the block ends; gives the site's address."""
    engine = open_engine(database_url)
    given: dict[str, Any] = {
        "metrics": Metrics(),
        "slack_state": lambda: SLACK,
        "clock": lambda: NOW,
    } | options
    web = WebServer(make_site(reading=open_reading(engine), **given), "127.0.0.1", 0)
    await web.start()
    try:
        yield f"http://127.0.0.1:{web.port}"
    finally:
        await web.stop()
        await engine.dispose()
