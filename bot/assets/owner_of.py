"""Who answers for an asset, by the playbook's owner rules."""

from dataclasses import replace

from bot.alerts.match_rules import domain_of
from bot.assets.views import AssetView
from bot.playbook import Playbook
from models.ownership import Owned, Ownership, without_database


def owner_of(playbook: Playbook, asset: AssetView | Owned | str) -> Ownership:
    """Ask for a known asset, or for a mere name that no tool has told of: rules hold for both."""
    match asset:
        case AssetView():
            owned = owned_by_view(asset)
        case str():
            owned = Owned(names=(asset,))
        case _:
            owned = asset
    return playbook.owner_rules.of(_in_domain(owned, playbook))


def owned_by_view(asset: AssetView) -> Owned:
    """What owner rules look at; an address finds a person more surely than a name does."""
    return Owned(
        names=tuple(dict.fromkeys(name for name in (asset.key, asset.name, asset.relation) if name)),
        group=asset.group,
        schema=asset.schema,
        tags=asset.tags,
        domain=asset.domain,
        sources=asset.sources,
        type=asset.type.value,
        owner=asset.owner,
        owner_email=asset.owner_email,
        channel=asset.channel,
    )


def _in_domain(owned: Owned, playbook: Playbook) -> Owned:
    """With its domain: its tool's own word, else the first whose patterns fit one of its names."""
    if owned.domain:
        return owned
    names = [*owned.names, *(without_database(name) for name in owned.names)]
    return replace(owned, domain=domain_of(names, playbook.alerts.domains))
