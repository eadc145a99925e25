"""auth.revoke: the app gives its token back."""

from collections.abc import Callable
from typing import Any

from sandbox.api.call import Call
from sandbox.api.registry import TIER_3, Registry


class TokenMethods:
    """What an app may do to its own token; `revoke` is what happens then."""

    def __init__(self, revoke: Callable[[], None]) -> None:
        self._revoke = revoke

    def register(self, registry: Registry) -> None:
        """Put the method on offer."""
        registry.method("auth.revoke", tier=TIER_3)(self.revoke)

    def revoke(self, call: Call) -> dict[str, Any]:
        """Revoke the token, unless it is only a test."""
        is_test = call.args.flag("test")
        if not is_test:
            self._revoke()
        return {"revoked": not is_test}
