"""Until its callers are moved: the lock of those who decide about alerts."""

from collections.abc import Iterable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.load_facts import lock_deciding


async def lock_fingerprints(session: AsyncSession, _fingerprints: Iterable[str]) -> None:
    """One decides at a time."""
    await lock_deciding(session)
