"""The addresses that are served, and what each answers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.clock import Clock
from bot.database import Sessions
from bot.metrics import Metrics
from bot.web.alerts import alerts_first
from bot.web.answers import on_fault, on_http_error, refused
from bot.web.figures import figures_if_any
from bot.web.lineage import is_lineage
from bot.web.readiness import look
from bot.web.slack_events import SlackEndpoint


def make_site(
    *,
    reading: Sessions,
    clock: Clock,
    metrics: Metrics,
    slack_state: Callable[[], Mapping[str, Any]],
    absent_channels: Callable[[], Iterable[str]] = tuple,
    alerts: ASGIApp,
    lineage: ASGIApp,
    slack: SlackEndpoint | None = None,
    pages: Sequence[Route] = (),
) -> ASGIApp:
    """Put the site together; without `slack` (Socket Mode) nobody can send payloads to it."""
    site = _Site(reading, clock, metrics, slack_state, absent_channels)
    starlette = Starlette(
        routes=[
            Route("/slack/events", slack.take if slack else _no_slack_here, methods=["POST"]),
            Route("/healthz", _alive),
            Route("/readyz", site.readyz),
            Route("/metrics", site.metrics_page),
            *pages,
        ],
        exception_handlers={HTTPException: on_http_error, Exception: on_fault},
    )
    starlette.router.redirect_slashes = False
    return alerts_first(alerts, _with_lineage(lineage, starlette))


def _with_lineage(endpoint: ASGIApp, rest: ASGIApp) -> ASGIApp:
    """What tools tell of assets has bodies of its own size, which the endpoint reads itself."""

    async def site(scope: Scope, receive: Receive, send: Send) -> None:
        is_ours = scope["type"] == "http" and is_lineage(scope["path"])
        await (endpoint if is_ours else rest)(scope, receive, send)

    return site


@dataclass(frozen=True, slots=True)
class _Site:
    reading: Sessions
    clock: Clock
    metrics: Metrics
    slack_state: Callable[[], Mapping[str, Any]]
    absent_channels: Callable[[], Iterable[str]]

    async def readyz(self, _request: Request) -> Response:
        readiness = await look(self.reading)
        body = {
            "ok": readiness.is_ready,
            "database": readiness.as_dict(),
            "slack": dict(self.slack_state()),
            "outbox": readiness.outbox,
            "absent_channels": sorted(self.absent_channels()),
        }
        return JSONResponse(body, 200 if readiness.is_ready else 503)

    async def metrics_page(self, _request: Request) -> Response:
        self.metrics.show(await figures_if_any(self.reading, self.clock()))
        self.metrics.slack_connected(self.slack_state().get("connected", 0))
        return Response(self.metrics.exposition(), headers={"Content-Type": self.metrics.content_type})


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("ok\n")


async def _no_slack_here(_request: Request) -> Response:
    return refused(
        404,
        "socket_mode",
        "Breakwater is connected by Socket Mode; it takes Slack's requests here when it has "
        "SLACK_SIGNING_SECRET and no SLACK_APP_TOKEN.",
    )
