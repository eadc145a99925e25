"""The sandbox put together and served on loopback. The one file that knows all the others."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web

from sandbox.api import Caller, WebApi, default_registry
from sandbox.api.apps import AppMethods
from sandbox.api.tokens import TokenMethods
from sandbox.api.views import ViewMethods
from sandbox.calls import CallLog
from sandbox.client.desk import Desk
from sandbox.client.routes import ClientApi
from sandbox.client.stream import Streams
from sandbox.control.routes import TestDesk
from sandbox.control.uninstall import revoke_tokens
from sandbox.delivery.courier import ACK_SECONDS, RETRY_SCHEDULE, Courier
from sandbox.delivery.delivery_log import DeliveryLog
from sandbox.delivery.envelope import Envelope, Transport
from sandbox.delivery.events import Events
from sandbox.delivery.http_delivery import HttpDelivery
from sandbox.delivery.socket_mode import GRACE_SECONDS, SocketMode
from sandbox.faults import Faults
from sandbox.guard import loopback_only
from sandbox.interactions.message_states import MessageStates
from sandbox.interactions.response_pages import ResponsePages
from sandbox.interactions.response_urls import ResponseUrls
from sandbox.interactions.switchboard import Switchboard
from sandbox.interactions.triggers import LIFE_SECONDS as TRIGGER_SECONDS
from sandbox.interactions.triggers import Triggers
from sandbox.interactions.view_stacks import ViewStacks
from sandbox.limits import Limits
from sandbox.manifest import AppManifest, manifest_from
from sandbox.page_routes import page_routes
from sandbox.samples import load_samples
from sandbox.seed import APP_BOT_ID, seeded
from sandbox.workspace import Bot, Change, Workspace

HOST: Final = "127.0.0.1"
#: Forms with files are big; Slack takes a gigabyte, a sandbox less.
MAX_BODY_BYTES: Final = 64 * 2**20


@dataclass(frozen=True)
class Options:
    """How to serve."""

    port: int = 0
    manifest: Mapping[str, Any] | AppManifest | None = None
    events_url: str | None = None
    bot_token: str = "xoxb-sandbox"  # noqa: S105  # a made-up token of a made-up workspace
    app_token: str = "xapp-sandbox"  # noqa: S105  # the same
    signing_secret: str = "sandbox-secret"  # noqa: S105  # the same
    limits: bool = False
    empty: bool = False
    clock: Callable[[], float] = time.time
    retry_schedule: Sequence[float] = RETRY_SCHEDULE
    ack_seconds: float = ACK_SECONDS
    trigger_seconds: float = TRIGGER_SECONDS
    grace_seconds: float = GRACE_SECONDS


class Sandbox:
    """A served sandbox; tests reach its parts by attribute."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.bot_token, self.app_token = options.bot_token, options.app_token
        self.signing_secret = options.signing_secret
        self.url = ""
        self.manifest = _manifest(options.manifest)
        self.workspace: Workspace = seeded(self.manifest, options.clock, empty=options.empty)
        self.app: Bot = self.workspace.people.bots[APP_BOT_ID]
        self.faults, self.calls = Faults(), CallLog()
        self.limits = Limits(on=options.limits)
        self.sockets = SocketMode(self.app.app_id, grace=options.grace_seconds)
        self.http = _http(options)
        self.courier = self._courier()
        self.events = Events(self.workspace, self.app, self.manifest, self.courier)
        self.board = self._switchboard()
        self.streams = Streams(self.board)
        self.app_methods = AppMethods(self.sockets)
        self.web_api = self._web_api()
        self.test_desk = TestDesk(self.board, self.events, self.sockets, self.web_api)
        self._listen()

    @property
    def api_url(self) -> str:
        """The base address of the Web API, with the closing slash that the SDK wants."""
        return f"{self.url}/api/"

    @property
    def deliveries(self) -> DeliveryLog:
        """What was sent to the app."""
        return self.courier.log

    @classmethod
    @asynccontextmanager
    async def serve(cls, **options: Any) -> "AsyncIterator[Sandbox]":
        """Serve on loopback until the block ends; the options are those of `Options`."""
        sandbox = cls(Options(**options))
        runner = web.AppRunner(sandbox._application(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            site = web.TCPSite(runner, HOST, sandbox.options.port)
            await site.start()
            sandbox._name(runner.addresses[0][1])
            yield sandbox
        finally:
            await sandbox._close()
            await runner.cleanup()

    def _listen(self) -> None:
        """Events first, then the pages: the app hears of a change when it happens."""
        self.workspace.subscribe(self.events.on_change)
        self.workspace.subscribe(self.streams.on_change)
        self.sockets.on_connected = self.streams.on_connected

    def _name(self, port: int) -> None:
        """Tell the parts that hand out addresses where they are."""
        self.url = f"http://{HOST}:{port}"
        self.app_methods.base_url = f"ws://{HOST}:{port}"
        self.board.response_urls.base_url = self.url
        self.workspace.files.base_url = self.url

    async def _close(self) -> None:
        await self.courier.close()
        await self.sockets.close()
        await self.streams.close()
        if self.http:
            await self.http.close()

    def _courier(self) -> Courier:
        roads: list[Transport] = [self.sockets, *([self.http] if self.http else [])]

        def fault_for(envelope: Envelope) -> str | None:
            told = {**envelope.payload, "type": envelope.type}
            fault = self.faults.take(f"deliver:{envelope.kind.value}", told)
            return fault.kind if fault else None

        return Courier(
            roads,
            DeliveryLog(time.time),
            fault_for,
            retry_schedule=self.options.retry_schedule,
            ack_seconds=self.options.ack_seconds,
        )

    def _switchboard(self) -> Switchboard:
        clock = self.options.clock
        return Switchboard(
            workspace=self.workspace,
            app=self.app,
            manifest=self.manifest,
            courier=self.courier,
            triggers=Triggers(clock, self.options.trigger_seconds),
            views=ViewStacks(
                clock,
                on_stack=lambda user_id: self._tell("views_changed", user_id),
                on_home=lambda user_id: self._tell("home_published", user_id),
            ),
            response_urls=ResponseUrls(clock),
            message_states=MessageStates(),
        )

    def _tell(self, kind: str, user_id: str) -> None:
        self.workspace.publish(Change(kind, None, user_id, {}))

    def _web_api(self) -> WebApi:
        registry = default_registry()
        ViewMethods(self.board).register(registry)
        self.app_methods.register(registry)
        api = WebApi(self.workspace, registry, limits=self.limits, faults=self.faults, calls=self.calls)
        TokenMethods(lambda: revoke_tokens(api, self.events, self.board)).register(registry)
        identity = (self.app.user_id, self.app.id, self.app.app_id)
        api.tokens[self.bot_token] = Caller(*identity, scopes=frozenset(self.manifest.scopes))
        app_scopes = frozenset({"connections:write"})
        api.tokens[self.app_token] = Caller(*identity, scopes=app_scopes, kind="app")
        return api

    def _application(self) -> web.Application:
        app = web.Application(client_max_size=MAX_BODY_BYTES, middlewares=[loopback_only])
        desk = Desk(self.board, self.events, {sample.id: sample for sample in load_samples()})
        app.add_routes(self.web_api.routes())
        app.add_routes([web.get("/socket/{ticket}", self.sockets.handle)])
        app.add_routes(ResponsePages(self.board).routes())
        app.add_routes(ClientApi(desk, self.streams).routes())
        app.add_routes(self.test_desk.routes())
        app.add_routes(page_routes())
        return app


def _manifest(given: Mapping[str, Any] | AppManifest | None) -> AppManifest:
    return given if isinstance(given, AppManifest) else manifest_from(given)


def _http(options: Options) -> HttpDelivery | None:
    if not options.events_url:
        return None
    return HttpDelivery(options.events_url, options.signing_secret, now=time.time)


async def run_until(stop: asyncio.Event, options: Mapping[str, Any]) -> None:
    """Serve until the event is set, saying when the sandbox listens."""
    async with Sandbox.serve(**options) as sandbox:
        print(f"sandbox ready on {sandbox.url}", flush=True)
        await stop.wait()
