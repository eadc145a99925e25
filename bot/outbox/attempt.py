"""One attempt at one item: what an earlier one did is looked up, and only then it is sent."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.desk import Desk
from bot.errors import ChatError
from bot.outbox.delivery import Call, Delivery, Skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one attempt."""

    item_id: int
    result: dict[str, Any] | None = None
    error: ChatError | None = None
    #: Why it was not sent, and was not before either.
    moot: str | None = None


@dataclass(frozen=True, slots=True)
class Ready:
    """A claimed item, rendered, with the epoch since when an earlier attempt's outcome is unknown."""

    item_id: int
    delivery: Delivery
    call: Call
    unsure_since: float | None
    #: Why it is not to be sent any more: then it is only looked up whether it was.
    moot: str | None = None


class Overtaken(Exception):
    """Another replica has it by now, because this one stood still for longer than its lease."""


async def attempt(ready: Ready, desk: Desk, is_ours: Callable[[], bool]) -> dict[str, Any]:
    """Find it or send it; what must be kept of it. Raises ChatError, Skip, Overtaken."""
    if ready.unsure_since is not None and not ready.delivery.harmless_twice:
        found = await _look_up(ready, ready.unsure_since, desk)
        if found is not None:
            return found
    if ready.moot is not None:
        raise Skip(ready.moot)
    if not is_ours():
        raise Overtaken
    return await ready.delivery.send(ready.call, desk)


async def _look_up(ready: Ready, since: float, desk: Desk) -> dict[str, Any] | None:
    try:
        return await ready.delivery.find(ready.call, since, desk)
    except ChatError as error:
        # The look-up itself failed: nothing is known yet, so the doubt must outlive this attempt.
        # Where Slack will never let us look, only the kind itself may know another way.
        raise ChatError(
            error.code,
            method=error.method,
            permanent=error.permanent,
            retry_after=error.retry_after,
            unsure=True,
            detail="look-up",
        ) from error
