"""Let go of what a source names no more: an asset that nobody else claims is retired, never deleted."""

from collections.abc import Collection
from typing import Final, cast

from sqlalchemy import Table, select, update

from bot.assets.version import mark_changed
from bot.assets.write_claims import settle
from bot.database import in_parts
from bot.uow import UnitOfWork
from models.asset import AssetClaim

_CLAIMS: Final = cast("Table", AssetClaim.__table__)


async def end_claims(uow: UnitOfWork, source: str, keys: Collection[str]) -> None:
    """End a source's claims under these keys, and bring their assets up to date."""
    await mark_changed(uow)
    assets: set[int] = set()
    for part in in_parts(sorted(keys)):
        ending = (_CLAIMS.c.source == source, _CLAIMS.c.key.in_(part), _CLAIMS.c.gone_at.is_(None))
        assets |= set(await uow.session.scalars(select(_CLAIMS.c.asset_id).where(*ending)))
        await uow.session.execute(update(_CLAIMS).where(*ending).values(gone_at=uow.now))
    await settle(uow.session, assets, uow.now)
