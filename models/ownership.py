"""Who answers for an asset: of the owner rules that fit, the most specific gives each field. Pure.

A rule is the more specific the stronger its strongest key, in the order of `KEYS`; of two that name the same
key, an exact value beats a pattern, and a pattern with more letters beats one with fewer; then the next
key counts. Of two that are equal the one written first wins.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import translate
from functools import cached_property
from typing import Final

from models.asset_names import fold

#: What a rule may look at, the strongest first.
KEYS: Final = ("asset", "group", "schema", "tag", "domain", "source", "type")

#: What a rule may give.
FIELDS: Final = ("team", "business_steward", "technical_steward", "channel")

#: A value without * or ? counts as longer than any pattern.
_EXACT: Final = 1_000_000

#: What people read and use: whoever owns one of these speaks for the business.
_USED: Final = frozenset({"dashboard", "notebook", "analysis", "ml", "application", "export"})


class Basis(StrEnum):
    """What a field of an ownership rests on, the strongest first."""

    RULE = "rule"
    #: The channel of the team that answers.
    TEAM = "team"
    #: The tool's own word: an exposure's owner, a group's, `meta.owner`.
    TOOL = "tool"
    FALLBACK = "fallback"


_STRENGTH: Final = {basis: rank for rank, basis in enumerate(Basis)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owned:
    """What owner rules know of an asset; for a name that no tool has told of, the name alone."""

    #: Everything by which it is known: key, name, relation.
    names: tuple[str, ...]
    group: str | None = None
    schema: str | None = None
    tags: tuple[str, ...] = ()
    domain: str | None = None
    sources: tuple[str, ...] = ()
    type: str | None = None
    #: Who answers for it and where, as its tool says: a name, an address.
    owner: str | None = None
    owner_email: str | None = None
    channel: str | None = None

    def folded(self) -> Mapping[str, tuple[str, ...]]:
        """What each key of a rule is compared with; made once for all rules."""
        values: dict[str, Iterable[str | None]] = {
            "asset": (*self.names, *(without_database(name) for name in self.names)),
            "group": (self.group,),
            "schema": (self.schema,),
            "tag": self.tags,
            "domain": (self.domain,),
            # One of several sources of a tool is `dbt:shop`; `dbt` means all of them.
            "source": (*self.sources, *(source.partition(":")[0] for source in self.sources)),
            "type": (self.type,),
        }
        return {key: tuple({fold(each): None for each in given if each}) for key, given in values.items()}


@dataclass(frozen=True, kw_only=True)
class OwnerRule:
    """One rule of the playbook."""

    #: Its place in the playbook, counted from 1.
    number: int
    name: str = ""
    #: Patterns by key; all of them must fit.
    when: Mapping[str, str] = field(default_factory=dict)
    #: What it says, by field.
    gives: Mapping[str, str] = field(default_factory=dict)

    @property
    def label(self) -> str:
        """How answers name it: `owners[2] (asset marts.finance.*)`."""
        wanted = ", ".join(f"{key} {self.when[key]}" for key in KEYS if key in self.when)
        return f"owners[{self.number}] ({self.name or wanted or 'every asset'})"

    @cached_property
    def specificity(self) -> tuple[int, ...]:
        """How narrow it is; the greater the narrower. A pattern of nothing but * narrows nothing."""
        return tuple(_weight(self.when.get(key)) for key in KEYS)

    @cached_property
    def _patterns(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((key, _pattern(wanted)) for key, wanted in self.when.items())

    def fits(self, folded: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether all that it asks for holds of an asset's folded values."""
        return all(any(map(pattern.match, folded[key])) for key, pattern in self._patterns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One field of an ownership, and what says so."""

    value: str
    basis: Basis
    #: The rule's label, or the tool's name.
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ownership:
    """Who answers for one asset; people as the playbook or the tool names them."""

    team: Given | None = None
    business_steward: Given | None = None
    technical_steward: Given | None = None
    channel: Given | None = None
    #: The tool's own word, also where rules say otherwise.
    told: str | None = None
    #: People look at it and use it, so its business steward speaks for it first.
    is_used: bool = False
    #: The most specific rule that fits.
    rule: str | None = None

    @property
    def stewards(self) -> tuple[Given, ...]:
        """Both, as far as they are named; first the one to turn to first."""
        both = (self.technical_steward, self.business_steward)
        return tuple(each for each in (reversed(both) if self.is_used else both) if each)

    @property
    def owner(self) -> str | None:
        """The one to turn to: the team before people, and whoever stands in only where nobody is named.

        Whom a tool names is called by name, although a steward is found by address.
        """
        known = [each for each in (self.team, *self.stewards) if each]
        first = next(
            (each for each in known if each.basis is not Basis.FALLBACK), known[0] if known else None
        )
        is_told = first is not None and first is not self.team and first.basis is Basis.TOOL
        return first.value if first and not is_told else self.told

    @property
    def is_fallback(self) -> bool:
        """Whether nobody is named but by the playbook's `fallback`."""
        known = (self.team, *self.stewards)
        return any(known) and all(each is None or each.basis is Basis.FALLBACK for each in known)

    @property
    def has_no_steward(self) -> bool:
        """Whether neither a rule nor the tool names a steward; the fallback's stand in, and are none."""
        return all(each.basis is Basis.FALLBACK for each in self.stewards)

    @property
    def because(self) -> str:
        """In a sentence: which rule said what."""
        known = [(name, given) for name in FIELDS if (given := getattr(self, name)) is not None]
        said: dict[str, list[str]] = {}
        for name, given in sorted(known, key=lambda each: _STRENGTH[each[1].basis]):
            said.setdefault(_says(given), []).append(f"the {name.replace('_', ' ')}")
        if not said:
            return "No owner rule fits, no tool names an owner, and the playbook has no fallback."
        told = "; ".join(f"{who} {_listed(fields)}" for who, fields in said.items())
        return f"{_capital(told)}." if self.rule else f"No owner rule fits: {told}."


class OwnerRules:
    """The rules of a playbook, sorted once."""

    def __init__(
        self,
        rules: Iterable[OwnerRule] = (),
        *,
        team_channels: Mapping[str, str | None] | None = None,
        team_names: Mapping[str, str] | None = None,
        fallback: Mapping[str, str] | None = None,
    ) -> None:
        # Sorting keeps the order of equals: the one written first comes first.
        self._rules = sorted(rules, key=lambda rule: rule.specificity, reverse=True)
        self._channels = dict(team_channels or {})
        self._teams = {fold(name): key for name, key in (team_names or {}).items()}
        self._teams |= {fold(key): key for key in self._channels}
        self._fallback = dict(fallback or {})

    def of(self, asset: Owned) -> Ownership:
        """Who answers for an asset."""
        folded = asset.folded()
        fitting = [rule for rule in self._rules if rule.fits(folded)]
        given = dict(self._by_rules(fitting))
        for name, more in (*self._by_tool(asset), *self._by_fallback()):
            given.setdefault(name, more)
        if (channel := self._channel(fitting, given.get("team"), asset)) is not None:
            given["channel"] = channel
        rule = fitting[0].label if fitting else None
        return Ownership(
            **given, told=asset.owner or asset.owner_email, is_used=asset.type in _USED, rule=rule
        )

    def _by_rules(self, fitting: Sequence[OwnerRule]) -> Iterator[tuple[str, Given]]:
        """Each field from the most specific rule that says it; of the channel see `_channel`."""
        for name in FIELDS[:-1]:
            rule = next((rule for rule in fitting if rule.gives.get(name)), None)
            if rule is not None:
                yield name, Given(value=rule.gives[name], basis=Basis.RULE, by=rule.label)

    def _by_tool(self, asset: Owned) -> Iterator[tuple[str, Given]]:
        """A team where the tool's word is one; else a steward, of the business for what people look at."""
        named = asset.owner_email or asset.owner
        if not named:
            return
        by = asset.sources[0] if asset.sources else ""
        team = self._teams.get(fold(asset.owner or named))
        if team is not None:
            yield "team", Given(value=team, basis=Basis.TOOL, by=by)
            return
        # An address finds a person in the workspace; a name only tells readers who is meant.
        name = "business_steward" if asset.type in _USED else "technical_steward"
        yield name, Given(value=named, basis=Basis.TOOL, by=by)

    def _by_fallback(self) -> Iterator[tuple[str, Given]]:
        for name, value in self._fallback.items():
            yield name, Given(value=value, basis=Basis.FALLBACK)

    def _channel(self, fitting: Sequence[OwnerRule], team: Given | None, asset: Owned) -> Given | None:
        """A channel goes with the team: rules wider than the one that names the team say nothing of it."""
        for rule in fitting:
            if rule.gives.get("channel"):
                return Given(value=rule.gives["channel"], basis=Basis.RULE, by=rule.label)
            if rule.gives.get("team"):
                break
        if team is not None and team.basis is not Basis.FALLBACK and self._channels.get(team.value):
            return Given(value=self._channels[team.value] or "", basis=Basis.TEAM)
        if asset.channel:
            by = asset.sources[0] if asset.sources else ""
            return Given(value=asset.channel, basis=Basis.TOOL, by=by)
        own = self._channels.get(team.value) if team else None
        return Given(value=own, basis=Basis.TEAM) if own else None


def without_database(name: str) -> str:
    """A relation as people say it: `warehouse.finance.orders` is `finance.orders`."""
    parts = name.split(".")
    return ".".join(parts[1:]) if len(parts) == 3 else name


def _says(given: Given) -> str:
    match given.basis:
        case Basis.RULE:
            return f"rule {given.by} names"
        case Basis.TEAM:
            return "the team itself has"
        case Basis.TOOL:
            return f"{given.by or 'its tool'} names"
        case Basis.FALLBACK:
            return "the playbook's fallback gives"


def _capital(told: str) -> str:
    """A sentence of ours; the names of tools stay as they are."""
    return f"{told[0].upper()}{told[1:]}" if told.startswith(("rule ", "the ", "its ")) else told


def _listed(words: Sequence[str]) -> str:
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def _weight(pattern: str | None) -> int:
    if pattern is None:
        return 0
    letters = len(re.sub(r"[*?]", "", pattern))
    return letters if letters < len(pattern) else _EXACT


def _pattern(written: str) -> re.Pattern[str]:
    """A pattern in which only * and ? mean more than themselves: folding leaves no brackets."""
    return re.compile(translate(fold(written)))
