"""A calendar of shifts: each event is a shift of whoever attends it, or is named in its title."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.integrations.guarded import GuardedHttp, NotReached
from bot.integrations.schedules.port import OutsideSchedule, Wanted
from models.rotation import Stretch

#: A calendar of shifts has fewer; what has more is another kind of calendar, or means harm.
MOST_EVENTS: Final = 5_000
MOST_REPEATING: Final = 200
MOST_SHIFTS: Final = 2_000

#: Nobody takes turns of minutes; working such a rule out would take all day.
_TOO_OFTEN: Final = frozenset({"SECONDLY", "MINUTELY"})
_TIMES_A_DAY: Final = 24
_OLDEST: Final = 2000

#: What a calendar that is broken makes the libraries raise.
_BROKEN: Final = (
    ArithmeticError,
    AttributeError,
    LookupError,
    NotImplementedError,
    RecursionError,
    TypeError,
    ValueError,
)

_ADDRESS: Final = re.compile(r"[^\s@<>(),;:\"]+@[^\s@<>(),;:\"]+\.[^\s@<>(),;:\"]+")
_HANDLE: Final = re.compile(r"(?:^|\s)(@[\w.-]{1,80})")
#: `On call: Ana`, `On Call - Ana - Finance`.
_LABEL: Final = re.compile(r"\s*on[- ]?call\s*(?::|-|–)\s*(.+)", re.IGNORECASE | re.DOTALL)


class CalendarSchedule(OutsideSchedule):
    """Calendars in iCal's format."""

    def __init__(self, http: GuardedHttp) -> None:
        self._http = http

    async def read(self, wanted: Wanted) -> Sequence[Stretch]:
        """Fetch it, and work it out beside the loop: repeating events take their time."""
        [address] = wanted.where
        body = await self._http.get(address, {"Accept": "text/calendar"})
        return await asyncio.to_thread(shifts_in, body, wanted)


def shifts_in(body: bytes, wanted: Wanted) -> list[Stretch]:
    """The shifts of a calendar, with what repeats worked out. Raises NotReached for what is none."""
    # Ten megabytes that only those need who keep their schedule in a calendar.
    from icalendar import Calendar  # noqa: PLC0415
    from recurring_ical_events import of  # noqa: PLC0415

    try:
        calendar = Calendar.from_ical(body)
        _require_bearable(calendar)
        if (own := _zone_of(calendar)) is None:
            calendar.pop("X-WR-TIMEZONE", None)  # the library would refuse one that nobody knows
        zone = own or wanted.zone
        found = [
            stretch
            for event in of(calendar).between(wanted.since_at, wanted.until_at)
            if (stretch := _shift(event, zone)) is not None
        ]
    except _BROKEN as error:
        raise NotReached("that is no calendar that can be read") from error
    if len(found) > MOST_SHIFTS:
        raise NotReached(f"that calendar has more than {MOST_SHIFTS:,} shifts", permanent=True)
    return sorted(found, key=lambda each: (each.since_at, each.people))


def people_in(title: str) -> tuple[str, ...]:
    """Whom a title names: by addresses and handles, else all of it is a name."""
    named = tuple(dict.fromkeys([*_ADDRESS.findall(title), *_HANDLE.findall(_ADDRESS.sub(" ", title))]))
    if named:
        return named[:20]
    labelled = _LABEL.fullmatch(title)
    name = (labelled[1].split(" - ")[0] if labelled else title).strip()
    return (name[:200],) if name else ()


def _shift(event: Any, zone: ZoneInfo) -> Stretch | None:
    """One event; cancelled ones, and those that name nobody, are no shifts."""
    people = tuple(dict.fromkeys(_attending(event))) or people_in(str(event.get("SUMMARY", "")))
    if not people or str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None
    since_at, until_at = _moment(event["DTSTART"].dt, zone), _moment(event["DTEND"].dt, zone)
    return Stretch(people, since_at, until_at) if since_at < until_at else None


def _attending(event: Any) -> Iterator[str]:
    """Addresses of those who attend; rooms do not, nor who declined."""
    given = event.get("ATTENDEE", [])
    for each in (given if isinstance(given, list) else [given])[:20]:
        params = getattr(each, "params", {})
        is_person = str(params.get("CUTYPE", "INDIVIDUAL")).upper() in {"INDIVIDUAL", "UNKNOWN"}
        if is_person and str(params.get("PARTSTAT", "")).upper() != "DECLINED":
            address = re.sub(r"^mailto:", "", str(each).strip(), flags=re.IGNORECASE)[:320]
            if "@" in address:
                yield address


def _moment(at: date, zone: ZoneInfo) -> datetime:
    """A day begins at its midnight, and a time without a zone is on the same clock."""
    if not isinstance(at, datetime):
        at = datetime.combine(at, time())
    return at if at.tzinfo else at.replace(tzinfo=zone)


def _zone_of(calendar: Any) -> ZoneInfo | None:
    name = str(calendar.get("X-WR-TIMEZONE", "")).strip()
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


def _require_bearable(calendar: Any) -> None:
    """Raise NotReached for a calendar that would keep us busy for hours."""
    events = calendar.walk("VEVENT")
    repeating = [event for event in events if "RRULE" in event]
    rules = [rule for event in repeating for rule in _rules(event)]
    if len(events) > MOST_EVENTS or len(repeating) > MOST_REPEATING or any(map(_is_wild, rules)):
        raise NotReached("that calendar has more events than one of shifts has", permanent=True)
    if any(event["DTSTART"].dt.year < _OLDEST for event in repeating):
        raise NotReached(f"that calendar repeats events from before {_OLDEST}", permanent=True)


def _rules(event: Any) -> list[Any]:
    rules = event["RRULE"]
    return rules if isinstance(rules, list) else [rules]


def _is_wild(rule: Any) -> bool:
    """Whether a rule repeats more often than people take turns."""
    often = {str(each).upper() for each in _values(rule, "FREQ")} & _TOO_OFTEN
    times = 1
    for part in ("BYHOUR", "BYMINUTE", "BYSECOND"):
        times *= max(len(_values(rule, part)), 1)
    return bool(often) or times > _TIMES_A_DAY


def _values(rule: Any, part: str) -> list[Any]:
    found = rule.get(part, [])
    return found if isinstance(found, list) else [found]
