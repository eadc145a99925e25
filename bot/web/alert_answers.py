"""What `/alerts/…` answers: receipts, and refusals that say what to do."""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple

from starlette.types import Send

from bot.alerts.sources import nearest_source
from bot.settings import ALERT_SECRET
from bot.web.signatures.verdict import Verdict

#: Seconds after which who was sent away may come back.
RETRY_AFTER: Final = b"5"

_JSON: Final = (b"content-type", b"application/json")


class Answer(NamedTuple):
    """Status and body, and headers beyond the usual."""

    status: int
    body: bytes
    headers: Sequence[tuple[bytes, bytes]] = ()


async def give(answer: Answer, send: Send) -> None:
    """Send it."""
    length = (b"content-length", b"%d" % len(answer.body))
    headers = [_JSON, length, *answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})


def accepted(inbox_id: int) -> Answer:
    """It is committed; what becomes of it can be asked for by this receipt."""
    return Answer(202, b'{"ok":true,"receipt":"r%d"}' % inbox_id)


def refusal(status: int, error: str, message: str, *headers: tuple[bytes, bytes]) -> Answer:
    """Say no."""
    return Answer(status, json.dumps({"ok": False, "error": error, "message": message}).encode(), headers)


def unknown_source(word: str) -> Answer:
    """No reader has that name."""
    nearest = nearest_source(word[:80])
    meant = f" Did you mean {nearest}?" if nearest else ""
    return refusal(404, "unknown_source", f"Breakwater knows no source of this name.{meant}")


def no_endpoint(source: str) -> Answer:
    """No secret, no endpoint."""
    return refusal(
        404,
        "no_endpoint",
        f"There is no endpoint for {source}: no secret configured means no endpoint. "
        f"Set {ALERT_SECRET}{source.upper()} and start Breakwater again.",
    )


def unsigned(source: str, verdict: Verdict) -> Answer:
    """It is not proven to come from the source."""
    match verdict:
        case Verdict.ABSENT:
            why = "The request is not signed; send the secret as `Authorization: Bearer …`."
        case Verdict.STALE:
            why = "The request was signed more than five minutes ago, or by a clock that is wrong."
        case _:
            why = f"The request is not signed with the secret in {ALERT_SECRET}{source.upper()}."
    return refusal(401, "unauthorized", why, (b"www-authenticate", b'Bearer realm="alerts"'))


def no_receipt() -> Answer:
    """There is none, or none of this sender's."""
    why = "This secret's source has no such receipt. Those that led to no alert are forgotten after days."
    return refusal(404, "no_receipt", why)


def busy() -> Answer:
    """Come back."""
    why = "It could not be stored just now, and was not; send it again."
    return refusal(503, "busy", why, (b"retry-after", RETRY_AFTER))
