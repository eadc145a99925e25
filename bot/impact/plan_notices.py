"""Whom to tell of what: each owner once for all that is theirs, but for what they know already. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.impact.owners import Owner, Owners
from bot.impact.work_out import Affected
from models.notice import Notice

_HIDDEN = "it is private, and they are not in its channel; invite them first, if they may know"
_PUBLIC = "it is private, and a channel has other members; tell a person who may know"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One owner who can be told, and what of theirs is affected, the weightiest first."""

    to_id: str
    name: str
    team: str | None
    assets: Sequence[Affected]
    is_told_before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreached:
    """One owner who cannot be told, how much is theirs, and what to do."""

    name: str
    asset_count: int
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Who would be told now, and who not."""

    recipients: Sequence[Recipient] = ()
    unreached: Sequence[Unreached] = ()
    #: They have a role in the incident, and know.
    here_ids: Sequence[str] = ()


def plan_notices(
    affected: Iterable[Affected],
    owners: Owners,
    *,
    told: Iterable[Notice],
    here_ids: Collection[str],
    members: Collection[str] | None = None,
) -> Plan:
    """Sort what is affected by its owners. `members`: of a private incident, who may know of it."""
    already = _told_of(told)
    theirs: dict[Owner, list[Affected]] = defaultdict(list)
    for each in affected:
        theirs[owners.of(each.asset or each.name)].append(each)
    recipients: dict[str, list[tuple[Owner, list[Affected]]]] = defaultdict(list)
    unreached: dict[tuple[str, str], int] = defaultdict(int)
    here: dict[str, None] = {}
    for owner, assets in theirs.items():
        remedy = owner.remedy or _kept_out(owner, members)
        if owner.to_id is None or remedy:
            unreached[owner.name, remedy] += len(assets)
        elif owner.to_id in here_ids:
            here[owner.to_id] = None
        elif left := [each for each in assets if each.key not in already[owner.to_id]]:
            recipients[owner.to_id].append((owner, left))
    return Plan(
        recipients=tuple(
            _recipient(to_id, parts, is_told_before=bool(already[to_id]))
            for to_id, parts in recipients.items()
        ),
        unreached=tuple(
            Unreached(name=name, asset_count=count, remedy=remedy)
            for (name, remedy), count in unreached.items()
        ),
        here_ids=tuple(here),
    )


def _told_of(told: Iterable[Notice]) -> dict[str, set[str]]:
    """What each has been told of; what Slack refused was not told."""
    already: dict[str, set[str]] = defaultdict(set)
    for notice in told:
        if notice.refused is None:
            already[notice.to_id].update(notice.assets)
    return already


def _kept_out(owner: Owner, members: Collection[str] | None) -> str:
    if members is None or owner.to_id in members:
        return ""
    return _HIDDEN if owner.is_person else _PUBLIC


def _recipient(
    to_id: str, parts: Sequence[tuple[Owner, Sequence[Affected]]], *, is_told_before: bool
) -> Recipient:
    """Several teams may share a channel, and one person answer for several."""
    names = dict.fromkeys(owner.name for owner, _ in parts if owner.name)
    return Recipient(
        to_id=to_id,
        name=", ".join(names),
        team=parts[0][0].team,
        assets=tuple(each for _, assets in parts for each in assets),
        is_told_before=is_told_before,
    )
