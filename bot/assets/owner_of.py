"""Who answers for an asset, by the playbook's owner rules."""

from collections.abc import Iterable
from dataclasses import replace
from fnmatch import fnmatchcase

from bot.playbook import Playbook
from models.ownership import Owned, Ownership, without_database


def owner_of(playbook: Playbook, asset: Owned | str) -> Ownership:
    """Ask for a known asset, or for a mere name that no tool has told of: rules hold for both."""
    owned = asset if isinstance(asset, Owned) else Owned(names=(asset,))
    return playbook.owner_rules.of(in_domain(owned, playbook))


def in_domain(owned: Owned, playbook: Playbook) -> Owned:
    """With its domain: its tool's own word, else the first whose patterns fit one of its names."""
    if owned.domain:
        return owned
    names = [*owned.names, *(without_database(name) for name in owned.names)]
    fitting = (domain for domain, patterns in playbook.alerts.domains.items() if _fit(patterns, names))
    return replace(owned, domain=next(fitting, None))


def _fit(patterns: Iterable[str], names: Iterable[str]) -> bool:
    return any(fnmatchcase(name.casefold(), pattern.casefold()) for pattern in patterns for name in names)
