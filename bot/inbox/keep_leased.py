"""Tell the other replicas that we still work on some rows, for as long as we do."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import structlog
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from bot.inbox.intake import LEASE_SECONDS
from bot.outbox.queue import lease_clock
from bot.uow import Store
from models.inbox import InboxItem

log = structlog.get_logger("inbox")


@asynccontextmanager
async def keep_leased(store: Store, ids: Sequence[int]) -> AsyncIterator[None]:
    """Renew the leases of these rows until this ends; what is done meanwhile is left alone."""
    renewing = asyncio.create_task(_renew(store, ids))
    try:
        yield
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing


async def _renew(store: Store, ids: Sequence[int]) -> None:
    while True:
        await asyncio.sleep(LEASE_SECONDS / 3)
        try:
            async with store.unit() as uow:
                until = await lease_clock(uow.session) + LEASE_SECONDS
                ours = update(InboxItem).where(InboxItem.id.in_(ids), InboxItem.done_at.is_(None))
                await uow.session.execute(ours.values(free_at=until))
        except (SQLAlchemyError, OSError) as away:
            log.warning("lease_not_renewed", fault=type(away).__name__)
