"""The table of Web API methods: name, scope, rate tier and handler."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sandbox.api.call import Call

#: Rate tiers: calls a minute, per method and workspace.
TIER_1, TIER_2, TIER_3, TIER_4 = 1, 20, 50, 100
#: Methods with a limit of their own (sandbox/limits.py).
SPECIAL = 0

Handler = Callable[[Call], dict[str, Any]]


@dataclass(frozen=True)
class Method:
    """One method. `scopes` is empty, or lists scopes of which the token needs any one."""

    name: str
    handler: Handler
    scopes: tuple[str, ...]
    tier: int
    kind: str


class Registry:
    """Methods by name."""

    def __init__(self) -> None:
        self.methods: dict[str, Method] = {}

    def method(
        self, name: str, *, scope: str | tuple[str, ...] | None = None, tier: int = TIER_3, kind: str = "bot"
    ) -> Callable[[Handler], Handler]:
        """Register the decorated handler; `kind` of token may call it: bot, app, any, none."""
        scopes = (scope,) if isinstance(scope, str) else scope or ()

        def register(handler: Handler) -> Handler:
            self.methods[name] = Method(name, handler, scopes, tier, kind)
            return handler

        return register

    def include(self, other: "Registry") -> None:
        """Take in all methods of another registry."""
        self.methods.update(other.methods)
