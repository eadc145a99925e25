"""POST /lineage/openlineage and /assets/import: what tools tell of assets is stored, and read from its row.

Senders show the secret of LINEAGE_SECRET before a byte of their body is read. Bodies may be packed by gzip.
"""

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import parse_qs

import structlog
from sqlalchemy.exc import SQLAlchemyError
from starlette.types import Receive, Scope, Send

from bot.alerts.read_receipt import read_receipt, receipt_number
from bot.clock import Clock
from bot.database import Sessions
from bot.inbox.entering import EVENTS, IMPORT, LINEAGE, Received
from bot.inbox.packed import packed
from bot.inbox.webhook_intake import NotStored, WebhookIntake
from bot.metrics import Metrics
from bot.web import alert_answers as answers
from bot.web.alert_answers import Answer
from bot.web.body import GoneAway, NotPacked, receive_body, unpack
from bot.web.delivery import Delivery
from bot.web.lineage_answers import MIB, Refused, no_endpoint, too_large, unsigned
from bot.web.signatures import bearer
from bot.web.signatures.verdict import Verdict
from bot.web.waiting_room import RoomFull, WaitingRoom

log = structlog.get_logger("web")

#: So much may be sent, and come out of what was packed.
MOST_SENT: Final = 32 * MIB
MOST_UNPACKED: Final = 128 * MIB

#: Longer bodies are not tried before they are stored: nobody waits so long for a receipt.
MOST_TRIED: Final = 4 * MIB

#: The same file again within it is a retry; later it is told anew, for others may have been told in between.
RETRIED_WITHIN: Final = timedelta(minutes=1)

#: For the database to answer.
_PATIENCE: Final = 4.0

_LONGEST_SOURCE: Final = 50
_WHERE: Final[Mapping[str, str]] = {"/lineage/openlineage": EVENTS, "/assets/import": IMPORT}
_RECEIPTS: Final = "/lineage/receipts/"
_GZIP: Final = b"\x1f\x8b"


def is_lineage(path: str) -> bool:
    """Whether an address is one of these."""
    return path in _WHERE or path.startswith(_RECEIPTS)


@dataclass(frozen=True, slots=True)
class LineageEndpoint:
    """Takes what tools tell of assets and lineage."""

    intake: WebhookIntake
    #: Several while they are being rotated; none: there is no endpoint.
    secrets: Sequence[bytes]
    clock: Clock
    metrics: Metrics
    reading: Sessions
    #: Called after each commit of something new, with its size in bytes.
    stored: Callable[[int], None] = lambda size: None
    room: WaitingRoom = field(default_factory=lambda: WaitingRoom(most_bytes=2 * MOST_UNPACKED))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            answer = await self._answer(scope, receive)
        except GoneAway:
            return
        except Refused as refused:
            answer = refused.answer
        except Exception:  # the loop top of one request
            log.exception("lineage_endpoint_failed")
            answer = answers.refusal(500, "fault", "Something went wrong here; it is in the log.")
        await answers.give(answer, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        headers, path, method = dict(scope["headers"]), scope["path"], scope["method"]
        self._require_secret(headers)
        if path.startswith(_RECEIPTS) and method == "GET":
            return await self._receipt(path.removeprefix(_RECEIPTS))
        if method != "POST" or path not in _WHERE:
            return answers.refusal(405, "method_not_allowed", "This address does not take that method.")
        where = _WHERE[path]
        body = await _body(headers, receive)
        text = _text(where, body)
        source = _source(where, scope["query_string"])
        try:
            with self.room.place_for(len(body)):
                received = await self._store(where, source, headers, text)
        except (RoomFull, NotStored) as busy:
            log.warning("lineage_not_stored", why=str(busy) or type(busy).__name__)
            return answers.busy()
        if received.is_new:
            self.metrics.received(LINEAGE)
            self.stored(len(body))
        else:
            self.metrics.redelivered(LINEAGE)
        return answers.accepted(received.inbox_id)

    def _require_secret(self, headers: Mapping[bytes, bytes]) -> None:
        """Raises Refused."""
        if not self.secrets:
            raise Refused(no_endpoint())
        verdict = bearer.verify(Delivery(LINEAGE, headers, b"", 0.0), self.secrets)
        if verdict is not Verdict.GOOD:
            log.warning("lineage_refused", why=verdict.name.lower())
            raise Refused(unsigned(verdict))

    async def _store(self, where: str, source: str, headers: Mapping[bytes, bytes], text: str) -> Received:
        """An event names its moment: the same one again is a repetition for good. A file may come back."""
        named = headers.get(b"idempotency-key", b"")[:500]
        told = hashlib.sha256(named or text.encode()).hexdigest()
        key = f"{'delivery' if named else 'body'}:{source[:60]}:{told}"
        anew_after = None if named or where == EVENTS else RETRIED_WITHIN
        payload = await asyncio.to_thread(packed, text)
        return await self.intake.store(key, payload, source, kind=LINEAGE, anew_after=anew_after)

    async def _receipt(self, name: str) -> Answer:
        """What became of it: of a file what changed, of events which were refused."""
        number = receipt_number(name)
        try:
            async with asyncio.timeout(_PATIENCE), self.reading() as session:
                receipt = await read_receipt(session, number) if number is not None else None
        except (SQLAlchemyError, OSError, TimeoutError) as fault:
            log.warning("database_unreachable", fault=type(fault).__name__)
            return answers.busy()
        if receipt is None or receipt.source.partition(":")[0] not in {EVENTS, IMPORT}:
            why = "There is no such receipt. Those of more than three days ago are forgotten."
            return answers.refusal(404, "no_receipt", why)
        document = {
            "receipt": receipt.receipt,
            "received_at": receipt.received_at.isoformat(),
            "state": "taken" if receipt.state == "decided" else receipt.state,
            "said": receipt.ignored,
        }
        return Answer(200, json.dumps(document).encode())


async def _body(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    """The body, unpacked. Raises Refused."""
    body = await receive_body(headers, receive, MOST_SENT)
    if body is None:
        raise Refused(too_large(MOST_SENT, ""))
    if headers.get(b"content-encoding", b"").strip().lower() != b"gzip" and body[:2] != _GZIP:
        return body
    try:
        body = await asyncio.to_thread(unpack, body, MOST_UNPACKED)
    except NotPacked:
        why = "The body is no whole gzip; pack it again."
        raise Refused(answers.refusal(400, "not_gzip", why)) from None
    if body is None:
        raise Refused(too_large(MOST_UNPACKED, ", unpacked"))
    return body


def _text(where: str, body: bytes) -> str:
    """The body as text that can be read; a long one is tried later. Raises Refused."""
    from bot.assets.reading.files import FileRefused, parse_text  # noqa: PLC0415  # the first sender waits

    try:
        text = body.decode("utf-8-sig").replace("\x00", "")
        if where == EVENTS and text.lstrip()[:1] not in {"{", "["}:
            raise FileRefused("it is no JSON")
        if len(body) <= MOST_TRIED:
            parse_text(text)
    except UnicodeDecodeError:
        raise Refused(answers.refusal(400, "not_text", "The body is not UTF-8 text.")) from None
    except FileRefused as refused:
        why = f"The body cannot be read: {refused}."
        raise Refused(answers.refusal(400, "unreadable", why)) from None
    return text


def _source(where: str, query: bytes) -> str:
    """`?source=NAME` says whose word a file is."""
    given = parse_qs(query[:2_000].decode("latin-1"), errors="replace").get("source", [""])[0]
    name = "".join(char for char in given if char.isprintable()).strip()[:_LONGEST_SOURCE]
    return f"{where}:{name}" if where == IMPORT and name else where
