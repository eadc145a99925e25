"""The HTTP face of the test desk, `/sandbox/*`."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from aiohttp import web

from sandbox.api import WebApi
from sandbox.control.dump import dump
from sandbox.control.uninstall import revoke_tokens, uninstall
from sandbox.delivery.events import Events
from sandbox.delivery.socket_mode import SocketMode
from sandbox.faults import Faults
from sandbox.interactions.switchboard import Switchboard

Answer = Mapping[str, Any]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_CUTS = ("close", "abort", "freeze", "thaw")
_REASONS = ("refresh_requested", "warning", "link_disabled")


@dataclass
class TestDesk:
    """What tests turn and read."""

    __test__ = False  # the name means a desk, not a test case

    board: Switchboard
    events: Events
    sockets: SocketMode
    web_api: WebApi

    @property
    def faults(self) -> Faults:
        """The faults that wait for their call or delivery."""
        return self.web_api.faults

    def routes(self) -> list[web.RouteDef]:
        """List the routes."""
        return [
            web.get("/sandbox/health", _json(self._health)),
            web.get("/sandbox/workspace", _json(self._workspace)),
            web.get("/sandbox/calls", _json(self._calls)),
            web.get("/sandbox/deliveries", _json(self._deliveries)),
            web.get("/sandbox/faults", _json(self._waiting_faults)),
            web.post("/sandbox/faults", _json(self._add_fault)),
            web.delete("/sandbox/faults", _json(self._clear_faults)),
            web.post("/sandbox/latency", _json(self._latency)),
            web.post("/sandbox/limits", _json(self._limits)),
            web.post("/sandbox/cut", _json(self._cut)),
            web.post("/sandbox/refresh", _json(self._refresh)),
            web.post("/sandbox/event", _json(self._event)),
            web.post("/sandbox/profile", _json(self._profile)),
            web.post("/sandbox/revoke", _json(self._revoke)),
        ]

    async def _health(self, _request: web.Request) -> Answer:
        count = self.sockets.connection_count
        return {"what": "sandbox, not Slack", "connected": self.board.courier.connected, "sockets": count}

    async def _workspace(self, _request: web.Request) -> Answer:
        return dump(self.board)

    async def _calls(self, request: web.Request) -> Answer:
        return {"calls": self.web_api.calls.since(_since(request))}

    async def _deliveries(self, request: web.Request) -> Answer:
        return {"deliveries": self.board.courier.log.rows(_since(request))}

    async def _waiting_faults(self, _request: web.Request) -> Answer:
        return {"faults": [asdict(fault) for fault in self.faults.waiting]}

    async def _add_fault(self, request: web.Request) -> Answer:
        body = await _body(request)
        kinds = {"times": int, "skip": int, "error": str, "retry_after": int, "ms": int, "match": dict}
        options = {name: kind(body[name]) for name, kind in kinds.items() if body.get(name) is not None}
        self.faults.add(str(body["method"]), str(body["kind"]), **options)
        return {}

    async def _clear_faults(self, _request: web.Request) -> Answer:
        self.faults.clear()
        return {}

    async def _latency(self, request: web.Request) -> Answer:
        body = await _body(request)
        self.faults.set_latency(float(body["ms"]), body.get("methods"))
        return {}

    async def _limits(self, request: web.Request) -> Answer:
        self.web_api.limits.on = bool((await _body(request))["on"])
        return {}

    async def _cut(self, request: web.Request) -> Answer:
        how = (await _body(request)).get("how", "close")
        if how not in _CUTS:
            raise ValueError(f"how must be one of {', '.join(_CUTS)}")
        count = self.sockets.connection_count
        await self.sockets.cut(how)
        return {"sockets": count}

    async def _refresh(self, request: web.Request) -> Answer:
        reason = (await _body(request)).get("reason", "refresh_requested")
        if reason not in _REASONS:
            raise ValueError(f"reason must be one of {', '.join(_REASONS)}")
        await self.sockets.refresh(reason)
        return {"sockets": self.sockets.connection_count}

    async def _event(self, request: web.Request) -> Answer:
        """Send any event as it stands, if the app subscribed to it."""
        body = await _body(request)
        event = dict(body["event"])
        event.setdefault("event_ts", self.board.workspace.pulse.next_ts())
        return {"sent": self.events.send(str(body.get("subscription") or event["type"]), event)}

    async def _profile(self, request: web.Request) -> Answer:
        """Change somebody's profile: `{user, fields: {tz, title, real_name, email}}`."""
        body = await _body(request)
        fields = {
            name: body["fields"][name]
            for name in ("tz", "title", "real_name", "email")
            if name in body["fields"]
        }
        self.board.workspace.people.set_profile(str(body["user"]), **fields)
        return {}

    async def _revoke(self, request: web.Request) -> Answer:
        """Take the app's token away, or uninstall the app; `{"how": "restore"}` gives it back."""
        how = (await _body(request)).get("how", "tokens")
        if how == "restore":
            self.web_api.refusals.clear()
        elif how == "uninstall":
            uninstall(self.web_api, self.events, self.board)
        else:
            revoke_tokens(self.web_api, self.events, self.board)
        return {}


def _json(work: Callable[[web.Request], Awaitable[Answer]]) -> Handler:
    """Answer with JSON; what the test asked wrongly is a 400 that says how."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return web.json_response({"ok": True, **await work(request)})
        except (KeyError, TypeError, ValueError) as error:
            return web.json_response({"ok": False, "error": str(error)}, status=400)

    return handle


async def _body(request: web.Request) -> Mapping[str, Any]:
    body = json.loads(await request.text() or "{}")
    if not isinstance(body, Mapping):
        raise TypeError("the request is not a JSON object")
    return body


def _since(request: web.Request) -> int:
    return int(request.query.get("since", "0"))
