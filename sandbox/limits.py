"""Slack's rate limits: tiers by method over a sliding minute, and one message a second per channel."""

import math
import time
from collections import deque
from collections.abc import Callable

#: Limits count over this many seconds.
WINDOW = 60.0
#: chat.postMessage: one message a second per channel, a short burst allowed. Slack documents the rate only.
POST_BURST = 5
POSTS_PER_SECOND = 1.0
#: chat.postMessage: "several hundred per minute" for the whole workspace.
POSTS_PER_MINUTE = 300
#: Other methods with limits of their own ("hundreds per minute").
SPECIAL_PER_MINUTE = 600

_POST = "chat.postMessage"


class Limits:
    """Says when a call has to wait; off by default."""

    def __init__(self, *, on: bool = False, clock: Callable[[], float] = time.monotonic) -> None:
        self.on = on
        self._clock = clock
        self._calls: dict[str, deque[float]] = {}
        self._posts: dict[str, tuple[float, float]] = {}

    def check(self, method: str, tier: int, channel_id: str = "") -> int | None:
        """Count a call, or return the seconds after which to come again (a refused call costs nothing)."""
        if not self.on:
            return None
        now = self._clock()
        per_minute = tier or (POSTS_PER_MINUTE if method == _POST else SPECIAL_PER_MINUTE)
        wait = self._window_wait(method, per_minute, now)
        if wait is None and method == _POST:
            wait = self._post_wait(channel_id, now)
        if wait is not None:
            return max(1, math.ceil(wait))
        self._calls[method].append(now)
        return None

    def _window_wait(self, method: str, per_minute: int, now: float) -> float | None:
        calls = self._calls.setdefault(method, deque())
        while calls and calls[0] <= now - WINDOW:
            calls.popleft()
        return calls[0] + WINDOW - now if len(calls) >= per_minute else None

    def _post_wait(self, channel_id: str, now: float) -> float | None:
        """A bucket of `POST_BURST` messages that refills by one a second."""
        tokens, seen_at = self._posts.get(channel_id, (float(POST_BURST), now))
        tokens = min(float(POST_BURST), tokens + (now - seen_at) * POSTS_PER_SECOND)
        if tokens < 1:
            self._posts[channel_id] = (tokens, now)
            return (1 - tokens) / POSTS_PER_SECOND
        self._posts[channel_id] = (tokens - 1, now)
        return None
