"""Trigger ids: the right to open one form, for three seconds, once."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sandbox.errors import SlackError

LIFE_SECONDS: Final = 3.0
#: Spent and expired triggers are remembered this long, so that the right error can be given.
MEMORY_SECONDS: Final = 600.0


@dataclass
class Trigger:
    """Whose interaction it was, and inside which modal."""

    user_id: str
    issued_at: float
    view_id: str | None = None
    exchanged: bool = False


class Triggers:
    """Issues trigger ids and exchanges them."""

    def __init__(self, now: Callable[[], float], life: float = LIFE_SECONDS) -> None:
        self._now = now
        self._life = life
        self._issued: dict[str, Trigger] = {}

    def issue(self, user_id: str, view_id: str | None = None) -> str:
        """Make a trigger id for an interaction that happens now."""
        self._forget_old()
        trigger_id = f"{secrets.randbelow(10**13)}.{secrets.randbelow(10**12)}.{secrets.token_hex(16)}"
        self._issued[trigger_id] = Trigger(user_id, self._now(), view_id)
        return trigger_id

    def exchange(self, trigger_id: str) -> Trigger:
        """Use the trigger up; refuse unknown, used and old ones by Slack's error codes."""
        trigger = self._issued.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.exchanged:
            raise SlackError("exchanged_trigger_id")
        if self._now() - trigger.issued_at > self._life:
            raise SlackError("expired_trigger_id")
        trigger.exchanged = True
        return trigger

    def _forget_old(self) -> None:
        """Drop from the old end only: dicts keep the order of issue."""
        horizon = self._now() - MEMORY_SECONDS
        while self._issued:
            oldest = next(iter(self._issued))
            if self._issued[oldest].issued_at >= horizon:
                return
            del self._issued[oldest]
