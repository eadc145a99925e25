"""What Slack allows of each method, kept to before it has to say 429.

Whatever is sent takes from the allowance of its method; messages also from that of their lane, for Slack
counts them by channel. What people wait for goes at once and is only counted. What machines change (boards
and cards: from `Priority.BOARD` on) goes while more than a reserve is left, and otherwise waits where it is:
it is not claimed, costs no attempt, and vanishes when a newer one overtakes it.

Counted in this process alone: replicas do not know of each other's calls, and where they come to too many
together, Slack's 429 and its Retry-After hold, as they do for everything else.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.outbox import OutboxItem, Priority

_POST: Final = "chat.postMessage"

#: Calls a minute, by method, as Slack's tiers have it (docs.slack.dev/apis/web-api/rate-limits). Of
#: messages "several hundred" go to a workspace.
PER_MINUTE: Final[Mapping[str, int]] = {
    "conversations.create": 20,
    "conversations.rename": 20,
    "conversations.setTopic": 20,
    "pins.add": 20,
    "pins.remove": 20,
    "conversations.invite": 50,
    "chat.update": 50,
    "chat.delete": 50,
    "views.publish": 100,
    _POST: 300,
}


@dataclass(slots=True)
class Allowance:
    """A bucket: so many calls at once, and then as many as flow in; the last `reserve` are for people.

    In no minute does it let `room` and a minute's inflow be exceeded by what waits for it.
    """

    room: float
    reserve: float
    per_second: float
    left: float
    counted_at: float
    closed_until: float = 0.0

    def spare(self, now: float) -> int:
        """How many calls may go that nobody waits for."""
        self._flow(now)
        return 0 if now < self.closed_until else max(0, int(self.left - self.reserve))

    def spend(self, now: float) -> None:
        """A call goes out; what is not there cannot be taken."""
        self._flow(now)
        self.left = max(0.0, self.left - 1)

    def close(self, now: float, seconds: float) -> None:
        """Slack itself wants none for so long."""
        self._flow(now)
        self.left, self.closed_until = min(self.left, self.reserve), now + seconds

    def is_full(self, now: float) -> bool:
        """Whether nothing is missing, so that it need not be remembered."""
        self._flow(now)
        return self.left >= self.room and now >= self.closed_until

    def _flow(self, now: float) -> None:
        self.left = min(self.room, self.left + max(0.0, now - self.counted_at) * self.per_second)
        self.counted_at = now


def of_method(per_minute: int, now: float) -> Allowance:
    """Three tenths for people, a tenth at once, and the other six tenths evenly over the minute."""
    room = 0.4 * per_minute
    return Allowance(room, 0.3 * per_minute, 0.6 * per_minute / 60, left=room, counted_at=now)


def of_lane(now: float) -> Allowance:
    """One message a second in a channel, and a burst of three, one of which is for people."""
    return Allowance(3.0, 1.0, 1.0, left=3.0, counted_at=now)


class Budget:
    """The allowances of one process; `methods` says by which method each kind of item is sent."""

    def __init__(
        self, methods: Mapping[str, str | None], *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._methods = methods
        self._clock = clock
        now = clock()
        self._of_method = {method: of_method(count, now) for method, count in PER_MINUTE.items()}
        self._of_lane: dict[str, Allowance] = {}

    def spend(self, item: OutboxItem) -> None:
        """This item is on its way."""
        for allowance in self._of(item):
            allowance.spend(self._clock())

    def refused(self, item: OutboxItem, method: str, seconds: float) -> None:
        """Slack said 429: for a message that means its channel, for anything else the method."""
        if method == _POST and item.lane is not None:
            self._lane(item.lane).close(self._clock(), seconds)
        elif method in self._of_method:
            self._of_method[method].close(self._clock(), seconds)

    def admit(self, items: Sequence[OutboxItem]) -> list[OutboxItem]:
        """Those of these items that may go now, the first ones first."""
        taken: defaultdict[int, int] = defaultdict(int)
        admitted = []
        for item in items:
            allowances = self._of(item)
            now = self._clock()
            if may_wait(item) and any(each.spare(now) <= taken[id(each)] for each in allowances):
                continue
            for each in allowances:
                taken[id(each)] += 1
            admitted.append(item)
        return admitted

    def spent(self) -> tuple[Collection[str], Collection[str]]:
        """The kinds and the lanes of which nothing may go now that nobody waits for."""
        now = self._clock()
        methods = {method for method, allowance in self._of_method.items() if not allowance.spare(now)}
        self._of_lane = {lane: each for lane, each in self._of_lane.items() if not each.is_full(now)}
        kinds = [kind for kind, method in self._methods.items() if method in methods]
        return kinds, [lane for lane, each in self._of_lane.items() if not each.spare(now)]

    def _of(self, item: OutboxItem) -> list[Allowance]:
        method = self._methods.get(item.kind)
        allowances = [self._of_method[method]] if method in self._of_method else []
        if method == _POST and item.lane is not None:
            allowances.append(self._lane(item.lane))
        return allowances

    def _lane(self, lane: str) -> Allowance:
        return self._of_lane.setdefault(lane, of_lane(self._clock()))


def may_wait(item: OutboxItem) -> bool:
    """Whether nobody waits for it; what may have been sent already is better settled soon."""
    return item.priority >= Priority.BOARD and item.unsure_since is None
