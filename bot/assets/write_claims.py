"""Keep what a source says of some assets: their claims, their names, and what all claims come to."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.add_rows import add_rows
from bot.assets.facts import Claim, merged
from bot.assets.find_homes import find_homes, kept_homes
from bot.assets.move_edges import move_edges
from bot.assets.version import mark_changed
from bot.database import in_parts
from bot.uow import UnitOfWork
from models.asset import Asset, AssetClaim, AssetName
from models.asset_names import digest_of

_ASSETS: Final = cast("Table", Asset.__table__)
_CLAIMS: Final = cast("Table", AssetClaim.__table__)
_NAMES: Final = cast("Table", AssetName.__table__)
_NAME_KEY: Final = ("digest", "asset_id", "source")


async def write_claims(
    uow: UnitOfWork, claims: Sequence[Claim], *, leaving: Collection[str] = frozenset()
) -> Sequence[str]:
    """Keep claims of one source, each key once; the keys of those that made a new asset.

    `leaving`: keys that this source names no more.
    """
    await mark_changed(uow)
    session = uow.session
    before = await kept_homes(session, claims)
    homes = await find_homes(session, claims, leaving)
    new = [claim for claim in claims if claim.key not in homes]
    homes |= await _add_assets(session, new, uow.now)
    await add_rows(session, AssetClaim, [_row(claim, homes[claim.key], uow.now) for claim in claims])
    moved = {key: home for key, home in before.items() if homes[key] != home}
    for key, home in moved.items():
        await move_edges(session, home, homes[key])
    made = {homes[claim.key] for claim in new}
    await _write_names(session, {homes[claim.key]: [claim] for claim in new})
    await settle(session, {*homes.values(), *moved.values()} - made, uow.now)
    return [claim.key for claim in new]


async def settle(session: AsyncSession, asset_ids: Collection[int], now: datetime) -> None:
    """Bring assets up to date with what is claimed of them; what nobody claims any more is retired."""
    claims = await _living_claims(session, asset_ids)
    told = {asset_id: merged(of_it) for asset_id, of_it in claims.items()}
    keys = await _free_keys(session, {asset_id: facts["key"] for asset_id, facts in told.items()})
    if told:
        rows = [{**facts, "key": keys[each], "asset": each} for each, facts in sorted(told.items())]
        setting: dict[str, Any] = {name: bindparam(name) for name in rows[0] if name != "asset"}
        await session.execute(
            update(_ASSETS).where(_ASSETS.c.id == bindparam("asset")).values(retired_at=None, **setting), rows
        )
    for part in in_parts(sorted(told)):
        await session.execute(delete(_NAMES).where(_NAMES.c.asset_id.in_(part)))
    await _write_names(session, claims)
    for left in in_parts(sorted(set(asset_ids) - told.keys())):
        retiring = update(_ASSETS).where(_ASSETS.c.id.in_(left), _ASSETS.c.retired_at.is_(None))
        await session.execute(retiring.values(retired_at=now, sources=[]))


async def _add_assets(session: AsyncSession, claims: Sequence[Claim], now: datetime) -> dict[str, int]:
    rows = [{**merged([claim]), "first_seen_at": now} for claim in claims]
    return {row.key: row.id for row in await add_rows(session, Asset, rows, "key", "id")}


def _row(claim: Claim, asset_id: int, now: datetime) -> Mapping[str, Any]:
    return {
        "source": claim.source,
        "key": claim.key,
        "asset_id": asset_id,
        "tool": claim.tool,
        "facts": claim.facts,
        "digest": claim.digest,
        "seen_at": now,
        "gone_at": None,
    }


async def _write_names(session: AsyncSession, claims: Mapping[int, Iterable[Claim]]) -> None:
    """Each name once for an asset and a source; whole if any claim says so."""
    rows: dict[tuple[int, int, str], dict[str, Any]] = {}
    for asset_id, of_it in claims.items():
        for claim in of_it:
            for name, is_whole in claim.names.items():
                key = (digest_of(name), asset_id, claim.source)
                row = {**dict(zip(_NAME_KEY, key, strict=True)), "name": name, "is_whole": is_whole}
                rows.setdefault(key, row)["is_whole"] |= is_whole
    await add_rows(session, AssetName, list(rows.values()))


async def _living_claims(session: AsyncSession, asset_ids: Collection[int]) -> dict[int, list[Claim]]:
    found: dict[int, list[Claim]] = {}
    query = select(_CLAIMS).where(_CLAIMS.c.gone_at.is_(None))
    for part in in_parts(sorted(asset_ids)):
        for row in await session.execute(query.where(_CLAIMS.c.asset_id.in_(part))):
            claim = Claim(row.source, row.tool, row.key, row.facts)
            found.setdefault(row.asset_id, []).append(claim)
    return found


async def _free_keys(session: AsyncSession, wanted: Mapping[int, str]) -> Mapping[int, str]:
    """The keys that assets may have; one whose key is another's, who may be retired, keeps its own."""
    holders: dict[str, int] = {}
    own: dict[int, str] = {}
    for part in in_parts(sorted(set(wanted.values()))):
        rows = await session.execute(select(_ASSETS.c.key, _ASSETS.c.id).where(_ASSETS.c.key.in_(part)))
        holders.update((row.key, row.id) for row in rows)
    held = [each for each, key in wanted.items() if holders.get(key, each) != each]
    for ids in in_parts(held):
        rows = await session.execute(select(_ASSETS.c.key, _ASSETS.c.id).where(_ASSETS.c.id.in_(ids)))
        own.update((row.id, row.key) for row in rows)
    return {**wanted, **own}
