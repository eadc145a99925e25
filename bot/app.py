"""The composition root: the one file that knows all the others. Importing it has no effect."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import aiohttp
import structlog

from bot.alerts.board import heal_boards
from bot.alerts.confirm_subscription import SUBSCRIPTION, confirm_subscription
from bot.alerts.take_payloads import take_payloads
from bot.assets.take_bodies import take_bodies
from bot.channels.reconcile import reconcile
from bot.clock import Clock, wall_clock
from bot.database import is_sqlite, open_engine, open_reading, open_sessions
from bot.desk import Desk
from bot.inbox.entering import LINEAGE
from bot.inbox.intake import Intake
from bot.inbox.payload_worker import PayloadWorker
from bot.inbox.prune import prune_inbox
from bot.inbox.webhook_intake import WebhookIntake, quick_insert
from bot.inbox.worker import Worker
from bot.integrations.amazon import fetching
from bot.integrations.guarded import GuardedHttp
from bot.integrations.ways.every import every_way
from bot.logs import configure_logs
from bot.look_around import Surroundings
from bot.looks import look
from bot.metrics import Metrics
from bot.oncall.every_schedule import every_schedule
from bot.oncall.read_schedules import read_schedules
from bot.outbox.deliveries.every import every_delivery
from bot.outbox.queue import claimable_count
from bot.outbox.runner import Runner
from bot.playbook import Playbook
from bot.prose import Prose
from bot.settings import Settings
from bot.slack.chat import CALL_SECONDS, Chat, open_session
from bot.slack.directory import Directory
from bot.slack.identity import Identity, kept_identity
from bot.slack.sockets import Sockets
from bot.ticks import Tick, Ticks
from bot.uow import Store, UnitOfWork
from bot.web.alerts import AlertEndpoint, secrets_of
from bot.web.lineage import LineageEndpoint
from bot.web.pages.routes import page_routes
from bot.web.receipts import Receipts
from bot.web.server import CannotListen, WebServer
from bot.web.signatures.sns import SnsVerifier
from bot.web.site import make_site
from bot.web.slack_events import SlackEndpoint
from handlers.events import take_event
from handlers.front import Front
from handlers.register import find_handler, make_bolt
from models.outbox import OutboxItem

log = structlog.get_logger("app")

#: Seconds between looks for what is due, and between comparisons of channels with the record.
DUE_EVERY = 1.0
RECONCILE_EVERY = 60.0

#: Seconds after which channels that were not found, people and groups are asked for again.
DIRECTORY_EVERY = 600.0

#: Seconds between looks for outside on-call schedules that are due to be read.
SCHEDULES_EVERY = 15.0

#: Seconds between looks for boards that were drawn long ago.
BOARDS_EVERY = 60.0

#: Seconds between looks whether the lineage has changed.
LINEAGE_EVERY = 10.0

#: Seconds between looks for what can be forgotten.
PRUNE_EVERY = 3600.0

#: How many new objects make Python look for garbage: a storm makes thousands in a moment, and drops them.
GARBAGE = (20_000, 20, 20)

#: Seconds that a stop may take before what is left is abandoned to the next start.
DRAIN_SECONDS = 8.0


class Breakwater:
    """The whole program in one process: `start`, then `stop`."""

    def __init__(
        self,
        settings: Settings,
        playbook: Playbook,
        *,
        clock: Clock = wall_clock,
        call_seconds: float = CALL_SECONDS,
    ) -> None:
        self._settings = settings
        self._playbook = playbook
        self._clock = clock
        self._call_seconds = call_seconds
        self._tasks: set[asyncio.Task[Any]] = set()
        self._pruned_to = 0
        #: Set when one of our loops ended with a fault: a program that is deaf or mute must not live on.
        self.died = asyncio.Event()
        self.metrics = Metrics()

    async def start(self) -> None:
        """Be ready: hearing Slack where it can be reached, and listening on the port. Raises CannotListen."""
        self._lay_out()
        await self.desk.directory.load()
        self.desk.identity = await kept_identity(self.desk.store) or Identity()
        for work in (
            self.intake.run(),
            self.webhooks.run(),
            self.worker.run(),
            self.payloads.run(),
            self.lineage.run(),
            self.outbox.run(),
        ):
            self._spawn(work)
        await self._open_doors()
        self.ticks.start()
        self._spawn(self._surroundings.find_our_way())
        self._spawn(self.desk.search.warm_up())
        log.info("ready", port=self.web.port, transport="socket" if self.sockets else "http")

    async def stop(self) -> None:
        """Take nothing more, finish what is under way, and leave the rest to the next start."""
        self.ticks.stop()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._finish(), DRAIN_SECONDS)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()
        await self.desk.outside.close()
        await self._engine.dispose()

    async def look(self) -> None:
        """See to everything that is due by now; ticks do this, and tests after moving the clock."""
        await look(self.desk)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way in this process right now."""
        at_work = (self.worker, self.payloads, self.lineage, self.outbox, self.front)
        return all(each.is_idle for each in at_work)

    async def nothing_to_send(self) -> bool:
        """Whether nothing in the outbox could go right now."""
        async with self.desk.store.reading() as session:
            return not await claimable_count(session)

    def _lay_out(self) -> None:
        settings, alone = self._settings, is_sqlite(self._settings.database_url)
        self._engine = open_engine(settings.database_url)
        self._session: aiohttp.ClientSession = open_session(self._call_seconds)
        token = settings.bot_token.get_secret_value()
        chat = Chat(token, settings.api_url, self._session)
        store = Store(
            sessions=open_sessions(self._engine),
            reading=open_reading(self._engine),
            clock=self._clock,
            playbook=self._playbook,
            wake=self._wake_outbox,
            express=self._express,
            turn=asyncio.Lock() if alone else None,
        )
        outside = GuardedHttp(allowed=settings.allowed_hosts)
        self.desk = Desk(
            store=store,
            chat=chat,
            directory=Directory(chat, store),
            playbook=self._playbook,
            prose=Prose(self._playbook.templates),
            clock=self._clock,
            metrics=self.metrics,
            identity=Identity(),
            public_url=settings.public_url,
            fetch=fetching(self._session),
            outside=outside,
            ways=every_way(settings.calls, self._playbook.gateways, outside),
        )
        self.desk.schedules = every_schedule(self.desk, settings.calls)
        self._surroundings = Surroundings(self.desk)
        self.intake = Intake(store)
        self.webhooks = WebhookIntake(
            quick_insert(settings.database_url, store.turn), self.intake, self._clock
        )
        self.front = Front(self.desk, self.intake, find_handler)
        self.worker = Worker(store, self._work_off, alone=alone)
        self.payloads = PayloadWorker(store, partial(take_payloads, self.desk), alone=alone)
        self.lineage = PayloadWorker(
            store, partial(take_bodies, store, alone=alone), alone=alone, kind=LINEAGE
        )
        self.outbox = Runner(self.desk, every_delivery(), alone=alone)
        self.ticks = Ticks(
            [
                Tick("due", DUE_EVERY, self.look),
                Tick("reconcile", RECONCILE_EVERY, lambda: reconcile(self.desk)),
                Tick("directory", DIRECTORY_EVERY, self._surroundings.look_around),
                Tick("schedules", SCHEDULES_EVERY, lambda: read_schedules(self.desk)),
                Tick("lineage", LINEAGE_EVERY, self.desk.atlas.refresh),
                Tick("boards", BOARDS_EVERY, lambda: heal_boards(self.desk.store)),
                Tick("prune", PRUNE_EVERY, self._prune),
            ],
            self.metrics,
        )

    async def _open_doors(self) -> None:
        """Listen on the port first (a taken one ends the start), then to Slack."""
        settings = self._settings
        secret = settings.signing_secret.get_secret_value() if settings.signing_secret else None
        bolt = make_bolt(
            token=settings.bot_token.get_secret_value(),
            signing_secret=secret,
            identity=lambda: self.desk.identity,
            intake=self.intake,
            metrics=self.metrics,
            worker=self.worker,
            front=self.front,
        )
        self.sockets = None
        endpoint = None
        if settings.app_token is not None:
            self.sockets = Sockets(
                bolt, settings.app_token.get_secret_value(), settings.api_url, on_ack=self.metrics.acked
            )
        elif secret is not None:
            endpoint = SlackEndpoint(bolt, secret, on_ack=self.metrics.acked)
        sockets = self.sockets
        secrets = secrets_of(settings.alert_secrets)
        alerts = AlertEndpoint(
            self.webhooks,
            secrets,
            self._clock,
            self.metrics,
            stored=self.payloads.stir,
            receipts=Receipts(self.desk.store.reading, secrets),
            sns=SnsVerifier(self.desk.fetch, self._playbook.alerts.sns_topics),
        )
        lineage = LineageEndpoint(
            self.webhooks,
            [secret.get_secret_value().encode() for secret in settings.lineage_secrets],
            self._clock,
            self.metrics,
            self.desk.store.reading,
            stored=self.lineage.stir,
        )
        site = make_site(
            reading=self.desk.store.reading,
            clock=self._clock,
            metrics=self.metrics,
            slack_state=(lambda: sockets.state().as_dict()) if sockets else endpoint.state,  # type: ignore[union-attr]  # settings have one of the two
            absent_channels=lambda: self.desk.directory.absent,
            slack=endpoint,
            alerts=alerts,
            lineage=lineage,
            pages=page_routes(self.desk),
        )
        self.web = WebServer(site, settings.host, settings.port)
        await self.web.start()
        if self.sockets is not None:
            await self.sockets.start()

    async def _work_off(self, kind: str, payload: dict[str, Any], inbox_id: int, late: bool) -> None:
        if kind == SUBSCRIPTION:
            await confirm_subscription(self.desk, payload, inbox_id)
        elif kind == "event":
            await take_event(self.desk, payload, inbox_id)
            self.intake.finished(inbox_id)
        elif late:
            await self.front.work_late(kind, payload, inbox_id)

    async def _prune(self) -> None:
        self._pruned_to = await prune_inbox(self.desk.store, self._pruned_to)

    async def _finish(self) -> None:
        doors = [self.web.stop(), *([self.sockets.stop()] if self.sockets else [])]
        await asyncio.gather(*doors)
        await self.front.drain()
        await self.worker.drain()
        await self.payloads.stop()
        await self.intake.settle()
        await self.outbox.stop()
        await self.lineage.stop()  # last: a large import may take longer than we have, and begins again

    def _wake_outbox(self) -> None:
        self.outbox.wake()

    async def _express(self, items: Sequence[OutboxItem], uow: UnitOfWork) -> Callable[[], None]:
        return await self.outbox.express(items, uow)

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        fault = None if task.cancelled() else task.exception()
        if fault is not None:
            log.error("a_loop_died", exc_info=fault)
            self.died.set()


def serve(settings: Settings, playbook: Playbook) -> int:
    """Run until SIGTERM or SIGINT; the exit code."""
    secrets = [settings.bot_token, settings.app_token, settings.signing_secret, *settings.lineage_secrets]
    secrets += settings.calls.secrets
    for of_source in settings.alert_secrets.values():
        secrets += of_source
    known = [secret.get_secret_value() for secret in secrets if secret is not None]
    configure_logs(settings.log_level, settings.log_format, secrets=known)
    return asyncio.run(_serve(Breakwater(settings, playbook)))


def _settle_memory() -> None:
    """What the start made stays for good; looking through all of it again would stop every answer."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


async def _serve(program: Breakwater) -> int:
    loop = asyncio.get_running_loop()
    asked_to_stop = asyncio.Event()
    for word in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(word, asked_to_stop.set)
    try:
        await program.start()
        _settle_memory()
    except CannotListen as taken:
        log.error("cannot_listen", why=str(taken))
        await program.stop()
        return 1
    ends = [asyncio.create_task(event.wait()) for event in (asked_to_stop, program.died)]
    await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
    log.info("stopping")
    await program.stop()
    return 1 if program.died.is_set() else 0
