"""Time, identifiers and news: what every part of the workspace shares."""

import secrets
import string
from collections.abc import Callable
from typing import Any

from sandbox.workspace.change import Change, Subscriber
from sandbox.workspace.timestamps import MICROS, to_ts

_ALPHABET = string.ascii_uppercase + string.digits


class Pulse:
    """The workspace's clock, its source of new ids, and its list of subscribers."""

    def __init__(self, clock: Callable[[], float], team_id: str) -> None:
        self.clock = clock
        self.team_id = team_id
        self._last_micros = 0
        self._subscribers: list[Subscriber] = []

    def now(self) -> int:
        """The time in whole seconds, as Slack's `created` fields have it."""
        return int(self.clock())

    def next_ts(self) -> str:
        """A message timestamp: never the same twice, and growing even when the clock stands still."""
        self._last_micros = max(int(self.clock() * MICROS), self._last_micros + 1)
        return to_ts(self._last_micros)

    def new_id(self, prefix: str, length: int = 9) -> str:
        """An identifier of Slack's form, e.g. `C` and nine upper-case letters or digits."""
        return prefix + "".join(secrets.choice(_ALPHABET) for _ in range(length))

    def subscribe(self, callback: Subscriber) -> None:
        """Tell `callback` of every change from now on, at the instant it happens."""
        self._subscribers.append(callback)

    def tell(self, kind: str, channel_id: str | None, user_id: str | None, **body: Any) -> None:
        """Publish one change."""
        self.publish(Change(kind, channel_id, user_id, body))

    def publish(self, change: Change) -> None:
        """Hand a change to every subscriber, in the order in which they subscribed."""
        for subscriber in self._subscribers:
            subscriber(change)
