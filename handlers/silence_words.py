"""Read what people type after `silence`: `finance.* for 2h because the vendor migrates`."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.alerts.find_linked import linked_alerts
from bot.alerts.linked_message import place_in
from bot.alerts.silence import Wish
from bot.channels.may_read import require_may_read
from bot.desk import Desk
from bot.incidents.see_incidents import alert_told_to
from bot.updates.promise_check_in import zone_of
from handlers.incoming import Incoming
from handlers.words import split_person, with_names
from models.alert import Alert
from models.durations import leading_span, parse_span
from models.errors import FieldRefused, NotFound, OfOlderVersion
from models.place import Person
from models.until import read_until
from models.vocabulary import SilenceKind, SilenceScope

_BECAUSE: Final = re.compile(r"(?:^|\s)because[\s:]+", re.IGNORECASE)
#: The last one counts: a rule may be called “Wait for it”.
_END: Final = re.compile(r"(.*)(?:^|\s)(for|until|till)\s+(.+)", re.IGNORECASE | re.DOTALL)
_PERSON: Final = re.compile(r"(?:^|\s)(?:<@|@)")
#: Whoever is named last, with nothing after them.
_LAST: Final = re.compile(r"(.+)\s(<@[^>]+>|@\S+)", re.DOTALL)
_PREFIX: Final = re.compile(r"(asset|rule|source)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)


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


def read_pause(text: str) -> Typed:
    """The same of a pause, which is also `2d the vendor looks into it`."""
    span, reason = leading_span(text)
    return (
        read_typed(text) if span is None else Typed("", ("for", str(span)), _BECAUSE.sub("", reason, count=1))
    )


def owner_in(desk: Desk, text: str) -> tuple[str, str | None]:
    """Take out the person named before the reason, or at its end: what is left, and their id.

    Raises FieldRefused.
    """
    head, *reason = _BECAUSE.split(text, maxsplit=1)
    if reason and not _PERSON.search(head) and (last := _LAST.fullmatch(reason[0])):
        _, owner_id = split_person(desk, last[2])
        return f"{head} because {with_names(desk, last[1])}", owner_id
    reason = [with_names(desk, each) for each in reason]
    if not _PERSON.search(head):
        return " because ".join([head, *reason]), None
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


async def scope_of(desk: Desk, incoming: Incoming, what: str) -> tuple[SilenceScope, str, Alert | None]:
    """What is meant: a pattern, or one alert by its link or fingerprint. Raises NotFound."""
    if what.lower() in {"everything", "all", "*"}:
        return SilenceScope.EVERYTHING, "*", None
    if prefixed := _PREFIX.fullmatch(what):
        return SilenceScope(prefixed[1].lower()), prefixed[2].strip(), None
    if (place := place_in(what)) is not None:
        return _of_alert(await _linked(desk, incoming, *place))
    if re.fullmatch(r"v\d+:[0-9a-f]{8,}", what):
        return _of_alert(await _newest(desk, what, incoming.user_id))
    return SilenceScope.ASSET, what, None


async def _linked(desk: Desk, incoming: Incoming, channel_id: str, ts: str) -> Alert | None:
    """The alert of a message, or of the card below it, for whoever may read it. Raises NotFound."""
    await require_may_read(desk, channel_id, incoming.user_id, typed_in=incoming.channel_id)
    async with desk.store.reading() as session:
        newest = max(await linked_alerts(session, channel_id, ts, incoming.user_id))
        return await session.get(Alert, newest)


async def _newest(desk: Desk, fingerprint: str, user_id: str) -> Alert | None:
    async with desk.store.reading() as session:
        newest = select(Alert).where(Alert.fingerprint == fingerprint, alert_told_to(user_id))
        return (await session.scalars(newest.order_by(Alert.id.desc()).limit(1))).one_or_none()


def _of_alert(alert: Alert | None) -> tuple[SilenceScope, str, Alert]:
    if alert is None:
        raise NotFound("I know of no such alert.", "Copy the link of the alert's message, or of its card.")
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
