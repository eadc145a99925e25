"""What several texts say of an incident, in words: its facts, its timeline, lengths of time, names."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any, Final

from bot.blocks.ledger.entries import entry_line
from bot.blocks.limits import clip
from bot.blocks.parts import named
from bot.blocks.views import EntryView, IncidentView
from bot.prose.markdown import markdown_link, stamp
from bot.prose.typed_facts import typed_lines
from models.vocabulary import label

#: How much of one entry a file shows.
_ENTRY_TEXT: Final = 2_000


def incident_facts(view: IncidentView, names: Mapping[str, str]) -> dict[str, Any]:
    """Say what the incident is, in words."""
    began, ended = view.began_at or view.declared_at, view.fixed_at or view.closed_at
    return {
        "ref": view.ref,
        "title": view.title,
        "severity": label(view.severity),
        "stage": label(view.stage),
        "outcome": label(view.outcome) if view.outcome else None,
        "domain": view.domain,
        "symptom": label(view.symptom) if view.symptom else None,
        "asset": view.asset,
        "is_drill": view.is_drill,
        "is_private": view.is_private,
        "declared_by": name_of(view.declared_by_id, names),
        "began_at": stamp(view.began_at) if view.began_at else None,
        "declared_at": stamp(view.declared_at),
        "ended_at": stamp(ended) if ended else None,
        "lasted": length_words(ended - began) if ended else None,
        "alert_count": view.alert_count,
        "commander": name_of(view.commander_id, names),
    }


def timeline_facts(entries: Sequence[EntryView], names: Mapping[str, str]) -> list[dict[str, Any]]:
    """One fact for each entry: when, what, where it was said, and what its kind says beside."""
    return [
        {
            "at": stamp(entry.at),
            "said": clip(named(entry_line(entry), names), _ENTRY_TEXT),
            "link": markdown_link("message", entry.link),
            "more": typed_lines(entry, names),
        }
        for entry in entries
    ]


def length_words(length: timedelta) -> str:
    """Say a length of time plainly: `2 h 5 min`, `3 days 4 h`."""
    minutes = max(0, int(length.total_seconds()) // 60)
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    if days:
        return f"{days} day{'s' if days > 1 else ''}" + (f" {hours} h" if hours else "")
    if hours:
        return f"{hours} h" + (f" {rest} min" if rest else "")
    return f"{rest} min" if rest else "less than a minute"


def name_of(user_id: str | None, names: Mapping[str, str]) -> str | None:
    """The name of someone by Slack id; the id itself where no name is known."""
    return names.get(user_id, user_id) if user_id else None
