"""Whose an asset is, as the playbook and its tool say, and how they are reached in Slack."""

from dataclasses import dataclass
from typing import Final

from bot.assets.owner_of import owner_of
from bot.assets.views import AssetView
from bot.desk import Desk
from bot.playbook import Playbook
from bot.slack.directory import Directory
from models.ownership import Ownership

_NO_CHANNEL: Final = (
    "their channel was not found in Slack; name it in the playbook, by its id if it is private"
)
_NO_PERSON: Final = "Slack knows nobody by that name; say in the playbook who that is, or tell them yourself"
_NOT_YET: Final = "their channel, or who they are, has not been read from Slack yet; try again in a minute"
_NOBODY: Final = "nobody is named; add a rule to `owners` in the playbook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Who answers for an asset, and where they are told."""

    #: As people call them: a team, a handle, an address; empty where nobody is named.
    name: str
    #: A channel's id or a person's; none: they cannot be told.
    to_id: str | None = None
    team: str | None = None
    #: What to do where they cannot be told.
    remedy: str = ""
    #: Slack has not been asked about them since the start: whoever comes next is not told instead.
    is_sought: bool = False

    @property
    def is_person(self) -> bool:
        """Whether one person is told, not a channel."""
        return self.to_id is not None and self.to_id.startswith(("U", "W"))


class Owners:
    """The owners of one playbook and workspace; each asset is looked up once."""

    def __init__(self, desk: Desk) -> None:
        self._playbook: Playbook = desk.playbook
        self._directory: Directory = desk.directory
        self._known: dict[str, Owner] = {}

    def of(self, asset: AssetView | str) -> Owner:
        """Whose it is."""
        key = asset if isinstance(asset, str) else asset.key
        if key not in self._known:
            self._known[key] = self._reached(owner_of(self._playbook, asset))
        return self._known[key]

    def _reached(self, owned: Ownership) -> Owner:
        """The team's channel before people: what everybody of the team sees, nobody has to pass on."""
        name = self._name(owned)
        team = owned.team.value if owned.team else None
        if owned.channel and (channel_id := self._directory.channel(owned.channel.value)):
            return Owner(name=name or owned.channel.value, to_id=channel_id, team=team)
        if owned.channel and self._directory.seeks_channels:
            return Owner(name=name or owned.channel.value, team=team, remedy=_NOT_YET, is_sought=True)
        people = [*(each.value for each in owned.stewards), *self._people_of(team)]
        for named in people:
            if found := self._directory.people_named(named):
                return Owner(name=name or named, to_id=found[0], team=team)
        if people and not self._directory.knows_people:
            return Owner(name=name or people[0], team=team, remedy=_NOT_YET, is_sought=True)
        remedy = _NO_CHANNEL if owned.channel else _NO_PERSON if people or name else _NOBODY
        return Owner(name=name, team=team, remedy=remedy)

    def _name(self, owned: Ownership) -> str:
        team = self._playbook.teams.get(owned.team.value) if owned.team else None
        return (team.name if team else None) or owned.owner or ""

    def _people_of(self, team: str | None) -> tuple[str, ...]:
        known = self._playbook.teams.get(team) if team else None
        return known.people if known else ()
