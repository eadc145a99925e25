"""What `breakwater oncall` prints: who is on call, for people and for programs."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.database import one_look
from bot.oncall.preview import Preview, preview_by_the_playbook, read_preview
from bot.playbook import Playbook

#: Seconds that a database has to answer; the playbook alone knows most of it.
PATIENCE: Final = 10.0

_YEARS: Final = range(2000, 2200)


def read_at(written: str | None, zone: ZoneInfo, now: datetime) -> datetime:
    """The moment that is asked about; without an offset it is on the zone's clock. Raises ValueError."""
    if written is None:
        return now
    remedy = "write a time such as 2026-11-02T09:00, with an offset where it is not the rotation's own clock"
    try:
        at = datetime.fromisoformat(written.strip())
    except ValueError:
        raise ValueError(f"“{written}” is no time; {remedy}") from None
    if at.year not in _YEARS:
        raise ValueError(f"“{written}” is too far away; {remedy}")
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def read_with_database(
    database_url: str, playbook: Playbook, asked: Sequence[tuple[str, datetime]], now: datetime
) -> list[Preview]:
    """With overrides and outside schedules. Raises what the database raises, and TimeoutError."""
    return asyncio.run(asyncio.wait_for(_read(database_url, playbook, asked, now), PATIENCE))


def read_without_database(playbook: Playbook, asked: Sequence[tuple[str, datetime]]) -> list[Preview]:
    """By the playbook alone."""
    return [preview_by_the_playbook(playbook, team, at) for team, at in asked]


def as_document(preview: Preview, *, overrides_known: bool) -> dict[str, Any]:
    """For programs: people as the playbook writes them, times in UTC."""
    duty = preview.duty
    return {
        "team": duty.team or None,
        "at": preview.at.astimezone(UTC).isoformat(),
        "on_call": _named(preview, duty.written),
        "ids": list(duty.people_ids),
        "until": _written(duty.until_at),
        "because": duty.because,
        "next": [
            {
                "from": _written(shift.since_at),
                "until": _written(shift.until_at),
                "on_call": _named(preview, shift.people),
            }
            for shift in preview.coming
        ],
        "is_fallback": duty.is_fallback,
        "overrides_known": overrides_known,
    }


def lines_of(preview: Preview, *, most: int) -> Iterator[str]:
    """For people, on the clock of the rotation; so many of the coming shifts."""
    duty = preview.duty
    who = ", ".join(_named(preview, duty.written)) or "nobody"
    until = f" until {_shown(duty.until_at, preview.zone)}" if duty.until_at else ""
    mark = "FALLBACK: " if duty.is_fallback else ""
    yield f"{duty.team or 'everyone'}: {mark}{who}{until}"
    yield f"  {duty.because}"
    for shift in preview.coming[:most]:
        then = ", ".join(_named(preview, shift.people)) or "nobody"
        yield f"  from {_shown(shift.since_at, preview.zone)}: {then}"


async def _read(
    database_url: str, playbook: Playbook, asked: Sequence[tuple[str, datetime]], now: datetime
) -> list[Preview]:
    async with one_look(database_url) as session:
        return [await read_preview(session, playbook, team, at, now=now) for team, at in asked]


def _named(preview: Preview, people: Sequence[str]) -> list[str]:
    return [preview.handles.get(name, name) for name in people]


def _written(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


def _shown(at: datetime | None, zone: ZoneInfo) -> str:
    return at.astimezone(zone).strftime("%a %Y-%m-%d %H:%M %Z") if at else ""
