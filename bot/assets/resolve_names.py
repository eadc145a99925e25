"""Which assets names mean, asked of the database: for imports, which know more than a chart."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, cast

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import in_parts
from models.asset import Asset, AssetName
from models.asset_names import digest_of, fold
from models.vocabulary import AssetType

_ASSETS: Final = cast("Table", Asset.__table__).c
_NAMES: Final = cast("Table", AssetName.__table__).c


@dataclass(frozen=True, slots=True)
class Named:
    """An asset that has a name."""

    asset_id: int
    key: str
    type: AssetType
    is_whole: bool
    is_retired: bool


async def assets_named(session: AsyncSession, names: Collection[str]) -> Mapping[str, list[Named]]:
    """For each folded name the assets that have it, each once, in the order of their keys."""
    wanted = {digest_of(name): name for name in names if name}
    found: dict[str, dict[int, Named]] = defaultdict(dict)
    query = select(
        _NAMES.name, _NAMES.is_whole, _ASSETS.id, _ASSETS.key, _ASSETS.type, _ASSETS.retired_at
    ).join(Asset, _ASSETS.id == _NAMES.asset_id)
    for part in in_parts(sorted(wanted)):
        for row in await session.execute(query.where(_NAMES.digest.in_(part)).order_by(_ASSETS.key)):
            before = found[row.name].get(row.id)
            is_whole = row.is_whole or (before is not None and before.is_whole)
            found[row.name][row.id] = Named(row.id, row.key, row.type, is_whole, row.retired_at is not None)
    return {name: list(assets.values()) for name, assets in found.items()}


async def resolve_names(session: AsyncSession, names: Collection[str]) -> Mapping[str, int]:
    """The one asset that each name means, as `Chart.find` has it; ambiguous and unknown ones are left out."""
    folded = {name: fold(name) for name in names}
    known = await assets_named(session, set(folded.values()))
    return {
        name: one.asset_id
        for name, each in folded.items()
        if (one := _the_one(each, known.get(each, []))) is not None
    }


def _the_one(folded: str, named: list[Named]) -> Named | None:
    keyed = [each for each in named if fold(each.key) == folded]
    for group in (keyed, [each for each in named if each.is_whole], named):
        if living := [each for each in group if not each.is_retired]:
            return living[0] if len(living) == 1 else None
    rest = keyed or named
    return rest[0] if len(rest) == 1 else None
