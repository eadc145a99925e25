"""When a check-in's owner is reminded, when a low severity rests, and who the owner is."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from models.vocabulary import Role
from models.working_hours import WorkingHours


def remind_at(promised_at: datetime, due_at: datetime, before: timedelta) -> datetime:
    """When to remind, once: `before` the due time, but not before half of the interval has passed."""
    return due_at - min(before, (due_at - promised_at) / 2)


def rested(at: datetime, hours: WorkingHours, *, rests: bool) -> datetime:
    """A low severity rests outside working hours: then the moment at which they open next."""
    return hours.next_open(at) if rests else at


def owner_of_updates(holders: Mapping[Role, str], declared_by_id: str | None) -> str | None:
    """Who owes the next update: communications, else the commander, else who declared, else nobody."""
    return holders.get(Role.COMMUNICATIONS) or holders.get(Role.COMMANDER) or declared_by_id
