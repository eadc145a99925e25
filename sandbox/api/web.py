"""The way in: from an HTTP request to a method and back, with latency, faults and limits on the way."""

import asyncio
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from sandbox.api.answers import Answer, aborted, answered, garbage, http_500, limited, warned
from sandbox.api.args import Args
from sandbox.api.body import charset_warning, read_arguments, token_of
from sandbox.api.call import Call, Caller
from sandbox.api.file_pages import FilePages
from sandbox.api.registry import Method, Registry
from sandbox.calls import CallLog, CallRecord
from sandbox.errors import SlackError
from sandbox.faults import Fault, Faults
from sandbox.limits import Limits
from sandbox.workspace.workspace import Workspace

_NOBODY = Caller("", "", "", frozenset(), kind="none")


@dataclass(frozen=True)
class _Passage:
    """One request on its way through."""

    name: str
    arguments: dict[str, Any]
    token: str | None
    record: CallRecord


class WebApi:
    """Serves the methods of a registry on one workspace.

    `tokens` says who each token is; `refusals` gives tokens an error instead (`token_revoked`…).
    """

    def __init__(
        self, workspace: Workspace, registry: Registry, *, limits: Limits, faults: Faults, calls: CallLog
    ) -> None:
        self.workspace = workspace
        self.registry = registry
        self.limits = limits
        self.faults = faults
        self.calls = calls
        self.tokens: dict[str, Caller] = {}
        self.refusals: dict[str, str] = {}

    def routes(self) -> list[web.RouteDef]:
        """What to add to the aiohttp application."""
        return [
            web.get("/api/{method}", self.serve),
            web.post("/api/{method}", self.serve),
            *FilePages(self.workspace.files).routes(),
        ]

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Take one request through: half the latency, the effect, the other half, the answer."""
        record = self.calls.begin(request.match_info["method"])
        try:
            arguments = await read_arguments(request)
        except SlackError as error:
            return answered(Answer(error.body()), record, self.calls.clock())
        passage = _Passage(record.method, arguments, token_of(request, arguments), record)
        record.args = arguments
        pause = self.faults.latency(passage.name) / 2
        if pause:
            await asyncio.sleep(pause)
        fault = self.faults.take(passage.name, arguments)
        answer = await self._with_fault(passage, fault) if fault else self._perform(passage)
        if pause:
            await asyncio.sleep(pause)
        if answer.is_abort:
            return aborted(request, record, self.calls.clock())
        answer = self._with_scopes(passage, warned(answer, charset_warning(request)))
        return answered(answer, record, self.calls.clock())

    async def _with_fault(self, passage: _Passage, fault: Fault) -> Answer:
        """Perform, or not, as the fault has it."""
        if fault.kind == "hang":
            await asyncio.sleep(fault.seconds)
            return self._perform(passage)
        if not fault.kind.endswith("_after"):
            return _instead(passage.name, fault)
        answer = self._perform(passage)
        if fault.kind == "hang_after":
            await asyncio.sleep(fault.seconds)
            return answer
        return _instead(passage.name, fault)

    def _perform(self, passage: _Passage) -> Answer:
        """Check who calls and how often, then let the method take effect, all at one instant."""
        record = passage.record
        record.effect = self.calls.clock()
        method = self.registry.methods.get(passage.name)
        if method is None:
            return Answer({"ok": False, "error": "unknown_method", "req_method": passage.name})
        try:
            caller = self._caller(method, passage.token)
            wait = self.limits.check(method.name, method.tier, str(passage.arguments.get("channel", "")))
            if wait is not None:
                return limited(method.name, wait)
            caller.require(*method.scopes)
            body = method.handler(Call(self.workspace, caller, Args(passage.arguments)))
        except SlackError as error:
            return Answer(error.body())
        return Answer({"ok": True, **body})

    def _caller(self, method: Method, token: str | None) -> Caller:
        """Whose token it is; refused when it is unknown or of the wrong kind."""
        if method.kind == "none":
            return _NOBODY
        if not token:
            raise SlackError("not_authed")
        if token in self.refusals:
            raise SlackError(self.refusals[token])
        caller = self.tokens.get(token)
        if caller is None:
            raise SlackError("invalid_auth")
        if method.kind not in ("any", caller.kind):
            raise SlackError("not_allowed_token_type")
        return caller

    def _with_scopes(self, passage: _Passage, answer: Answer) -> Answer:
        """Say what the token may do, and what the method wanted, whatever the answer is."""
        method, caller = self.registry.methods.get(passage.name), self.tokens.get(passage.token or "")
        if method is None or caller is None or answer.raw is not None:
            return answer
        granted, accepted = ",".join(sorted(caller.scopes)), ",".join(method.scopes)
        scopes = {"X-OAuth-Scopes": granted, "X-Accepted-OAuth-Scopes": accepted}
        return replace(answer, headers={**answer.headers, **scopes})


def _instead(name: str, fault: Fault) -> Answer:
    """The answer that a fault puts in place of the method's own."""
    kind = fault.kind.removesuffix("_after").removesuffix("_before")
    if kind == "error":
        return Answer(SlackError(fault.error or "fatal_error").body())
    if kind == "ratelimited":
        return limited(name, 1 if fault.retry_after is None else fault.retry_after)
    if kind == "garbage":
        return garbage()
    return http_500() if kind == "http_500" else Answer({}, is_abort=True)
