"""Response URLs: the way to answer an interaction for half an hour, five times."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sandbox.errors import SlackError

LIFE_SECONDS: Final = 30 * 60
MAX_USES: Final = 5
#: Old ones are remembered a little longer, so that the right error can be given.
MEMORY_SECONDS: Final = 2 * LIFE_SECONDS


@dataclass
class Place:
    """Where an answer goes: whose interaction, in which channel, on which message.

    `message_ts` is what `replace_original` means. A command has no message; its first answer becomes it.
    """

    user_id: str
    channel_id: str
    message_ts: str | None = None
    ephemeral: bool = False


@dataclass
class _Issued:
    place: Place
    issued_at: float
    uses: int = 0


class ResponseUrls:
    """Issues the URLs and says what each stands for."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.base_url = "http://127.0.0.1"  # set by whoever listens
        self._now = now
        self._issued: dict[str, _Issued] = {}

    def issue(self, place: Place) -> str:
        """Make a URL for one interaction."""
        self._forget_old()
        key = secrets.token_hex(20)
        self._issued[key] = _Issued(place, self._now())
        return f"{self.base_url}/response/{key}"

    def use(self, key: str) -> Place:
        """Count one use; refuse what is unknown, too old or used up."""
        issued = self._issued.get(key)
        if issued is None:
            raise SlackError("no_service")
        if self._now() - issued.issued_at > LIFE_SECONDS:
            raise SlackError("expired_url")
        if issued.uses >= MAX_USES:
            raise SlackError("used_url")
        issued.uses += 1
        return issued.place

    def _forget_old(self) -> None:
        """Drop from the old end only: dicts keep the order of issue."""
        horizon = self._now() - MEMORY_SECONDS
        while self._issued:
            oldest = next(iter(self._issued))
            if self._issued[oldest].issued_at >= horizon:
                return
            del self._issued[oldest]
