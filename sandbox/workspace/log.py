"""The messages of one channel, in order, with their threads."""

from bisect import bisect_left, bisect_right, insort

from sandbox.workspace.message import Message
from sandbox.workspace.timestamps import to_micros


class MessageLog:
    """Messages by timestamp. Lookups are by binary search, so that long channels stay cheap."""

    def __init__(self) -> None:
        self._by_ts: dict[str, Message] = {}
        self._channel: list[int] = []
        self._threads: dict[str, list[int]] = {}
        self._by_micros: dict[int, Message] = {}
        self._mentioning: list[int] = []
        self.deleted = 0

    def __len__(self) -> int:
        return len(self._by_ts)

    def add(self, message: Message) -> None:
        """Take in a message."""
        self._by_ts[message.ts] = message
        self._by_micros[message.micros] = message
        if message.is_reply and message.thread_ts:
            insort(self._threads.setdefault(message.thread_ts, []), message.micros)
        if message.in_channel:
            insort(self._channel, message.micros)
            if message.mentions:
                insort(self._mentioning, message.micros)

    def drop(self, message: Message) -> None:
        """Forget a message."""
        del self._by_ts[message.ts]
        del self._by_micros[message.micros]
        self.deleted += 1
        for index in (self._channel, self._mentioning, self._threads.get(message.thread_ts or "", [])):
            position = bisect_left(index, message.micros)
            if position < len(index) and index[position] == message.micros:
                index.pop(position)

    def get(self, ts: str) -> Message | None:
        """Find a message, also a reply, by its timestamp."""
        return self._by_ts.get(ts)

    def all(self) -> list[Message]:
        """Every message, replies too, oldest first."""
        return sorted(self._by_ts.values(), key=lambda message: message.micros)

    def latest(self) -> Message | None:
        """The newest message that shows in the channel."""
        return self._by_micros[self._channel[-1]] if self._channel else None

    def replies(self, thread_ts: str) -> list[Message]:
        """The replies of a thread, oldest first."""
        return [self._by_micros[micros] for micros in self._threads.get(thread_ts, ())]

    def between(self, low: int, high: int) -> "Window":
        """The channel's messages whose time is in `low..high`, both included."""
        return Window(self, bisect_left(self._channel, low), bisect_right(self._channel, high))

    def at(self, position: int) -> Message:
        """The message at a position of the channel's order."""
        return self._by_micros[self._channel[position]]

    def count_after(self, ts: str | None) -> int:
        """How many messages are newer than `ts`."""
        return len(self._channel) - bisect_right(self._channel, to_micros(ts or "0") or 0)

    def mentioning_after(self, ts: str | None) -> list[Message]:
        """The messages newer than `ts` that mention anybody."""
        start = bisect_right(self._mentioning, to_micros(ts or "0") or 0)
        return [self._by_micros[micros] for micros in self._mentioning[start:]]


class Window:
    """A stretch of a channel, cut without copying the rest."""

    def __init__(self, log: MessageLog, start: int, stop: int) -> None:
        self._log = log
        self._start = start
        self._stop = max(start, stop)

    def __len__(self) -> int:
        return self._stop - self._start

    def newest(self, count: int) -> list[Message]:
        """Up to `count` messages from the end, newest first."""
        first = max(self._start, self._stop - count)
        return [self._log.at(position) for position in range(self._stop - 1, first - 1, -1)]

    def oldest(self, count: int) -> list[Message]:
        """Up to `count` messages from the beginning, oldest first."""
        last = min(self._stop, self._start + count)
        return [self._log.at(position) for position in range(self._start, last)]
