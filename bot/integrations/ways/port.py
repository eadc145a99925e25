"""What a way to call someone must be able to do, whatever is behind it."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Ending(StrEnum):
    """How a call ends for the other side."""

    ANSWERED = "answered"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class CallNote:
    """One call in words: who is called, and about what. It leaves the house: it says no more than it may."""

    #: Names this call for ever: what arrives twice under it is one call.
    key: str
    #: What the way needs to know: an address, the name of a routing key, a gateway's name.
    to: str
    #: For a gateway that dials it.
    phone: str | None = None
    #: Who is called, as their profile says.
    person: str
    #: `INC-12`.
    ref: str
    severity: str
    #: One line.
    subject: str
    #: A few lines.
    text: str
    #: Where to go: the incident's channel.
    link: str | None = None


class CallWay(ABC):
    """A way to call someone. A note that is placed twice under one key calls once, where the way allows it.

    Everything raises `NotReached`: `permanent` says that the same will fail again, `unsure` that it may have
    arrived.
    """

    #: Whether the other side wants to hear that it was answered, or is over.
    settles: ClassVar[bool] = False

    @abstractmethod
    async def place(self, note: CallNote) -> None:
        """Call them."""

    async def settle(self, note: CallNote, ending: Ending) -> None:  # noqa: B027  # most have nothing to take back
        """Say that it was answered, or that there is nothing to answer any more."""
