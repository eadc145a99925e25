"""Read what a silence is about: `finance.*`, or one alert; and keep a wish in a button or a form."""

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import select

from bot.alerts.find_linked import linked_alerts
from bot.alerts.linked_message import place_in
from bot.alerts.silence import Wish
from bot.channels.may_read import require_may_read
from bot.desk import Desk
from bot.incidents.see_incidents import alert_told_to
from handlers.incoming import Incoming
from models.alert import Alert
from models.errors import NotFound, OfOlderVersion
from models.vocabulary import SilenceKind, SilenceScope

_PREFIX: Final = re.compile(r"(asset|rule|source)\s*:\s*(.+)", re.IGNORECASE | re.DOTALL)


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
