"""One payload on its way to the app, and what became of an attempt to hand it over."""

import uuid
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Protocol


class Kind(StrEnum):
    """The three kinds of payload, by their Socket Mode names."""

    EVENTS = "events_api"
    COMMANDS = "slash_commands"
    INTERACTIVE = "interactive"


@dataclass
class Envelope:
    """A payload with what Slack writes on its cover; a redelivery keeps the id."""

    kind: Kind
    payload: dict[str, Any]
    accepts_response_payload: bool = False
    attempt: int = 0
    reason: str = ""
    id: str = field(default_factory=lambda: str(uuid.uuid4()))

    @property
    def type(self) -> str:
        """Name what is inside: the event's type, the interaction's type, or the command."""
        if self.kind is Kind.EVENTS:
            return str(self.payload.get("event", {}).get("type", ""))
        return str(self.payload.get("command") or self.payload.get("type", ""))

    def frame(self) -> dict[str, Any]:
        """Render the Socket Mode frame; only events carry retry fields."""
        frame: dict[str, Any] = {
            "envelope_id": self.id,
            "payload": self.payload,
            "type": self.kind.value,
            "accepts_response_payload": self.accepts_response_payload,
        }
        if self.kind is Kind.EVENTS:
            frame |= {"retry_attempt": self.attempt, "retry_reason": self.reason}
        return frame


@dataclass(frozen=True)
class Acked:
    """The app answered in time, perhaps with a payload."""

    payload: Any = None


@dataclass(frozen=True)
class Failed:
    """Nobody answered in time; `no_retry` is the app's own wish."""

    reason: str
    no_retry: bool = False


#: Why a payload went nowhere when no socket is open and no URL is known.
NO_CONNECTION = "no_connection"

Outcome = Acked | Failed


class Transport(Protocol):
    """A road to the app."""

    name: str

    @property
    def connected(self) -> bool:
        """Say whether the app seems to be there."""
        ...

    async def deliver(self, envelope: Envelope, within: float) -> Outcome:
        """Hand the envelope over and wait for its ack, at most `within` seconds."""
        ...
