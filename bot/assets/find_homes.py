"""Which asset each thing that a source tells of is: one that is known, by whatever name, or a new one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.assets.facts import Claim
from bot.assets.resolve_names import Named, assets_named
from bot.assets.told import Tool
from bot.database import in_parts
from models.asset import Asset, AssetClaim
from models.vocabulary import AssetType

_CLAIMS: Final = cast("Table", AssetClaim.__table__).c
_ASSETS: Final = cast("Table", Asset.__table__).c

#: Of several tables of one name, the one whose edges tell most.
_LIKELIEST: Final = (
    AssetType.MODEL,
    AssetType.SNAPSHOT,
    AssetType.TABLE,
    AssetType.VIEW,
    AssetType.SOURCE,
    AssetType.SEED,
)


@dataclass(frozen=True, slots=True)
class _Claimed:
    source: str
    tool: str
    key: str
    is_gone: bool


@dataclass(frozen=True, slots=True)
class _Around:
    """What has the names that some claims give, and who claims it."""

    named: Mapping[str, Sequence[Named]]
    claimed: Mapping[int, Sequence[_Claimed]]
    leaving: Collection[str]
    taken: set[int]

    def by_whole_name(self, claim: Claim) -> int | None:
        """The table, or whatever it is, that another source knows by a name that means nothing else."""
        fitting: dict[int, Named] = {}
        for name in [name for name, is_whole in claim.names.items() if is_whole]:
            for each in self.named.get(name, ()):
                if each.is_whole and each.asset_id not in self.taken:
                    fitting[each.asset_id] = each
        free = [each for each in fitting.values() if self._is_free(claim, each.asset_id)]
        return min(free, key=_likeliest).asset_id if free else None

    def by_any_name(self, claim: Claim) -> int | None:
        """What has the name elsewhere, if it is one thing; what its own source made meanwhile moves there."""
        name = next(iter(claim.names))
        others = [
            each
            for each in self.named.get(name, ())
            if not each.is_retired
            and any(not _is_same(claim, by) for by in self.claimed.get(each.asset_id, ()))
        ]
        for group in ([each for each in others if each.is_whole], others):
            if len(group) == 1:
                return group[0].asset_id
        return None

    def _is_free(self, claim: Claim, asset_id: int) -> bool:
        """Not another thing of its source, nor another project's of dbt: two nodes are never one asset."""
        return all(
            by.is_gone or (by.source == claim.source and by.key in self.leaving)
            for by in self.claimed.get(asset_id, ())
            if by.source == claim.source or by.tool == claim.tool == Tool.DBT
        )


async def find_homes(
    session: AsyncSession, claims: Sequence[Claim], leaving: Collection[str]
) -> dict[str, int]:
    """The asset of each claim, by the claim's key; keys of new ones are left out.

    `leaving`: keys that the same source names no more, so that what takes over their table is they, renamed.
    """
    homes = await kept_homes(session, claims)
    homes |= await _keyed(session, [claim for claim in claims if claim.key not in homes])
    search = [claim for claim in claims if claim.key not in homes or claim.is_loose]
    if not search:
        return homes
    named = await assets_named(session, {name for claim in search for name in claim.names})
    claimed = await _claimed(session, {each.asset_id for group in named.values() for each in group})
    around = _Around(named, claimed, leaving, taken=set(homes.values()))
    for claim in search:
        if claim.is_loose:
            home = around.by_any_name(claim) or homes.get(claim.key)
        else:
            home = around.by_whole_name(claim)
        if home is not None:
            homes[claim.key] = home
            around.taken.add(home)
    return homes


async def kept_homes(session: AsyncSession, claims: Sequence[Claim]) -> dict[str, int]:
    """Where the same source has claimed the same key before."""
    found: dict[str, int] = {}
    source = claims[0].source if claims else ""
    query = select(_CLAIMS.key, _CLAIMS.asset_id).where(_CLAIMS.source == source)
    for part in in_parts([claim.key for claim in claims]):
        found.update(
            (row.key, row.asset_id) for row in await session.execute(query.where(_CLAIMS.key.in_(part)))
        )
    return found


async def _keyed(session: AsyncSession, claims: Sequence[Claim]) -> dict[str, int]:
    """Where another source has the very key."""
    found: dict[str, int] = {}
    for part in in_parts([claim.key for claim in claims]):
        rows = await session.execute(select(_ASSETS.key, _ASSETS.id).where(_ASSETS.key.in_(part)))
        found.update((row.key, row.id) for row in rows)
    return found


async def _claimed(session: AsyncSession, asset_ids: Collection[int]) -> dict[int, list[_Claimed]]:
    """Who claims these assets."""
    found: dict[int, list[_Claimed]] = {}
    query = select(_CLAIMS.asset_id, _CLAIMS.source, _CLAIMS.tool, _CLAIMS.key, _CLAIMS.gone_at)
    for part in in_parts(sorted(asset_ids)):
        for row in await session.execute(query.where(_CLAIMS.asset_id.in_(part))):
            claimed = _Claimed(row.source, row.tool, row.key, row.gone_at is not None)
            found.setdefault(row.asset_id, []).append(claimed)
    return found


def _is_same(claim: Claim, other: _Claimed) -> bool:
    return other.source == claim.source and other.key == claim.key


def _likeliest(named: Named) -> tuple[bool, int, str]:
    rank = _LIKELIEST.index(named.type) if named.type in _LIKELIEST else len(_LIKELIEST)
    return named.is_retired, rank, named.key
