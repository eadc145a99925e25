"""What a post-mortem is written from, and how the record becomes its sections.

Each section is filled from the record, or says what is missing and whom to ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.blocks.incident_lines import capital
from bot.blocks.views import EntryView, IncidentView, RoleView
from bot.prose.facts import incident_facts, length_words, name_of, timeline_facts
from bot.prose.markdown import stamp
from models.ledger import EntryKind
from models.vocabulary import Role, label

#: What tells nothing of the incident itself; the timeline file has it all the same.
_ASIDE: Final = frozenset(
    {
        EntryKind.CHECKIN_REMINDED,
        EntryKind.CHECKIN_SNOOZED,
        EntryKind.ENTRY_AMENDED,
        EntryKind.ENTRY_WITHDRAWN,
        EntryKind.HANDOFF_OFFERED,
        EntryKind.CHANNEL_OPENED,
        EntryKind.CHANNEL_LEFT,
        EntryKind.PEOPLE_INVITED,
        EntryKind.PERSON_JOINED,
        EntryKind.CALL_LINKED,
        EntryKind.REVIEW_DRAFTED,
        EntryKind.REVIEW_PUBLISHED,
    }
)


@dataclass(frozen=True, kw_only=True)
class Walked:
    """What the walk to one root cause found: what it was, and an answer on each line."""

    title: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PostMortem:
    """All that the record says; what is empty is asked for in the draft."""

    incident: IncidentView
    drafted_at: datetime
    #: Display names by Slack id.
    names: Mapping[str, str] = field(default_factory=dict)
    severity_means: str = ""
    #: Everyone who held a role, with from when to when.
    roles: tuple[RoleView, ...] = ()
    #: Oldest first.
    entries: tuple[EntryView, ...] = ()
    impact: tuple[str, ...] = ()
    #: A monitor's name ("dbt Cloud"), where a machine noticed; else `noticed_by_id`.
    noticed_by: str | None = None
    noticed_by_id: str | None = None
    #: Hypotheses that hold, and those that were ruled out, each with why; changes, each with its result.
    supported: tuple[str, ...] = ()
    ruled_out: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    #: From when to when data was bad, what was used meanwhile, and what was computed anew.
    bad_data: tuple[str, ...] = ()
    computed_anew: tuple[str, ...] = ()
    causes: tuple[Walked, ...] = ()
    helped: tuple[str, ...] = ()
    hindered: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()


#: What is asked where the record is empty, and who would know, the likeliest first.
_ASKED: Final[Mapping[str, tuple[str, tuple[Role, ...]]]] = {
    "impact": (
        "who used the wrong or late data, for which decisions, and for how long?",
        (Role.BUSINESS_STEWARD, Role.LEAD_ANALYST, Role.COMMANDER),
    ),
    "began": (
        "when was the data first wrong or late?",
        (Role.LEAD_ANALYST, Role.LEAD_ENGINEER, Role.COMMANDER),
    ),
    "noticed": ("who or what noticed first, and when?", (Role.COMMANDER,)),
    "cause": (
        "what in the system made this possible?",
        (Role.LEAD_ENGINEER, Role.TECHNICAL_STEWARD, Role.COMMANDER),
    ),
    "remedy": (
        "what was changed, and was everything downstream recomputed?",
        (Role.LEAD_ENGINEER, Role.COMMANDER),
    ),
    "helped": ("what made this shorter or milder than it could have been?", (Role.COMMANDER,)),
    "hindered": ("what cost time, and what would have saved it?", (Role.COMMANDER, Role.SCRIBE)),
    "follow_ups": (
        "which test, contract or monitor would have caught this?",
        (Role.LEAD_ENGINEER, Role.COMMANDER),
    ),
}


#: What is lacking, in words, where the section's own name would not say it.
_NAMED: Final[Mapping[str, str]] = {
    "began": "when it began",
    "noticed": "who noticed",
    "remedy": "what was done",
    "helped": "what helped",
    "hindered": "what hindered",
    "follow_ups": "follow-ups",
}


def gaps_of(review: PostMortem) -> tuple[str, ...]:
    """Say what the record lacks, for the message that bears the draft: `cause: ask Ana Silva`."""
    return tuple(
        f"{_NAMED.get(section, section)}: ask {_whom(review, section)}" for section in _lacking(review)
    )


def review_facts(review: PostMortem) -> dict[str, Any]:
    """Put the record into the words and lists that the template prints."""
    view = review.incident
    lacking = _lacking(review)
    return {
        "incident": incident_facts(view, review.names) | {"severity_means": review.severity_means},
        "drafted_at": stamp(review.drafted_at),
        "roles": [_role(held, review.names) for held in review.roles],
        "harm": _harm(view),
        "impact": list(review.impact),
        "noticed_by": review.noticed_by or name_of(review.noticed_by_id, review.names),
        "steps": _steps(review),
        "timeline": timeline_facts([each for each in review.entries if _tells(each)], review.names),
        "bad_data": list(review.bad_data),
        "computed_anew": list(review.computed_anew),
        "causes": [{"title": each.title, "lines": list(each.lines)} for each in review.causes],
        "cause": view.cause,
        "remedy": view.remedy,
        "supported": list(review.supported),
        "ruled_out": list(review.ruled_out),
        "changes": list(review.changes),
        "helped": list(review.helped),
        "hindered": list(review.hindered),
        "follow_ups": list(review.follow_ups),
        "questions": list(review.questions),
        "ask": {section: f"Ask {_whom(review, section)}: {_ASKED[section][0]}" for section in _ASKED},
        "lacking": lacking,
    }


def _harm(view: IncidentView) -> str:
    """What the record itself says of the harm: the asset, what was wrong with it, and for how long."""
    if not view.asset:
        return ""
    what = f" ({label(view.symptom)})" if view.symptom else ""
    ended = view.fixed_at or view.closed_at
    lasted = f" for {length_words(ended - view.began_at)}" if view.began_at and ended else ""
    return f"{view.asset} was affected{what}{lasted}, with all that is built on it."


def _steps(review: PostMortem) -> list[dict[str, str]]:
    """From the first wrong row to the close: what came when, and how long after the step before."""
    view = review.incident
    known = [
        ("Began", view.began_at),
        ("Noticed", view.noticed_at),
        ("Declared", view.declared_at),
        ("Acknowledged", view.acknowledged_at),
        *_first_moves(review.entries),
        ("Fixed", view.fixed_at),
        ("Closed", view.closed_at),
    ]
    dated = sorted(((at, what) for what, at in known if at), key=lambda step: step[0])
    steps, before = [], None
    for at, what in dated:
        after = f"{length_words(at - before)} later" if before and at > before else ""
        steps.append({"what": what, "at": stamp(at), "after": after})
        before = at
    return steps


def _first_moves(entries: Sequence[EntryView]) -> list[tuple[str, datetime | None]]:
    first: dict[str, datetime | None] = {}
    for entry in entries:
        if entry.kind == EntryKind.STAGE_ADVANCED and (stage := entry.detail.get("after")):
            first.setdefault(capital(str(stage)), entry.at)
    return list(first.items())


def _lacking(review: PostMortem) -> list[str]:
    view = review.incident
    there = {
        "impact": review.impact,
        "began": view.began_at,
        "noticed": review.noticed_by or review.noticed_by_id,
        "cause": view.cause,
        "remedy": view.remedy,
        "helped": review.helped,
        "hindered": review.hindered,
        "follow_ups": review.follow_ups,
    }
    return [section for section, said in there.items() if not said]


def _whom(review: PostMortem, section: str) -> str:
    """Name who would know: who held a fitting role last, else who led, declared or closed."""
    held = {each.role: each.user_id for each in review.roles}
    view = review.incident
    known = [held.get(role) for role in _ASKED[section][1]]
    known += [view.commander_id, held.get(Role.COMMANDER), view.declared_by_id, view.closed_by_id]
    return next((name_of(each, review.names) or each for each in known if each), "the team")


def _role(held: RoleView, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "role": capital(label(held.role)),
        "name": name_of(held.user_id, names),
        "since": stamp(held.since_at) if held.since_at else None,
        "until": stamp(held.until_at) if held.until_at else None,
    }


def _tells(entry: EntryView) -> bool:
    return not entry.withdrawn and entry.kind not in _ASIDE
