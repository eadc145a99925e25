"""What helped and what hindered, as far as times and the ledger show it: hints for people to judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.blocks.views import EntryView, IncidentView
from bot.prose.facts import length_words
from models.ledger import EntryKind
from models.vocabulary import Role

_SOON: Final = timedelta(minutes=15)
_LATE: Final = timedelta(hours=1)


@dataclass(frozen=True)
class Hints:
    """Sentences about the system and the record, never about a person."""

    helped: tuple[str, ...]
    hindered: tuple[str, ...]


def hints_of(view: IncidentView, entries: Sequence[EntryView], *, noticed_by: str | None = None) -> Hints:
    """Read the hints from an incident and its ledger, oldest first."""
    helped = (
        f"{noticed_by} noticed it, not a reader of the figures." if noticed_by else "",
        _quick("It was acknowledged", view.declared_at, view.acknowledged_at),
        _quick("Someone led", view.declared_at, _led_at(entries)),
        _count(
            entries, EntryKind.HYPOTHESIS_ADDED, "suspicion was written down", "suspicions were written down"
        ),
        _count(entries, EntryKind.DECISION_RECORDED, "decision was recorded", "decisions were recorded"),
    )
    hindered = (
        _slow(
            "It was noticed", view.began_at, view.noticed_at or view.declared_at, "what would show it sooner?"
        ),
        _slow("It was acknowledged", view.declared_at, view.acknowledged_at, "who should have heard?"),
        _slow("Someone led", view.declared_at, _led_at(entries), "was it clear who could?"),
        _count(entries, EntryKind.CHECKIN_MISSED, "promised update came late", "promised updates came late"),
        _count(
            entries,
            EntryKind.ROLE_VACATED,
            "role was left empty meanwhile",
            "roles were left empty meanwhile",
        ),
        _count(
            entries,
            EntryKind.CHANNEL_TROUBLED,
            "time the channel was in trouble",
            "times the channel was in trouble",
        ),
        _count(entries, EntryKind.REOPENED, "time it was reopened", "times it was reopened"),
    )
    return Hints(tuple(filter(None, helped)), tuple(filter(None, hindered)))


def _led_at(entries: Sequence[EntryView]) -> datetime | None:
    gave = {EntryKind.ROLE_TAKEN, EntryKind.ROLE_ASSIGNED}
    led = (each for each in entries if each.kind in gave and each.detail.get("role") == Role.COMMANDER)
    return next((each.at for each in led), None)


def _quick(what: str, since: datetime, at: datetime | None) -> str:
    if at is None or at - since > _SOON:
        return ""
    return f"{what} {length_words(at - since)} after it was declared."


def _slow(what: str, since: datetime | None, at: datetime | None, asks: str) -> str:
    if since is None or at is None or at - since < _LATE:
        return ""
    return f"{what} after {length_words(at - since)}: {asks}"


def _count(entries: Sequence[EntryView], kind: EntryKind, one: str, many: str) -> str:
    count = sum(1 for each in entries if each.kind == kind and not each.withdrawn)
    return f"{count} {one if count == 1 else many}." if count else ""
