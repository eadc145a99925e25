"""The small kinds of value that a playbook is made of, each refused with a sentence that helps."""

import re
from datetime import date, datetime, time
from typing import Annotated, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import PlainSerializer, PlainValidator

from models.durations import ACCEPTED, Span, parse_span
from models.stages import ORDER
from models.verification import LAYERS, SIGNERS, Check
from models.vocabulary import Role, Stage

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

#: What stands before a team, where whoever is on call for it is meant.
ON_CALL: Final = "on-call:"

_CHANNEL_ID: Final = re.compile(r"[CG][A-Z0-9]{7,}")
_CHANNEL_NAME: Final = re.compile(r"[^\s#@.,:;!?/\\A-Z]{1,80}")
_PERSON_OR_GROUP_ID: Final = re.compile(r"[UWS][A-Z0-9]{7,}")
_PERSON_ID: Final = re.compile(r"[UW][A-Z0-9]{7,}")
_HANDLE: Final = re.compile(r"@[^\s@#]{1,80}")
_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}", re.ASCII)
_KEY_NAME: Final = re.compile(r"[A-Za-z0-9_]{1,60}", re.ASCII)
_PHONE: Final = re.compile(r"\+?[0-9 ()/.-]{3,30}", re.ASCII)
_EMOJI: Final = re.compile(r"[a-z0-9_+'-]{1,100}")
_DAY_AND_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)?", re.ASCII)
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_CLOCK: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})")


def _text(value: object, wanted: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected {wanted}")
    return value.strip()


def _span(value: object) -> Span:
    if isinstance(value, Span):
        return value
    return parse_span(_text(value, f"a duration, {ACCEPTED}"))


def _channel(value: object) -> str:
    name = _text(value, "a channel, its name in quotes as in '#data-alerts', or its id").removeprefix("#")
    if not _CHANNEL_ID.fullmatch(name) and not _CHANNEL_NAME.fullmatch(name):
        raise ValueError(f"“{name}” is no channel name; Slack's have lower-case letters, digits, - and _")
    return name


def _responder(value: object) -> str:
    wanted = "a person or user group: @handle, or an id that starts with U or S"
    name = _text(value, wanted)
    if not _PERSON_OR_GROUP_ID.fullmatch(name) and not _HANDLE.fullmatch(name):
        raise ValueError(f"“{name}” names nobody; write {wanted}")
    return name


def _person(value: object) -> str:
    wanted = "one person: @handle, or an id that starts with U or W"
    name = _text(value, wanted)
    if not _PERSON_ID.fullmatch(name) and not _HANDLE.fullmatch(name):
        raise ValueError(f"“{name}” is nobody's handle or id; write {wanted}")
    return name


def _pattern(value: object) -> str:
    wanted = "a pattern of 1 to 300 characters, such as finance.*"
    written = _text(value, wanted)
    if not written or len(written) > 300:
        raise ValueError(f"expected {wanted}")
    return written


def _callee(value: object) -> str:
    name = _text(value, f"a person, or {ON_CALL}team")
    if not name.lower().startswith(ON_CALL):
        return _responder(name)
    return f"{ON_CALL}{_word(name[len(ON_CALL) :].strip())}"


def names_someone(name: str) -> bool:
    """Whether this is a person's or a user group's handle or id, and no mere word."""
    return bool(_PERSON_OR_GROUP_ID.fullmatch(name) or _HANDLE.fullmatch(name))


def _called(value: object) -> str:
    """Someone to call: a person, a group, or the word for a team or role, which is compared later."""
    wanted = f"@handle, the id of a person or group, {ON_CALL}team, or a role such as commander"
    name = _text(value, wanted)
    if names_someone(name):
        return name
    if not name or len(name) > 75 or name.startswith("@"):
        raise ValueError(f"“{name}” names nobody; write {wanted}")
    return name.lower()


def _email(value: object) -> str:
    address = _text(value, "an e-mail address")
    if not _EMAIL.fullmatch(address):
        raise ValueError(f"“{address}” is no e-mail address")
    return address


def _key_name(value: object) -> str:
    name = _text(value, "a name of letters, digits and _")
    if not _KEY_NAME.fullmatch(name):
        raise ValueError(
            f"“{name}” cannot be part of a variable's name; write letters, digits and _ "
            "(the secret itself belongs in the environment)"
        )
    return name.lower()


def _phone(value: object) -> str:
    number = str(value).strip() if isinstance(value, int) else _text(value, "a number such as '+351 900 000'")
    if not _PHONE.fullmatch(number):
        raise ValueError(f"“{number}” is no telephone number; write it in quotes, as '+351 900 000 000'")
    return number


def _emoji(value: object) -> str:
    name = _text(value, "the name of an emoji, such as pushpin").strip(":")
    if not _EMOJI.fullmatch(name):
        raise ValueError(
            f"“{name}” is no emoji's name; write it as Slack does between colons, such as pushpin"
        )
    return name


def _zone(value: object) -> ZoneInfo:
    if isinstance(value, ZoneInfo):
        return value
    name = _text(value, "a time zone such as Europe/Lisbon")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:  # what zoneinfo raises for unknown and for odd names
        raise ValueError(f"“{name}” is no time zone; write one such as Europe/Lisbon or UTC") from error


def clock(value: object) -> time:
    """Read a time of day."""
    if isinstance(value, time):
        return value
    written = _CLOCK.fullmatch(_text(value, "a time of day such as 09:00"))
    if written is None or int(written[1]) > 23 or int(written[2]) > 59:
        raise ValueError(f"“{value}” is no time of day; write it as 09:00")
    return time(int(written[1]), int(written[2]))


def _wall(value: object) -> datetime:
    """A day and a time; aware only where an offset is written."""
    if isinstance(value, datetime):
        return value
    written = _text(value, "a day and a time such as 2026-11-20 22:00")
    if not _DAY_AND_TIME.fullmatch(written):
        raise ValueError(f"“{written}” is no day and time; write it as 2026-11-20 22:00")
    try:
        return datetime.fromisoformat(written.replace("Z", "+00:00"))
    except ValueError as error:
        raise ValueError(f"“{written}” is not in the calendar") from error


def _days(value: object) -> frozenset[int]:
    """Read `mon-fri`, or a list of days and ranges."""
    if isinstance(value, frozenset):
        return value
    parts = value if isinstance(value, list) else str(value or "").split(",")
    days = frozenset(day for part in parts for day in _day_range(part))
    if not days:
        raise ValueError("expected working days: mon-fri, or a list such as [mon, tue, wed]")
    return days


def _day_range(value: object) -> list[int]:
    first, dash, last = _text(value, "days such as mon-fri").lower().partition("-")
    start = day_of_week(first)
    return [(start + step) % 7 for step in range((day_of_week(last) - start) % 7 + 1)] if dash else [start]


def day_of_week(name: str) -> int:
    """Read the name of a day; Monday is 0."""
    short = name.strip()[:3]
    if short not in WEEKDAYS:
        raise ValueError(f"“{name.strip()}” is no day; the days are {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(short)


def _date(value: object) -> date:
    if isinstance(value, date):
        return value
    written = _text(value, "a day such as 2026-11-02")
    if not _DATE.fullmatch(written):
        raise ValueError(f"“{written}” is no day; write it as 2026-11-02")
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise ValueError(f"“{written}” is not in the calendar") from error


def _web_address(value: object) -> str:
    address = _text(value, "a web address, https://…")
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ValueError(f"“{address}” is no web address; write it as https://…")
    return address


def _topic(value: object) -> str:
    written = _text(value, "the ARN of a topic, as in arn:aws:sns:eu-west-1:123456789012:alarms")
    if not re.fullmatch(r"arn:aws(?:-[a-z-]+)?:sns:[a-z0-9-]+:\d{12}:[\w-]{1,256}", written, re.ASCII):
        raise ValueError(
            f"“{written}” is no topic's ARN; write it as arn:aws:sns:eu-west-1:123456789012:alarms"
        )
    return written


def _word(value: object) -> str:
    word = _text(value, "a word").lower()
    if not word or len(word) > 75:
        raise ValueError("expected a word of 1 to 75 characters")
    return word


def _open_stage(value: object) -> Stage:
    name = _text(value, "a stage").lower()
    if name not in ORDER:
        raise ValueError(f"“{name}” is no stage that takes time; those are {', '.join(ORDER)}")
    return Stage(name)


def _asked_check(value: object) -> Check:
    name = _text(value, "a check").lower()
    known = (Check.ALERTS, *LAYERS)
    if name not in known:
        raise ValueError(f"“{name}” is no check; those are {', '.join(known)}")
    return Check(name)


def _signer(value: object) -> Role:
    name = _text(value, "a steward").lower()
    if name not in SIGNERS:
        raise ValueError(f"“{name}” signs nothing off; those who do are {', '.join(SIGNERS)}")
    return Role(name)


def _days_written(days: frozenset[int]) -> list[str]:
    return [WEEKDAYS[day] for day in sorted(days)]


Duration = Annotated[Span, PlainValidator(_span), PlainSerializer(str)]
#: a channel's name without its #, or its id
Channel = Annotated[str, PlainValidator(_channel)]
#: `@handle`, or the id of a person (U…, W…) or user group (S…)
Responder = Annotated[str, PlainValidator(_responder)]
#: a person or group, or whoever is on call for a team
Callee = Annotated[str, PlainValidator(_callee)]
#: `@handle`, or the id of a person (U…, W…)
Person = Annotated[str, PlainValidator(_person)]
#: a person, a group, a team (whoever is on call for it) or a role
Called = Annotated[str, PlainValidator(_called)]
Email = Annotated[str, PlainValidator(_email)]
#: what ends the name of a variable that holds a secret
KeyName = Annotated[str, PlainValidator(_key_name)]
Phone = Annotated[str, PlainValidator(_phone)]
#: text in which * stands for anything and ? for one character
Pattern = Annotated[str, PlainValidator(_pattern)]
#: an emoji's name without colons
Emoji = Annotated[str, PlainValidator(_emoji)]
Zone = Annotated[ZoneInfo, PlainValidator(_zone), PlainSerializer(str)]
TimeOfDay = Annotated[time, PlainValidator(clock), PlainSerializer(lambda at: at.strftime("%H:%M"))]
#: a day and a time of day: on the zone's clock, or with an offset of its own
DayAndTime = Annotated[datetime, PlainValidator(_wall), PlainSerializer(lambda at: at.isoformat(" "))]
Date = Annotated[date, PlainValidator(_date), PlainSerializer(lambda day: day.isoformat())]
Days = Annotated[frozenset[int], PlainValidator(_days), PlainSerializer(_days_written)]
WebAddress = Annotated[str, PlainValidator(_web_address)]
#: a lower-case word that people choose from a list
Topic = Annotated[str, PlainValidator(_topic)]
Word = Annotated[str, PlainValidator(_word)]
#: a stage in which an incident is open
OpenStage = Annotated[Stage, PlainValidator(_open_stage)]
#: what is looked at before the close
AskedCheck = Annotated[Check, PlainValidator(_asked_check)]
#: the business or the technical steward
Signer = Annotated[Role, PlainValidator(_signer)]
