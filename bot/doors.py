"""The ways in: the port, where monitors, browsers and maybe Slack come, and our own sockets to Slack."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncApp
from starlette.routing import Route

from bot.desk import Desk
from bot.inbox.webhook_intake import WebhookIntake
from bot.settings import Settings
from bot.slack.sockets import Sockets
from bot.web.alerts import AlertEndpoint, secrets_of
from bot.web.lineage import LineageEndpoint
from bot.web.receipts import Receipts
from bot.web.server import WebServer
from bot.web.signatures.sns import SnsVerifier
from bot.web.site import make_site
from bot.web.slack_events import SlackEndpoint


class Doors:
    """Opened once all is at work behind them, and shut first at the end: what is shut takes nothing more."""

    def __init__(
        self,
        desk: Desk,
        settings: Settings,
        bolt: AsyncApp,
        webhooks: WebhookIntake,
        *,
        on_alerts: Callable[[int], None],
        on_lineage: Callable[[int], None],
    ) -> None:
        self._sockets = _sockets(settings, bolt, desk)
        self._over_http = _slack_over_http(settings, bolt, desk)
        site = make_site(
            reading=desk.store.reading,
            clock=desk.clock,
            metrics=desk.metrics,
            slack_state=self._slack_state,
            absent_channels=lambda: desk.directory.absent,
            slack=self._over_http,
            alerts=_alerts(settings, desk, webhooks, on_alerts),
            lineage=_lineage(settings, desk, webhooks, on_lineage),
            pages=_pages(desk),
        )
        self._web = WebServer(site, settings.host, settings.port)

    @property
    def port(self) -> int:
        """The one that is listened on."""
        return self._web.port

    async def open(self) -> None:
        """Listen on the port first (a taken one ends the start), then to Slack. Raises CannotListen."""
        await self._web.start()
        if self._sockets is not None:
            await self._sockets.start()

    async def shut(self) -> None:
        """Both at once; answers under way still go out."""
        await asyncio.gather(self._web.stop(), *([self._sockets.stop()] if self._sockets else []))

    def _slack_state(self) -> Mapping[str, Any]:
        if self._sockets is not None:
            return self._sockets.state().as_dict()
        return self._over_http.state() if self._over_http is not None else {}


def _sockets(settings: Settings, bolt: AsyncApp, desk: Desk) -> Sockets | None:
    if settings.app_token is None:
        return None
    token = settings.app_token.get_secret_value()
    return Sockets(bolt, token, settings.api_url, on_ack=desk.metrics.acked)


def _slack_over_http(settings: Settings, bolt: AsyncApp, desk: Desk) -> SlackEndpoint | None:
    """Whoever connects by Socket Mode takes nothing of Slack's over HTTP."""
    if settings.socket_mode or settings.signing_secret is None:
        return None
    return SlackEndpoint(bolt, settings.signing_secret.get_secret_value(), on_ack=desk.metrics.acked)


def _pages(desk: Desk) -> Sequence[Route]:
    """Where there are none, for want of PUBLIC_URL, what draws them is not loaded either."""
    if desk.public_url is None:
        return ()
    from bot.web.pages.routes import page_routes  # noqa: PLC0415

    return page_routes(desk)


def _alerts(
    settings: Settings, desk: Desk, webhooks: WebhookIntake, on_alerts: Callable[[int], None]
) -> AlertEndpoint:
    secrets = secrets_of(settings.alert_secrets)
    return AlertEndpoint(
        webhooks,
        secrets,
        desk.clock,
        desk.metrics,
        stored=on_alerts,
        receipts=Receipts(desk.store.reading, secrets),
        sns=SnsVerifier(desk.fetch, desk.playbook.alerts.sns_topics),
    )


def _lineage(
    settings: Settings, desk: Desk, webhooks: WebhookIntake, on_lineage: Callable[[int], None]
) -> LineageEndpoint:
    return LineageEndpoint(
        webhooks,
        [secret.get_secret_value().encode() for secret in settings.lineage_secrets],
        desk.clock,
        desk.metrics,
        desk.store.reading,
        stored=on_lineage,
    )
