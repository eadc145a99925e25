"""One claimed item made ready to be sent, or settled because there is nothing to send."""

from collections.abc import Mapping
from dataclasses import replace

import structlog

from bot.desk import Desk
from bot.metrics import Metrics
from bot.outbox import queue
from bot.outbox.attempt import Ready
from bot.outbox.delivery import Call, Delivery, Postpone, Skip
from bot.outbox.discretion import require_discreet, require_still_meant
from bot.uow import UnitOfWork
from models.outbox import OutboxItem

log = structlog.get_logger("outbox")


async def render(
    item: OutboxItem, uow: UnitOfWork, now: float, desk: Desk, deliveries: Mapping[str, Delivery]
) -> Ready | None:
    """Render it with what is true now; none where it is skipped, put off or parked instead."""
    delivery = deliveries.get(item.kind)
    if delivery is None:
        why = f"nothing here delivers “{item.kind}”; was this row written by a newer version?"
        park(item, desk.metrics, why)
        return None
    if item.unsure_since is not None and delivery.at_most_once:
        queue.skip(item, "its outcome is unknown, and it is sent at most once")
        return None
    try:
        await require_still_meant(item, delivery, uow.session)
        call = _aimed(item, await delivery.render(item, uow.session, desk))
        await require_discreet(item, delivery, call, uow.session)
    except Skip as skip:
        return _moot(item, delivery, str(skip))
    except Postpone as later:
        queue.pause(item, now + later.seconds, str(later))
        return None
    except Exception as fault:  # the loop top of one item: a bug in one text must not stop the others
        log.exception("rendering_failed", item=item.id, kind=item.kind)
        park(item, desk.metrics, f"rendering failed: {fault}")
        return None
    item.result = delivery.sought(call) or None
    return Ready(item.id, delivery, call, item.unsure_since)


def _aimed(item: OutboxItem, call: Call) -> Call:
    """What an earlier attempt may have done is sought where that one went, and goes there if it was not done.

    By now it might go elsewhere: a card that was posted anew has another thread.
    """
    if item.unsure_since is None or not item.result:
        return call
    return replace(call, args={**call.args, **item.result})


def park(item: OutboxItem, metrics: Metrics, why: str) -> None:
    """It failed for good: kept until someone asks for it, and counted."""
    metrics.outbox_parked(item.kind)
    queue.park(item, why)


def _moot(item: OutboxItem, delivery: Delivery, why: str) -> Ready | None:
    """Nothing to say any more; what may have been said all the same is looked up, for it has buttons."""
    if item.unsure_since is not None and item.result:
        return Ready(item.id, delivery, delivery.seek(item), item.unsure_since, moot=why)
    queue.skip(item, why)
    return None
