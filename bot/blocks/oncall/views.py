"""What may be shown of who is on call: view data, as the cards take it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Some people: ids where they are known, else how they are written."""

    ids: tuple[str, ...] = ()
    written: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftView:
    """Who is on from one moment to another."""

    who: People
    since_at: datetime
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OverrideView:
    """Someone is on call instead of whose turn it is."""

    id: int
    team: str
    person_id: str
    from_at: datetime
    until_at: datetime
    by_id: str
    is_swap: bool = False
    ended_by_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCallView:
    """One team: who is on, why, until when, who comes next, and what people have changed."""

    team: str
    who: People
    because: str
    is_fallback: bool = False
    until_at: datetime | None = None
    coming: tuple[ShiftView, ...] = ()
    overrides: tuple[OverrideView, ...] = ()
