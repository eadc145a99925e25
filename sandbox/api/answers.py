"""The answers that leave the sandbox, and what the log says of them."""

import json
import secrets
from dataclasses import dataclass, field, replace
from typing import Any

from aiohttp import web

from sandbox.calls import CallRecord


@dataclass(frozen=True)
class Answer:
    """What to send back: a JSON body, or raw text, or nothing but a cut connection."""

    body: dict[str, Any]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    raw: str | None = None
    is_abort: bool = False


def limited(method: str, retry_after: int) -> Answer:
    """429, with the error word that the method uses."""
    error = "rate_limited" if method in ("chat.postMessage", "chat.scheduleMessage") else "ratelimited"
    return Answer({"ok": False, "error": error}, 429, {"Retry-After": str(retry_after)})


def warned(answer: Answer, warning: str | None) -> Answer:
    """The same answer with a remark about the request beside what it says."""
    if warning is None or answer.raw is not None or answer.is_abort:
        return answer
    metadata = dict(answer.body.get("response_metadata") or {})
    warnings = [*metadata.get("warnings", ()), warning]
    remarks = {"warning": ",".join(warnings), "response_metadata": {**metadata, "warnings": warnings}}
    return replace(answer, body={**answer.body, **remarks})


def http_500() -> Answer:
    """What a broken proxy says."""
    return Answer({}, 500, raw="<html><body>500 Internal Server Error</body></html>")


def garbage() -> Answer:
    """A good status with a body that nobody can read."""
    return Answer({}, raw='{"ok": tr')


def answered(answer: Answer, record: CallRecord, now: float) -> web.Response:
    """The HTTP response, noted in the log."""
    record.end, record.status = now, answer.status
    if answer.raw is None:
        record.ok, record.error = answer.body.get("ok"), answer.body.get("error")
    if answer.status == 429:
        record.retry_after = int(answer.headers["Retry-After"])
    text = answer.raw if answer.raw is not None else json.dumps(answer.body)
    headers = {**answer.headers, "X-Slack-Req-Id": secrets.token_hex(16)}
    content_type = "text/html" if answer.status == 500 else "application/json"
    return web.Response(text=text, status=answer.status, headers=headers, content_type=content_type)


def aborted(request: web.Request, record: CallRecord, now: float) -> web.StreamResponse:
    """Cut the connection without an answer."""
    record.end = now
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
