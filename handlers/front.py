"""Between Bolt and the listeners: store first, then work, and answer in time.

A person sees the answer in the ack where the work is quick. Where it is not (fifty people at once), the
ack goes out empty and the answer follows by `response_url`: nothing is lost by that, because the row was
committed before.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import structlog
from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.exc import OperationalError

from bot.blocks.front.refusal import refusal
from bot.blocks.kit import Message, note
from bot.blocks.ledger.ledger_form import AGAIN
from bot.blocks.parts import line
from bot.database import is_away
from bot.desk import Desk
from bot.errors import ChatError
from bot.inbox.intake import Intake
from bot.inbox.scrub import scrub
from bot.slack.message_text import named_people
from bot.uow import AlreadyReceived
from handlers.answer import Answer, Done, Errors, Open, Redraw, Replace, Say
from handlers.draw_anew import draw_anew
from handlers.incoming import Incoming, parse
from handlers.listeners import Listener
from handlers.stack import (
    anew,
    in_place,
    is_in_form,
    is_to_follow,
    list_below,
    out_of_date,
    shown,
    shows_as_form,
    upon,
)
from handlers.suggestions import suggest
from models.errors import BreakwaterError, GateHolds, LooksLikeData
from models.evidence_guard import find_data

log = structlog.get_logger("front")


#: Seconds to wait for the work before the ack goes out without its answer. Forms wait longer: what is
#: wrong with a field can be said in the ack only. Slack gives 3 seconds in all.
PATIENCE: Final[Mapping[str, float]] = {"view_submission": 2.2}
USUAL_PATIENCE: Final = 0.04

#: Said when something broke on our side; what was asked is kept in its row.
FAULT: Final = note(line("Something broke on our side. What you asked is kept and tried again in a moment."))

#: Said when a form was asked for of a program that died: Slack opens forms within 3 seconds only.
TOO_LATE: Final = note(line("I was restarted just when you asked for that form. Please ask once more."))

#: What a form says of a gate that holds, at the field that goes against it.
HERE: Final = "Settle these, or say here why it goes on without them."

#: Said when Slack took too long to be asked, or we to ask it.
NOT_OPENED: Final = note(line("Slack gave up on that form before it could open. Please ask once more."))

#: Pieces of work under way at once. Few, so that acks get their turn: the work itself waits for one database.
AT_ONCE: Final = 4

#: Tries at once where the database undoes what was asked, before the person is told of a fault.
TRIES: Final = 3


#: A zero as JSON writes it; after an odd number of backslashes only, else the backslash is what is written.
_ZERO: Final = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


class Front:
    """Serves commands, presses, forms and shortcuts."""

    def __init__(self, desk: Desk, intake: Intake, find: Callable[[Incoming], Listener]) -> None:
        self._desk = desk
        self._intake = intake
        self._find = find
        self._desks = asyncio.Semaphore(AT_ONCE)
        self._late: set[asyncio.Task[None]] = set()

    @property
    def is_idle(self) -> bool:
        """Whether no answer is still to come."""
        return not self._late

    async def serve(self, kind: str, body: Mapping[str, Any], inbox_id: int, ack: AsyncAck) -> None:
        """Work, and acknowledge with the answer or, when that takes too long, before it."""
        incoming = parse(kind, body, inbox_id, is_late=False)
        work = asyncio.create_task(self.work(incoming))
        done, _ = await asyncio.wait({work}, timeout=PATIENCE.get(kind, USUAL_PATIENCE))
        if not done:
            await ack()
            await self._finish_late(self._answer_after(incoming, work))
            return
        answer = work.result()
        if not await _acked(incoming, answer, ack):
            await self._finish_late(self._send(incoming, answer))

    async def suggest(self, body: Mapping[str, Any], ack: AsyncAck) -> None:
        """Fill a menu, in the ack alone; it waits behind no work, for nothing changes by it."""
        await ack(options=await suggest(self._desk, parse("block_suggestion", body, None, is_late=False)))

    async def work_late(self, kind: str, body: Mapping[str, Any], inbox_id: int) -> None:
        """Work off a row that an earlier attempt left; the person is answered by `response_url`.

        Raises what the listener raised, for the row to keep.
        """
        incoming = parse(kind, body, inbox_id, is_late=True)
        await self._send(incoming, await self._listen(incoming))

    async def work(self, incoming: Incoming) -> Answer:
        """Call the listener; a refusal becomes an answer, a fault is logged and said."""
        async with self._desks:
            try:
                return await self._listen_again(incoming)
            except Exception:  # the loop top of one press: the row keeps it, and a later look tries again
                log.exception("listener_failed", kind=incoming.kind, name=incoming.name)
                return Say(FAULT)

    async def _listen_again(self, incoming: Incoming) -> Answer:
        """Of two that wait for each other the database undoes one: what it undid is simply done again."""
        for _ in range(TRIES - 1):
            try:
                return await self._listen(incoming)
            except OperationalError as undone:
                if not is_away(undone):
                    raise
                log.warning("undone", kind=incoming.kind, name=incoming.name, why=type(undone.orig).__name__)
        return await self._listen(incoming)

    async def _listen(self, incoming: Incoming) -> Answer:
        """Call the listener, and mark the row done where that did not happen with the work itself."""
        try:
            answer = await self._find(incoming)(self._desk, incoming)
        except AlreadyReceived:
            answer = Done()
        except BreakwaterError as refused:
            if isinstance(refused, LooksLikeData) and incoming.inbox_id is not None:
                await scrub(self._desk.store, incoming.inbox_id)
            answer = _plain(_refused(incoming, refused), self._desk)
        if incoming.inbox_id is not None:
            self._intake.finished(incoming.inbox_id)
        return answer

    async def drain(self) -> None:
        """Let the answers that are still to come go out."""
        if self._late:
            await asyncio.wait(self._late, timeout=5.0)

    async def _finish_late(self, sending: Awaitable[None]) -> None:
        task = asyncio.ensure_future(sending)
        self._late.add(task)
        task.add_done_callback(self._late.discard)

    async def _answer_after(self, incoming: Incoming, work: "asyncio.Task[Answer]") -> None:
        await self._send(incoming, await work)

    async def _send(self, incoming: Incoming, answer: Answer) -> None:
        """Bring an answer to the person after the ack; at most once, so nothing that matters is only here."""
        try:
            match answer:
                case Say(message) if shows_as_form(incoming):
                    await self._open(incoming, shown(incoming, message), otherwise=message)
                case Say(message):
                    await self._say(incoming, message.as_payload())
                case Replace(message) if incoming.response_url:
                    body = {**message.as_payload(), "replace_original": True}
                    await self._desk.chat.respond(incoming.response_url, body)
                case Open() if incoming.is_late:
                    await self._say(incoming, TOO_LATE.as_payload())
                case Open(view) if incoming.trigger_id:
                    await self._open(incoming, view)
                case Redraw(view) if incoming.kind == "block_actions":
                    drawn = in_place(incoming, view)
                    await self._desk.chat.call("views.update", view_id=incoming.view_id, view=drawn)
                    await self._bring_up_to_date(incoming)
                case Done() | Replace() | Redraw():
                    await self._bring_up_to_date(incoming)
                case Errors(errors):
                    await self._say(incoming, {"text": "; ".join(errors.values())})
                case _:
                    return
        except ChatError as fault:
            log.warning("answer_not_delivered", kind=incoming.kind, name=incoming.name, error=str(fault))

    async def _open(
        self, incoming: Incoming, view: dict[str, Any], *, otherwise: Message = NOT_OPENED
    ) -> None:
        """A form, or what is said as one; upon the form in which it was asked for."""
        method = "views.push" if is_in_form(incoming) else "views.open"
        try:
            await self._desk.chat.call(method, trigger_id=incoming.trigger_id, view=upon(incoming, view))
        except ChatError as fault:
            log.warning("form_not_opened", kind=incoming.kind, name=incoming.name, error=str(fault))
            await self._say(incoming, otherwise.as_payload())

    async def _bring_up_to_date(self, incoming: Incoming) -> None:
        """What the forms below it list is listed anew; one that somebody has closed meanwhile is left."""
        for view_id, press in out_of_date(incoming):
            try:
                view = anew(press, await self._find(press)(self._desk, press))
            except BreakwaterError:
                continue
            if view is not None:
                await self._desk.chat.call("views.update", view_id=view_id, view=view)
        if (below := list_below(incoming)) is not None:
            address, drawing = below
            if (said := await draw_anew(self._desk, incoming, drawing)) is not None:
                await self._desk.chat.respond(address, {**said.as_payload(), "replace_original": True})

    async def _say(self, incoming: Incoming, payload: dict[str, Any]) -> None:
        if incoming.response_url:
            body = {**payload, "response_type": "ephemeral", "replace_original": False}
            await self._desk.chat.respond(incoming.response_url, body)
            return
        await self._desk.chat.call("chat.postMessage", channel=incoming.user_id, **payload)


def _refused(incoming: Incoming, refused: BreakwaterError) -> Answer:
    """A refusal is said at the form's first field where a form is open, else as a message."""
    if incoming.kind == "view_submission":
        # Of a field that the form does not have Slack makes "we had some trouble connecting".
        field = _field_of(incoming, refused) or next(iter(incoming.asked), "")
        gate = isinstance(refused, GateHolds) and field == "override"
        return Errors({field: f"{refused.what} {HERE}" if gate else str(refused)})
    return Say(refusal(refused))


def _plain(answer: Answer, desk: Desk) -> Answer:
    """At a field Slack shows words as they are: names for ids, and nothing in typewriter's letters."""
    if not isinstance(answer, Errors):
        return answer
    words = {field: named_people(said, desk.directory) for field, said in answer.errors.items()}
    return Errors({field: said.replace("`", "") for field, said in words.items()})


def _field_of(incoming: Incoming, refused: BreakwaterError) -> str | None:
    """The field that is refused, as the form names it; of data the first that holds some."""
    asked = {name.removesuffix(AGAIN): name for name in incoming.asked}
    if isinstance(refused, LooksLikeData):
        return next((asked[name] for name in asked if _holds_data(incoming.fields.get(name))), None)
    return next((asked[name] for name in refused.at if name in asked), None)


def _holds_data(entered: object) -> bool:
    return isinstance(entered, str) and bool(find_data(entered))


async def _acked(incoming: Incoming, answer: Answer, ack: AsyncAck) -> bool:
    """Acknowledge; says whether that carried the answer."""
    kind = incoming.kind
    match answer:
        case Errors(errors) if kind == "view_submission":
            await ack(response_action="errors", errors=errors)
            return True
        case Redraw(view) if kind == "view_submission":
            await ack(response_action="update", view=in_place(incoming, view))
            return not is_to_follow(incoming)
        case Say(message) if kind == "command":
            payload = message.as_payload()
            await ack(text=payload["text"], blocks=payload["blocks"] or None, response_type="ephemeral")
            return True
        case Done():
            await ack()
            return not is_to_follow(incoming)
        case _:
            await ack()
            return False


def as_json(body: Mapping[str, Any]) -> str:
    """A payload as it is stored: without half characters and zeros, for which no database has room."""
    whole = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(errors="replace").decode()
    return _ZERO.sub(r"\1", whole) if "\\u0000" in whole else whole
