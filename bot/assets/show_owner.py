"""Who answers for what somebody names, as view data: for Slack, and for the command line."""

from collections.abc import Sequence
from typing import Any, Final

from bot.assets.chart import Chart
from bot.assets.owner_of import owner_of
from bot.assets.show_asset import nearest
from bot.assets.views import AssetView
from bot.blocks.owner_answer import Named, OwnerView
from bot.desk import Desk
from bot.playbook import Playbook
from models.ownership import Basis, Given, Ownership
from models.vocabulary import label

#: So many names are offered for one that nobody knows.
OFFERED: Final = 3

#: Nobody means more by a name, and a hostile one must not cost more.
_LONGEST: Final = 200


async def owner_views(desk: Desk, names: Sequence[str]) -> list[OwnerView]:
    """For each name; rules hold for mere names, too."""
    async with desk.store.reading() as session:
        chart = await desk.atlas.chart(session)
    return [_view(desk, name, chart) for name in names]


def find_meant(chart: Chart, name: str) -> tuple[AssetView | str, list[str]]:
    """The asset that is meant, else the name as it is and what else may be meant."""
    named = chart.named(name)
    if len(named) == 1:
        return named[0], []
    return name, [each.key for each in named[:OFFERED]] or [*nearest(chart, name[:_LONGEST])[:OFFERED]]


def as_document(asset: str, owned: Ownership) -> dict[str, Any]:
    """For programs."""
    fields = ("team", "business_steward", "technical_steward", "channel")
    given: dict[str, Given | None] = {name: getattr(owned, name) for name in fields}
    return {
        "asset": asset,
        **{name: each.value if each else None for name, each in given.items()},
        "owner": owned.owner,
        "rule": owned.rule,
        "because": owned.because,
        "is_fallback": owned.is_fallback,
    }


def _view(desk: Desk, name: str, chart: Chart) -> OwnerView:
    asset, near = find_meant(chart, name)
    owned = owner_of(desk.playbook, asset)
    is_known = isinstance(asset, AssetView)
    said = {given.value for given in (owned.team, *owned.stewards) if given}
    return OwnerView(
        asset=asset.key if isinstance(asset, AssetView) else name,
        type=label(asset.type) if isinstance(asset, AssetView) else None,
        team=_team(desk.playbook, owned.team),
        business_steward=_person(desk, owned.business_steward),
        technical_steward=_person(desk, owned.technical_steward),
        channel=_channel(desk, owned.channel),
        because=owned.because,
        told=owned.told if is_known and owned.told not in said and owned.rule else None,
        nearest=tuple(near),
    )


def _team(playbook: Playbook, given: Given | None) -> Named | None:
    if given is None:
        return None
    team = playbook.teams.get(given.value)
    words = team.name if team and team.name else given.value
    return Named(words=words, stands_in=given.basis is Basis.FALLBACK)


def _person(desk: Desk, given: Given | None) -> Named | None:
    if given is None:
        return None
    people = desk.directory.people_named(given.value)
    stands_in = given.basis is Basis.FALLBACK
    return Named(words=given.value, id=people[0] if len(people) == 1 else None, stands_in=stands_in)


def _channel(desk: Desk, given: Given | None) -> Named | None:
    return Named(words=given.value, id=desk.directory.channel(given.value)) if given else None
