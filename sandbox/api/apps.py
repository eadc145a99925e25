"""apps.connections.open: a ticket for one socket."""

from typing import Any

from sandbox.api.call import Call
from sandbox.api.registry import TIER_3, Registry
from sandbox.delivery.socket_mode import SocketMode


class AppMethods:
    """What the app-level token may do."""

    def __init__(self, sockets: SocketMode) -> None:
        self.base_url = "ws://127.0.0.1"  # set by whoever listens
        self._sockets = sockets

    def register(self, registry: Registry) -> None:
        """Put the method on offer."""
        offer = registry.method("apps.connections.open", tier=TIER_3, kind="app", scope="connections:write")
        offer(self.open_connection)

    def open_connection(self, _call: Call) -> dict[str, Any]:
        """Give an address that opens one socket, once."""
        return {"url": f"{self.base_url}/socket/{self._sockets.issue_ticket()}"}
