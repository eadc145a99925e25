"""The composition root: the one file that knows all the others. Importing it has no effect."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any

import aiohttp
import structlog

from bot.alerts.board import heal_boards
from bot.alerts.confirm_subscription import SUBSCRIPTION, confirm_subscription
from bot.alerts.take_payloads import take_payloads
from bot.channels.reconcile import reconcile
from bot.clock import Clock, wall_clock
from bot.database import is_sqlite, open_engine, open_reading, open_sessions
from bot.desk import Desk
from bot.doors import Doors
from bot.inbox.entering import LINEAGE
from bot.inbox.intake import Intake
from bot.inbox.payload_worker import PayloadWorker
from bot.inbox.prune import prune_inbox
from bot.inbox.webhook_intake import WebhookIntake, quick_insert
from bot.inbox.worker import Worker
from bot.integrations.amazon import fetching
from bot.integrations.guarded import GuardedHttp
from bot.integrations.ways.every import every_way
from bot.laid_aside import LaidAside
from bot.look_around import Surroundings
from bot.looks import look
from bot.metrics import Metrics
from bot.oncall.every_schedule import every_schedule
from bot.oncall.read_schedules import read_schedules
from bot.outbox.deliveries.every import every_delivery
from bot.outbox.queue import claimable_count
from bot.outbox.runner import Runner
from bot.playbook import Playbook
from bot.prose import Prose, TemplateFault
from bot.settings import Settings
from bot.slack.chat import CALL_SECONDS, Chat, open_session
from bot.slack.directory import Directory
from bot.slack.identity import Identity, kept_identity
from bot.ticks import Tick, Ticks
from bot.uow import Store, UnitOfWork
from handlers.bolt import find_handler, make_bolt
from handlers.events.every import take_event
from handlers.front import Front
from models.inbox import InboxItem
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
        await self.doors.open()
        self.ticks.start()
        self._spawn(self._surroundings.find_our_way())
        self._spawn(self.desk.search.warm_up())
        transport = "socket" if self._settings.socket_mode else "http"
        log.info("ready", port=self.doors.port, transport=transport)

    async def stop(self) -> None:
        """Take nothing more, finish what is under way, and leave the rest to the next start."""
        await self.ticks.stop()
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

    @property
    def knows_its_way(self) -> bool:
        """Whether it has looked around in the workspace since the start: it knows channels and people."""
        return self._surroundings.are_known

    async def nothing_to_send(self) -> bool:
        """Whether nothing in the outbox could go right now."""
        async with self.desk.store.reading() as session:
            return not await claimable_count(session)

    def _lay_out(self) -> None:
        """Make every part and join them; nothing runs yet."""
        settings, alone = self._settings, is_sqlite(self._settings.database_url)
        self._engine = open_engine(settings.database_url)
        self._session: aiohttp.ClientSession = open_session(self._call_seconds)
        store = Store(
            sessions=open_sessions(self._engine),
            reading=open_reading(self._engine),
            clock=self._clock,
            playbook=self._playbook,
            wake=self._wake_outbox,
            express=self._express,
            turn=asyncio.Lock() if alone else None,
            laid_aside=LaidAside(self.metrics.due_failed),
        )
        self.desk = self._set_the_desk(store)
        self._surroundings = Surroundings(self.desk)
        self.intake = Intake(store)
        self.webhooks = WebhookIntake(
            quick_insert(settings.database_url, store.turn), self.intake, self._clock
        )
        self.front = Front(self.desk, self.intake, find_handler)
        self.worker = Worker(store, self._work_off, alone=alone)
        self.payloads = PayloadWorker(store, partial(take_payloads, self.desk), alone=alone)
        self.lineage = PayloadWorker(
            store, partial(_take_lineage, store, alone=alone), alone=alone, kind=LINEAGE
        )
        self.outbox = Runner(self.desk, every_delivery(), alone=alone)
        self.ticks = Ticks(self._regular_looks(), self.metrics)
        self.doors = self._hang_the_doors()

    def _set_the_desk(self, store: Store) -> Desk:
        settings, playbook = self._settings, self._playbook
        chat = Chat(settings.bot_token.get_secret_value(), settings.api_url, self._session)
        outside = GuardedHttp(allowed=settings.allowed_hosts)
        desk = Desk(
            store=store,
            chat=chat,
            directory=Directory(chat, store),
            playbook=playbook,
            prose=Prose(playbook.templates, on_fault=_tell_of_template),
            clock=self._clock,
            metrics=self.metrics,
            identity=Identity(),
            public_url=settings.public_url,
            fetch=fetching(self._session),
            outside=outside,
            ways=every_way(settings.calls, playbook.gateways, outside),
        )
        desk.schedules = every_schedule(desk, settings.calls)
        return desk

    def _hang_the_doors(self) -> Doors:
        settings = self._settings
        secret = settings.signing_secret
        bolt = make_bolt(
            token=settings.bot_token.get_secret_value(),
            signing_secret=secret.get_secret_value() if secret else None,
            identity=lambda: self.desk.identity,
            intake=self.intake,
            metrics=self.metrics,
            worker=self.worker,
            front=self.front,
        )
        return Doors(
            self.desk,
            settings,
            bolt,
            self.webhooks,
            on_alerts=self.payloads.stir,
            on_lineage=self.lineage.stir,
        )

    def _regular_looks(self) -> Sequence[Tick]:
        desk = self.desk
        return (
            Tick("due", DUE_EVERY, self.look),
            Tick("reconcile", RECONCILE_EVERY, lambda: reconcile(desk)),
            Tick("directory", DIRECTORY_EVERY, self._surroundings.look_around),
            Tick("schedules", SCHEDULES_EVERY, lambda: read_schedules(desk)),
            Tick("lineage", LINEAGE_EVERY, desk.atlas.refresh),
            Tick("boards", BOARDS_EVERY, lambda: heal_boards(desk.store)),
            Tick("prune", PRUNE_EVERY, self._prune),
        )

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
        await self.doors.shut()
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


async def _take_lineage(store: Store, rows: Sequence[InboxItem], *, alone: bool) -> None:
    from bot.assets.take_bodies import take_bodies  # noqa: PLC0415  # many have no lineage, or import files

    await take_bodies(store, rows, alone=alone)


def _tell_of_template(fault: TemplateFault) -> None:
    log.warning("template_passed_over", why=str(fault))
