"""What tests of use cases are built from: a store with a clock to move, incidents, a desk with a Slack."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

from sqlalchemy import select, update

from bot.database import open_reading, open_sessions
from bot.desk import Desk
from bot.incidents.declare_incident import Report, declare
from bot.outbox import queue, runner
from bot.outbox.delivery import Delivery
from bot.outbox.runner import Runner
from bot.playbook import Playbook
from bot.prose import Prose
from bot.slack.chat import Chat, open_session
from bot.slack.directory import Directory
from bot.slack.identity import Identity, find_identity
from bot.uow import Store
from models.alert import Alert
from models.board import Board
from models.fact import PEOPLE_READ, Fact
from models.ledger import EntryKind, LedgerEntry
from models.outbox import OutboxItem, Standing
from models.place import Member, Person, Place
from models.promises import CheckIn, Review
from sandbox.server import Sandbox
from tests.engines import open_quick_engine

#: A Wednesday morning, within working hours in UTC.
WEDNESDAY = datetime(2026, 11, 18, 10, 0, tzinfo=UTC)

ANA, BEN, CHEN, DIA = "U0ANA00001", "U0BEN00001", "U0CHEN0001", "U0DIA00001"


class MovedClock:
    """A clock that stands still until it is moved."""

    def __init__(self, at: datetime = WEDNESDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def advance(self, **length: float) -> None:
        self.at += timedelta(**length)

    def move_to(self, at: datetime) -> None:
        self.at = at


@dataclass
class House:
    """A store, its clock, and the few things that tests do with them again and again."""

    store: Store
    clock: MovedClock

    async def act(self, use_case: Callable[..., Awaitable[Any]], *args: Any, **more: Any) -> Any:
        """Run a use case in a unit of work of its own."""
        async with self.store.unit() as uow:
            return await use_case(uow, *args, **more)

    async def declare(self, title: str = "Orders are late", *, by_id: str | None = ANA, **more: Any) -> int:
        """Declare an incident; its number."""
        incident = await self.act(declare, Report(title=title, by_id=by_id, **more))
        number: int = incident.id
        return number

    async def opened(self, number: int, channel_id: str = "C0OPENED01") -> None:
        """Pretend that the outbox has opened the channel and posted the card."""
        async with self.store.unit() as uow:
            place = await uow.session.get_one(Place, number)
            place.channel_id, place.channel_name, place.card_ts = channel_id, f"inc-{number}", "1.000100"

    async def answered(self) -> None:
        """Pretend that the outbox has answered each alert that waits for that with its card."""
        async with self.store.unit() as uow:
            waiting = select(OutboxItem).filter_by(kind="post_triage_card", standing=Standing.WAITING)
            for item in (await uow.session.scalars(waiting)).all():
                alert = await uow.session.get_one(Alert, item.intent["alert_id"])
                item.standing, alert.card_ts = Standing.SENT, f"{alert.id}.000900"

    async def opened_board(self, channel_id: str) -> None:
        """Pretend that the outbox has posted the board, and drawn all that waited to be drawn."""
        async with self.store.unit() as uow:
            board = await uow.session.get_one(Board, channel_id)
            board.message_ts, board.drawn_at = "1.000200", uow.now
            kinds = OutboxItem.kind.in_(["post_board", "edit_board"])
            await uow.session.execute(update(OutboxItem).where(kinds).values(standing=Standing.SENT))

    async def joined(self, channel_id: str, *people: str) -> None:
        """Pretend that these people are in the channel."""
        async with self.store.unit() as uow:
            uow.session.add_all(Member(channel_id=channel_id, user_id=each) for each in people)

    async def heard_of(self, user_id: str, name: str, zone: str | None = None, **more: Any) -> None:
        """Pretend that Slack has told of someone."""
        async with self.store.unit() as uow:
            uow.session.add(Person(user_id=user_id, name=name, zone=zone, read_at=uow.now, **more))

    async def knows_people(self) -> None:
        """Pretend that people and user groups have been read from Slack."""
        async with self.store.unit() as uow:
            await uow.put(Fact, {"name": PEOPLE_READ, "value": {}, "found_at": uow.now})

    async def all_of(self, mapped: type[Any], **fields: Any) -> list[Any]:
        """Rows, oldest first."""
        async with self.store.reading() as session:
            return list(await session.scalars(select(mapped).filter_by(**fields).order_by("id")))

    async def waiting(self, kind: str, **intent: Any) -> list[OutboxItem]:
        """What waits in the outbox, of one kind and with these facts."""
        items: list[OutboxItem] = await self.all_of(OutboxItem, kind=kind, standing=Standing.WAITING)
        return [item for item in items if intent.items() <= item.intent.items()]

    async def said(self, what: str) -> list[dict[str, Any]]:
        """The facts of what is to be said in an incident's channel."""
        return [item.intent for item in await self.waiting("say", what=what)]

    async def entries(self, *kinds: EntryKind) -> list[LedgerEntry]:
        """Ledger entries, in the order in which they were written."""
        return [each for each in await self.all_of(LedgerEntry) if not kinds or each.kind in kinds]

    async def check_in(self) -> CheckIn:
        """The newest promise."""
        newest: CheckIn = (await self.all_of(CheckIn))[-1]
        return newest

    async def review(self) -> Review:
        """The newest post-mortem."""
        newest: Review = (await self.all_of(Review))[-1]
        return newest


@asynccontextmanager
async def open_house(
    database_url: str, *, playbook: Playbook | None = None, clock: MovedClock | None = None
) -> AsyncIterator[House]:
    """Use a migrated database."""
    engine = open_quick_engine(database_url)
    clock = clock or MovedClock()
    store = Store(open_sessions(engine), open_reading(engine), clock, playbook or Playbook())
    yield House(store, clock)
    await engine.dispose()


@dataclass
class Office:
    """A house with a Slack, and the outbox at work on some kinds of items; other kinds are left waiting."""

    house: House
    desk: Desk
    sandbox: Sandbox
    deliveries: dict[str, Delivery]

    async def deliver(self, *, alone: bool = True, within: float = 10.0) -> None:
        """Let the outbox work until none of its kinds waits; what other kinds wait for is skipped."""
        await self._skip_other_kinds()
        runner = Runner(self.desk, self.deliveries, alone=alone)
        working = asyncio.create_task(runner.run())
        try:
            async with asyncio.timeout(within):
                while not runner.is_idle or await self._waits():
                    await asyncio.sleep(0.02)
        finally:
            await runner.stop()
            await working

    async def messages(self, channel_id: str) -> list[dict[str, Any]]:
        """What a channel holds, oldest first."""
        answer = await self.desk.chat.read("conversations.history", channel=channel_id)
        return list(reversed(answer["messages"]))

    async def direct_messages(self, user_id: str) -> list[dict[str, Any]]:
        """What we have sent to someone, oldest first."""
        opened = await self.desk.chat.call("conversations.open", users=user_id)
        return await self.messages(opened["channel"]["id"])

    async def open_channel(self, number: int, *, name: str = "inc-1") -> str:
        """A channel of ours for an incident, as the outbox would have opened it."""
        answer = await self.desk.chat.call("conversations.create", name=name)
        channel_id: str = answer["channel"]["id"]
        await self.house.opened(number, channel_id)
        return channel_id

    async def _waits(self) -> bool:
        items = await self.house.all_of(OutboxItem, standing=Standing.WAITING)
        return any(item.kind in self.deliveries for item in items)

    async def _skip_other_kinds(self) -> None:
        async with self.house.store.unit() as uow:
            waiting = select(OutboxItem).where(OutboxItem.standing == Standing.WAITING)
            for item in await uow.session.scalars(waiting):
                if item.kind not in self.deliveries:
                    item.standing = Standing.SKIPPED


@asynccontextmanager
async def open_office(
    database_url: str, *kinds: type[Delivery], playbook: Playbook | None = None
) -> AsyncIterator[Office]:
    """A house, a sandbox, and a desk between the two, with an outbox that tries again soon."""
    with patch.object(queue, "FIRST_PAUSE", 0.05), patch.object(runner, "LOOK_EVERY", 0.1):
        async with _office_of(database_url, kinds, playbook) as office:
            yield office


@asynccontextmanager
async def _office_of(
    database_url: str, kinds: tuple[type[Delivery], ...], playbook: Playbook | None
) -> AsyncIterator[Office]:
    async with (
        Sandbox.serve(port=0) as sandbox,
        open_house(database_url, playbook=playbook) as house,
        open_session() as session,
    ):
        chat = Chat(sandbox.bot_token, sandbox.api_url, session)
        desk = Desk(
            store=house.store,
            chat=chat,
            directory=Directory(chat, house.store),
            playbook=house.store.playbook,
            prose=Prose(house.store.playbook.templates),
            clock=house.clock,
            identity=Identity(),
        )
        desk.identity = await find_identity(chat, house.store)
        yield Office(house, desk, sandbox, {kind.kind: kind() for kind in kinds})
