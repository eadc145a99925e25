"""Read what people type after `silence`: `finance.* for 2h because the vendor migrates`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select

from bot.alerts.silence import Wish
from bot.desk import Desk
from bot.updates.promise_check_in import zone_of
from handlers.incoming import Incoming
from handlers.words import split_person
from models.alert import Alert
from models.durations import parse_span
from models.errors import FieldRefused, NotFound, OfOlderVersion
from models.place import Person
from models.until import read_until
from models.vocabulary import SilenceKind, SilenceScope

_BECAUSE: Final = re.compile(r"(?:^|\s)because[\s:]+", re.IGNORECASE)
#: The last one counts: a rule may be called “Wait for it”.
_END: Final = re.compile(r"(.*)(?:^|\s)(for|until|till)\s+(.+)", re.IGNORECASE | re.DOTALL)
_PREFIX: Final = re.compile(r"(asset|rule|source)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)
_ADDRESS: Final = re.compile(r"https?://\S+/archives/([CGD][A-Z0-9]+)/p(\d{10})(\d{6})")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, taken apart; what is missing is empty."""

    what: str
    ends: tuple[str, str] | None
    because: str


def read_typed(text: str) -> Typed:
    """Take it apart."""
    head, *reason = _BECAUSE.split(text, maxsplit=1)
    end = _END.fullmatch(head)
    what = end[1] if end else head
    ends = (end[2].lower(), end[3].strip()) if end else None
    return Typed(what.strip().strip('"“”'), ends, reason[0].strip() if reason else "")


def owner_in(desk: Desk, text: str) -> tuple[str, str | None]:
    """Take out the person named before the reason: what is left, and their id. Raises FieldRefused."""
    head, *reason = _BECAUSE.split(text, maxsplit=1)
    if not re.search(r"(?:^|\s)(?:<@|@)", head):
        return text, None
    words, owner_id = split_person(desk, head)
    return " because ".join([re.sub(r"\bowner\b", " ", words).strip(), *reason]), owner_id


async def end_of(desk: Desk, incoming: Incoming, ends: tuple[str, str]) -> datetime:
    """When it is to end, on the clock of whoever types. Raises FieldRefused."""
    word, written = ends
    zone = await person_zone(desk, incoming.user_id)
    try:
        if word != "for":
            return read_until(written, desk.clock(), zone)
        return desk.playbook.working_hours.of(zone).after(desk.clock(), parse_span(written))
    except ValueError as unread:
        raise FieldRefused("until", f"{str(unread)[0].upper()}{str(unread)[1:]}.", "") from unread


async def person_zone(desk: Desk, user_id: str) -> ZoneInfo:
    """The zone of someone's clock; where Slack has not told, the playbook's, else UTC."""
    async with desk.store.reading() as session:
        zone = zone_of(await session.get(Person, user_id))
    return zone or desk.playbook.working_hours.zone or ZoneInfo("UTC")


async def scope_of(desk: Desk, what: str) -> tuple[SilenceScope, str, Alert | None]:
    """What is meant: a pattern, or one alert by its link or fingerprint. Raises NotFound."""
    if what.lower() in {"everything", "all", "*"}:
        return SilenceScope.EVERYTHING, "*", None
    if prefixed := _PREFIX.fullmatch(what):
        return SilenceScope(prefixed[1].lower()), prefixed[2].strip(), None
    if address := _ADDRESS.search(what):
        return _of_alert(await alert_at(desk, address[1], f"{address[2]}.{address[3]}"))
    if re.fullmatch(r"v\d+:[0-9a-f]{8,}", what):
        return _of_alert(await _alert(desk, Alert.fingerprint == what))
    return SilenceScope.ASSET, what, None


async def alert_at(desk: Desk, channel_id: str, ts: str) -> Alert | None:
    """The alert of a message, or of the card below it."""
    is_there = or_(Alert.message_ts == ts, Alert.card_ts == ts)
    return await _alert(desk, Alert.channel_id == channel_id, is_there)


async def _alert(desk: Desk, *where: Any) -> Alert | None:
    async with desk.store.reading() as session:
        newest = select(Alert).where(*where).order_by(Alert.id.desc()).limit(1)
        return (await session.scalars(newest)).one_or_none()


def _of_alert(alert: Alert | None) -> tuple[SilenceScope, str, Alert]:
    if alert is None:
        raise NotFound(
            "I know of no alert there.", "Copy the link of the alert's own message, or of its card."
        )
    return SilenceScope.FINGERPRINT, alert.fingerprint, alert


def keep_wish(wish: Wish) -> str:
    """A wish as a button or a form carries it; anyone can read it, and what it says is asked about again."""
    return json.dumps(
        {
            "scope": wish.scope,
            "pattern": wish.pattern,
            "until": int(wish.until_at.timestamp()),
            "because": wish.because,
            "kind": wish.kind,
            "owner": wish.owner_id,
            "alert": wish.alert_id,
        },
        ensure_ascii=False,  # a button's value has room for 2,000 characters
    )


def kept_wish(kept: object) -> Wish:
    """What was kept. Raises OfOlderVersion."""
    try:
        if not isinstance(kept, Mapping):
            raise OfOlderVersion
        return Wish(
            scope=SilenceScope(kept["scope"]),
            pattern=str(kept["pattern"]),
            until_at=datetime.fromtimestamp(int(kept["until"]), UTC),
            because=str(kept["because"]),
            kind=SilenceKind(kept["kind"]),
            owner_id=kept.get("owner"),
            alert_id=kept.get("alert"),
        )
    except (KeyError, ValueError, TypeError, OverflowError, OSError):
        raise OfOlderVersion from None
