"""Injected trouble: answers that fail, hang or never come, at the instant a test wants."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Kinds for Web API methods. `_after` means: after the effect, so that the caller cannot know.
CALL_KINDS = frozenset(
    {
        "error",
        "error_after",
        "http_500",
        "http_500_after",
        "hang",
        "hang_after",
        "reset_before",
        "reset_after",
        "ratelimited",
        "garbage_after",
    }
)
#: Kinds for deliveries to the app, whose method is `deliver:` and the sort of payload.
DELIVERY_KINDS = frozenset({"double", "drop", "ignore_ack"})

_DELIVERY = "deliver:"


@dataclass
class Fault:
    """One fault: which calls it hits, how often, and what happens to them."""

    method: str
    kind: str
    times: int = 1
    skip: int = 0
    error: str | None = None
    retry_after: int | None = None
    ms: int | None = None
    match: Mapping[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long it hangs."""
        return (self.ms or 0) / 1000

    def hits(self, method: str, args: Mapping[str, Any]) -> bool:
        """Whether it concerns this call; `*` is every Web API method, `deliver:*` every delivery."""
        delivery = method.startswith(_DELIVERY)
        everywhere = self.method == (f"{_DELIVERY}*" if delivery else "*")
        return (everywhere or self.method == method) and all(
            part in _as_text(args.get(name)) for name, part in self.match.items()
        )


class Faults:
    """The faults that wait for their call, and the latency of each method."""

    def __init__(self) -> None:
        self.waiting: list[Fault] = []
        self._latency: dict[str, float] = {}
        self._latency_of_all = 0.0

    def add(
        self,
        method: str,
        kind: str,
        *,
        times: int = 1,
        skip: int = 0,
        error: str | None = None,
        retry_after: int | None = None,
        ms: int | None = None,
        match: Mapping[str, str] | None = None,
    ) -> Fault:
        """Let the next `times` matching calls fail, after letting `skip` of them through."""
        kinds = DELIVERY_KINDS if method.startswith(_DELIVERY) else CALL_KINDS
        if kind not in kinds:
            raise ValueError(f"{kind!r} is not a fault of {method}; there are {', '.join(sorted(kinds))}")
        fault = Fault(method, kind, times, skip, error, retry_after, ms, dict(match or {}))
        self.waiting.append(fault)
        return fault

    def clear(self) -> None:
        """Forget every fault; latency stays."""
        self.waiting.clear()

    def take(self, method: str, args: Mapping[str, Any]) -> Fault | None:
        """The fault that hits this call, used up by one."""
        for fault in self.waiting:
            if not fault.hits(method, args):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.waiting.remove(fault)
            return fault
        return None

    def set_latency(self, ms: float, methods: Iterable[str] | None = None) -> None:
        """Let every call, or those of some methods, take this long; half before and half after the effect."""
        if methods is None:
            self._latency.clear()
            self._latency_of_all = ms / 1000
        else:
            self._latency |= dict.fromkeys(methods, ms / 1000)

    def latency(self, method: str) -> float:
        """How many seconds a call of this method takes."""
        return self._latency.get(method, self._latency_of_all)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
