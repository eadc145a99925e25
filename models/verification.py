"""Proof that the data is right again: checks by layer and sign-offs, as they stand after what was said. Pure.

What was seen and signed counts for this round. A round ends when the incident goes back to an earlier
stage, is reopened, takes another one in, or a change is made to a system: what was proven before is shown
still, and has to be proven again.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from models.errors import NotAllowed
from models.vocabulary import Role, label


class Check(StrEnum):
    """What is looked at."""

    #: Fills in by itself.
    ALERTS = "alerts"
    INGESTION = "ingestion"
    TRANSFORMATION = "transformation"
    STORAGE = "storage"
    SERVING = "serving"
    #: Nobody said which layer.
    ALL_DATA = "all_data"


#: What people look at; the order in which data passes.
LAYERS: Final = (Check.INGESTION, Check.TRANSFORMATION, Check.STORAGE, Check.SERVING)

#: Who can sign off, the one who knows how it is made first.
SIGNERS: Final = (Role.TECHNICAL_STEWARD, Role.BUSINESS_STEWARD)


class SignsAs(StrEnum):
    """In which capacity someone signs off."""

    #: They hold the role in the incident.
    HOLDER = "holder"
    #: Nobody holds it, and they are the asset's steward.
    STEWARD = "steward"
    #: There is neither; a full member stands in.
    STAND_IN = "stand_in"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody looked at a layer, and this is what they saw."""

    check: Check
    holds: bool
    seen: str
    by_id: str | None
    at: datetime
    baseline: str | None = None
    link: str | None = None
    query: str | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A sign-off, given or refused."""

    role: Role
    is_given: bool
    by_id: str | None
    at: datetime
    why: str = ""
    signs_as: SignsAs = SignsAs.HOLDER


@dataclass(frozen=True, slots=True)
class RoundEnded:
    """What was proven before has to be proven again."""

    #: A change to a system ends it, perhaps told of later: what was seen after it still counts.
    by_change_at: datetime | None = None

    def outlives(self, said: Look | Word) -> bool:
        """Whether this counts still."""
        return self.by_change_at is not None and said.at > self.by_change_at


Happened = Look | Word | RoundEnded


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """The alerts of an incident: how many there are, and how many are fine as often as agreed."""

    total: int = 0
    fine: int = 0

    @property
    def all_fine(self) -> bool:
        """Whether there are any, and all of them are fine."""
        return 0 < self.total == self.fine


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """How proof stands now; the last word on each counts."""

    asked_checks: tuple[Check, ...] = ()
    asked_roles: tuple[Role, ...] = ()
    looks: Mapping[Check, Look] = field(default_factory=dict)
    words: Mapping[Role, Word] = field(default_factory=dict)
    #: Of the rounds before this one, where nothing was said since.
    earlier_looks: Mapping[Check, Look] = field(default_factory=dict)
    earlier_words: Mapping[Role, Word] = field(default_factory=dict)
    alerts: Seen = Seen()

    @property
    def has_evidence(self) -> bool:
        """Whether anything shows that the data is right again."""
        return self.alerts.all_fine or any(each.holds for each in self.looks.values())

    @property
    def open_checks(self) -> tuple[Check, ...]:
        """What is asked for and not seen to hold, and whatever was seen not to."""
        return tuple(each for each in Check if self._is_open(each))

    @property
    def missing_roles(self) -> tuple[Role, ...]:
        """Whose sign-off is asked for and not given, and who has refused theirs."""
        refused = {role for role, word in self.words.items() if not word.is_given}
        asked = {role for role in self.asked_roles if not self._is_given(role)}
        return tuple(role for role in SIGNERS if role in refused | asked)

    @property
    def is_signed(self) -> bool:
        """Whether a sign-off was given, and none is missing."""
        return bool(self.words) and not self.missing_roles

    def _is_open(self, check: Check) -> bool:
        if check is Check.ALERTS:
            return check in self.asked_checks and self.alerts.total > 0 and not self.alerts.all_fine
        look = self.looks.get(check)
        return check in self.asked_checks if look is None else not look.holds

    def _is_given(self, role: Role) -> bool:
        word = self.words.get(role)
        return word is not None and word.is_given


def prove(
    happened: Iterable[Happened],
    *,
    asked_checks: Iterable[Check] = (),
    asked_roles: Iterable[Role] = (),
    alerts: Seen | None = None,
) -> Proven:
    """Tell how proof stands after all that happened, oldest first."""
    looks: dict[Check, Look] = {}
    words: dict[Role, Word] = {}
    earlier_looks: dict[Check, Look] = {}
    earlier_words: dict[Role, Word] = {}
    for each in happened:
        match each:
            case Look():
                looks[each.check] = each
                earlier_looks.pop(each.check, None)
            case Word():
                words[each.role] = each
                earlier_words.pop(each.role, None)
            case RoundEnded():
                earlier_looks |= {check: look for check, look in looks.items() if not each.outlives(look)}
                earlier_words |= {role: word for role, word in words.items() if not each.outlives(word)}
                looks = {check: look for check, look in looks.items() if each.outlives(look)}
                words = {role: word for role, word in words.items() if each.outlives(word)}
    return Proven(
        asked_checks=tuple(asked_checks),
        asked_roles=tuple(asked_roles),
        looks=looks,
        words=words,
        earlier_looks=earlier_looks,
        earlier_words=earlier_words,
        alerts=alerts or Seen(),
    )


def signs_as(
    by_id: str, role: Role, holders: Mapping[Role, str], stewards: Mapping[Role, str]
) -> SignsAs | None:
    """In which capacity someone may sign off for a role; none: they may not."""
    if role in holders:
        return SignsAs.HOLDER if holders[role] == by_id else None
    if role in stewards:
        return SignsAs.STEWARD if stewards[role] == by_id else None
    return SignsAs.STAND_IN


def signed_roles(
    by_id: str,
    asked: Collection[Role],
    holders: Mapping[Role, str],
    stewards: Mapping[Role, str],
    *,
    only: Role | None = None,
) -> dict[Role, SignsAs]:
    """What one press of this person's signs: all that is theirs, else what is nobody's.

    Whoever is both stewards signs for both at once. `only` is the role that they name. Raises NotAllowed.
    """
    wanted = (only,) if only else tuple(role for role in SIGNERS if role in (asked or SIGNERS))
    found: dict[Role, SignsAs] = {
        role: how for role in wanted if (how := signs_as(by_id, role, holders, stewards))
    }
    theirs: dict[Role, SignsAs] = {role: how for role, how in found.items() if how is not SignsAs.STAND_IN}
    if found:
        return theirs or found
    others = " and ".join(f"<@{holders.get(role) or stewards[role]}> ({label(role)})" for role in wanted)
    raise NotAllowed(
        f"The sign-off of {others} is asked for here.",
        "Ask them, or give the role to somebody else: `/incident role business_steward @ana`.",
    )
