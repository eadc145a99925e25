"""What helped and what hindered in the work itself: promises, hand-offs, stages, severity, vacant roles.

Sentences about the process, never about a person; `bot.review.hints` has those about noticing and leading.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from bot.blocks.views import EntryView, IncidentView
from bot.prose.facts import length_words
from bot.review.hints import Hints
from models.ledger import EntryKind
from models.stages import ORDER
from models.vocabulary import Role, Severity, Stage, label

#: A role that stood empty for so long is worth a question.
_VACANT: Final = timedelta(minutes=15)
#: A severity that was raised so long after the declaration came late.
_LATE: Final = timedelta(minutes=30)


def working_hints(view: IncidentView, entries: Sequence[EntryView]) -> Hints:
    """Read them from the ledger, oldest first."""
    helped = (_updates_kept(entries), _changes_kept(entries))
    hindered = (
        *_went_back(entries),
        *_raised_late(view, entries),
        _declined(entries),
        *_vacant(view, entries),
    )
    return Hints(tuple(filter(None, helped)), tuple(filter(None, hindered)))


def _updates_kept(entries: Sequence[EntryView]) -> str:
    posted = _count(entries, EntryKind.UPDATE_POSTED)
    if not posted or _count(entries, EntryKind.CHECKIN_MISSED):
        return ""
    return "The one update came in time." if posted == 1 else f"All {posted} updates came in time."


def _changes_kept(entries: Sequence[EntryView]) -> str:
    made = _count(entries, EntryKind.CHANGE_RECORDED)
    if not made:
        return ""
    return f"{made} change{'s were' if made > 1 else ' was'} recorded as it was made."


def _went_back(entries: Sequence[EntryView]) -> list[str]:
    """Stages that were left for an earlier one: something did not hold, or was not understood."""
    told = []
    for entry in entries:
        if entry.kind != EntryKind.STAGE_ADVANCED:
            continue
        before, after = _stage(entry.detail.get("before")), _stage(entry.detail.get("after"))
        if before in ORDER and after in ORDER and ORDER.index(after) < ORDER.index(before):
            why = f": {entry.text}" if entry.text else ": what had not been known?"
            told.append(f"It went back from {label(before)} to {label(after)}{why}")
    return told


def _raised_late(view: IncidentView, entries: Sequence[EntryView]) -> list[str]:
    order = list(Severity)
    told = []
    for entry in entries:
        before, after = entry.detail.get("before"), entry.detail.get("after")
        if entry.kind != EntryKind.SEVERITY_CHANGED or before not in order or after not in order:
            continue
        late = entry.at - view.declared_at
        if order.index(Severity(after)) < order.index(Severity(before)) and late >= _LATE:
            words = f"The severity was raised to {label(Severity(after))} only after {length_words(late)}"
            told.append(f"{words}: what would have shown it sooner?")
    return told


def _declined(entries: Sequence[EntryView]) -> str:
    count = _count(entries, EntryKind.HANDOFF_DECLINED)
    if not count:
        return ""
    return f"{count} hand-off{'s were' if count > 1 else ' was'} declined: was anybody free to take over?"


def _vacant(view: IncidentView, entries: Sequence[EntryView]) -> list[str]:
    """How long nobody led, between one commander and the next."""
    empty_since: datetime | None = None
    length = timedelta()
    for entry in entries:
        if entry.detail.get("role") != Role.COMMANDER:
            continue
        if entry.kind in {EntryKind.ROLE_RELEASED, EntryKind.ROLE_VACATED}:
            empty_since = entry.at
        elif entry.kind in {EntryKind.ROLE_TAKEN, EntryKind.ROLE_ASSIGNED} and empty_since:
            length += entry.at - empty_since
            empty_since = None
    if empty_since and view.closed_at and view.closed_at > empty_since:
        length += view.closed_at - empty_since
    return [f"Nobody led for {length_words(length)} in between."] if length >= _VACANT else []


def _count(entries: Sequence[EntryView], kind: EntryKind) -> int:
    return sum(1 for entry in entries if entry.kind == kind)


def _stage(word: object) -> Stage:
    return next((stage for stage in Stage if stage == word), Stage.CLOSED)
