"""What a close notice is written from, and how the record becomes its lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.blocks.limits import clip, one_line
from bot.blocks.views import IncidentView
from bot.prose.facts import incident_facts
from bot.prose.markdown import stamp

#: What a cause or a remedy may take of a message; people can write more in the preview.
_LONGEST = 800

#: So many assets are named.
_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Closing:
    """What the record says of an incident that is over; what it does not say is left out."""

    incident: IncidentView
    #: Display names by Slack id.
    names: Mapping[str, str] = field(default_factory=dict)
    #: Where it was written down; else what the close says.
    cause: str | None = None
    contained_at: datetime | None = None
    effect: str | None = None
    #: Whose word it is that the data is right, by name.
    signed_by: tuple[str, ...] = ()
    #: What waits to be computed anew, by name: of these the data is not right yet.
    waits: tuple[str, ...] = ()


def closing_facts(closing: Closing) -> dict[str, Any]:
    """Put it into the words and lists that the template prints."""
    view = closing.incident
    return {
        "incident": incident_facts(view, closing.names),
        "cause": clip((closing.cause or view.cause or "").strip(), _LONGEST) or None,
        "remedy": clip((view.remedy or "").strip(), _LONGEST) or None,
        "effect": clip((closing.effect or "").strip(), _LONGEST) or None,
        "steps": _steps(closing),
        "restored_at": stamp(view.fixed_at) if view.fixed_at else None,
        "waits": _listed(closing.waits),
        "signed_by": list(closing.signed_by),
        "watched_until_at": stamp(view.watched_until_at) if view.watched_until_at else None,
        "regression_count": view.regression_count,
    }


def _listed(names: Sequence[str]) -> str | None:
    """`orders, revenue and 3 more`; none where there is nothing."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"{', '.join(clip(one_line(name), 80) for name in names[:_NAMED])}{more}" if names else None


def _steps(closing: Closing) -> list[dict[str, str]]:
    """The timeline in five lines."""
    view = closing.incident
    known = (
        ("it began", view.began_at),
        ("noticed", view.noticed_at or view.declared_at),
        ("contained", closing.contained_at),
        ("fixed", view.fixed_at),
        ("closed", view.closed_at),
    )
    dated = sorted(((at, what) for what, at in known if at), key=lambda step: step[0])
    return [{"at": stamp(at), "what": what} for at, what in dated]
