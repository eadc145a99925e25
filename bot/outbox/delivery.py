"""What a kind of outbox item must be able to do, and what the runner makes of it."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.errors import ChatError
from bot.uow import UnitOfWork
from models.outbox import OutboxItem


@dataclass(frozen=True, slots=True)
class Call:
    """An item rendered: everything that the sending needs, read from the database beforehand."""

    args: Mapping[str, Any]
    #: The id of the item, which the message bears in its metadata and the file in its name.
    item_id: int = 0
    notes: Mapping[str, Any] = field(default_factory=dict)


class Skip(Exception):
    """There is nothing to send any more: it is no longer true, or already so."""


class Postpone(Exception):
    """Not now; look again in so many seconds."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class Delivery(ABC):
    """One kind of thing said or done outside.

    The runner renders in a reading session, sends outside of any transaction, and applies the result
    in the transaction that marks the item sent. What a fault means is the kind's own business only
    where it differs from the rule: passing faults are retried, permanent ones park the item.
    """

    kind: ClassVar[str]
    #: The method of Slack's that sending it calls, whose allowance it takes from; none: it is not counted.
    method: ClassVar[str | None] = None
    #: Sending twice does no harm (edits, topics, pins, invites): no look-up after an unknown outcome.
    harmless_twice: ClassVar[bool] = False
    #: Where the outside cannot be asked what became of it: sent at most once, dropped when unsure.
    at_most_once: ClassVar[bool] = False
    #: Its rendering reads the incident's view, which the runner then prepares for all items at once.
    shows_incident: ClassVar[bool] = True

    #: It tells nothing of its incident, or asks by itself who may know: see bot/outbox/discretion.py.
    is_discreet: ClassVar[bool] = False

    @abstractmethod
    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Read what is true now. Raises Skip when there is nothing to say any more."""

    @abstractmethod
    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Do it; give back what must be kept. Raises ChatError."""

    def sought(self, call: Call) -> dict[str, Any]:
        """What `find` needs of a call; kept in the row while the call is under way."""
        return {}

    def seek(self, item: OutboxItem) -> Call:
        """A call of which only that is left: there is nothing to say any more, but it may have been said."""
        return Call(args=item.result or {}, item_id=item.id)

    async def find(self, call: Call, since: float, desk: Desk) -> dict[str, Any] | None:
        """Look up whether an attempt of unknown outcome, begun at epoch `since`, took effect."""
        raise NotImplementedError(f"{self.kind} cannot be looked up")

    async def applied(  # noqa: B027  # most kinds have nothing to keep
        self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk
    ) -> None:
        """Keep what came of it, in the transaction that marks the item sent."""

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """Deal with a permanent fault; True when that settles the item, False to park it."""
        return False


def incidents_shown(items: Iterable[OutboxItem], deliveries: Mapping[str, Delivery]) -> set[int | None]:
    """The incidents that these items will show; opening and pinning need no more than the rows."""
    return {
        item.incident_id for item in items if item.kind in deliveries and deliveries[item.kind].shows_incident
    }
