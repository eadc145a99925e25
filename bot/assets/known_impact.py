"""What is known of an asset's meaning for the business: from itself, and from all that reads from it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.assets.owner_of import owner_of
from bot.assets.views import AssetView, Reached
from bot.blocks.limits import clip
from bot.playbook import Playbook
from models.deadline import Deadline, deadlines_in
from models.impact_severity import Answers, Needed, UsedBy, YesNo
from models.vocabulary import AssetType

#: What leaves the house, or is built upon by others.
_LEAVES: Final = frozenset({AssetType.EXPORT, AssetType.APPLICATION})

#: What people look at and decide by.
_LOOKED_AT: Final = frozenset({AssetType.DASHBOARD, AssetType.NOTEBOOK, AssetType.ANALYSIS, AssetType.ML})

#: So many of these are asked for their owners; more of them say nothing new.
_MOST_ASKED: Final = 100

_HOURS: Final = timedelta(hours=4)
_BOARD: Final = re.compile(r"\b(board|regulators?|regulatory|supervisors?|auditors?|audit)\b", re.IGNORECASE)


def known_impact(
    asset: AssetView, downstream: Sequence[Reached], playbook: Playbook, now: datetime
) -> Answers:
    """The worst of all that is said; nothing where nobody says anything."""
    reached = [asset, *(each.asset for each in downstream)]
    found = _by_use(asset, downstream, playbook)
    zone = playbook.working_hours.zone or ZoneInfo("UTC")
    for each in reached:
        if not each.tags and not each.meta:
            continue
        for more in (*_by_tags(each, playbook), *_by_notes(each), *_by_deadlines(each, now, zone)):
            found = found.or_worse(more)
    return found


def _by_use(asset: AssetView, downstream: Sequence[Reached], playbook: Playbook) -> Answers:
    """Whoever looks at it: an export is for others, and the owners of dashboards are who uses them."""
    reached = [asset, *(each.asset for each in downstream)]
    leaving = next((each for each in reached if each.type in _LEAVES), None)
    if leaving is not None:
        return _used(UsedBy.COMPANY, f"the {leaving.type} {_called(leaving)} reads it", leaving, asset)
    looked_at = [each for each in reached if each.type in _LOOKED_AT]
    if not looked_at:
        return Answers()
    owners = {owner_of(playbook, each).owner for each in looked_at[:_MOST_ASKED]}
    first = looked_at[0]
    if len(owners) == 1:
        return _used(UsedBy.TEAM, f"the {first.type} {_called(first)} reads it", first, asset)
    count = f"{len(looked_at)} dashboards and the like, of {len(owners)} owners, read it"
    return Answers(used_by=UsedBy.COMPANY, known_by={"used_by": count})


def _used(by: UsedBy, words: str, reader: AssetView, asset: AssetView) -> Answers:
    """What fails may itself be what people look at."""
    said = f"it is the {reader.type} {_called(reader)}" if reader is asset else words
    return Answers(used_by=by, known_by={"used_by": said})


def _by_tags(asset: AssetView, playbook: Playbook) -> Iterator[Answers]:
    for tag in asset.tags:
        means = playbook.impact.tags.get(tag.strip().lower())
        if means is not None:
            yield means.answers(f"{_called(asset)} is tagged {clip(tag, 40)}")


def _by_notes(asset: AssetView) -> Iterator[Answers]:
    """What the asset's own notes say: `used_by`, `money`, `regulator`, `reversible`."""
    meta = asset.meta
    if users := _words(meta.get("used_by")):
        by = UsedBy.COMPANY if len(users) > 1 else UsedBy.TEAM
        by = UsedBy.BOARD if any(map(_BOARD.search, users)) else by
        yield Answers(used_by=by, known_by={"used_by": f"{_called(asset)} is used by {_few(users)}"})
    for name in ("money", "regulator"):
        if meta.get(name) is True:
            yield Answers(money=YesNo.YES, known_by={"money": f"{_called(asset)} is noted to concern {name}"})
    if meta.get("reversible") is False:
        words = f"what {_called(asset)} leads to is noted as not reversible"
        yield Answers(lasting=YesNo.YES, known_by={"lasting": words})


def _by_deadlines(asset: AssetView, now: datetime, zone: tzinfo) -> Iterator[Answers]:
    for deadline in deadlines_in(asset.meta):
        words = f"{_for(deadline, asset)} at {deadline.at:%H:%M} ({zone}) needs it"
        needed = _how_soon(deadline, now, zone)
        yield Answers(needed=needed, known_by={"needed": words})
        if _BOARD.search(deadline.what):
            yield Answers(used_by=UsedBy.BOARD, known_by={"used_by": words})


def _how_soon(deadline: Deadline, now: datetime, zone: tzinfo) -> Needed:
    due_at = deadline.next_after(now, zone)
    if due_at - now <= _HOURS:
        return Needed.HOURS
    return Needed.TODAY if due_at.astimezone(zone).date() == now.astimezone(zone).date() else Needed.WEEK


def _for(deadline: Deadline, asset: AssetView) -> str:
    return clip(deadline.what, 80) or _called(asset)


def _called(asset: AssetView) -> str:
    return clip(asset.name, 80)


def _few(words: Iterable[str]) -> str:
    return clip(", ".join(words), 120)


def _words(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [each for each in given if isinstance(each, str) and each.strip()]
