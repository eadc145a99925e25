"""The offer about a cause in its incident's channel: posted once, edited in place as what shares it grows."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.said_again import causes_of
from bot.blocks.alerts.cause_offer import CauseOfferView
from bot.incidents.open_incident import lane_of
from bot.outbox.queue import lease_clock
from bot.uow import UnitOfWork
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.incident import Incident
from models.outbox import OutboxItem, Priority, Standing
from models.place import Place
from models.shared_cause import SharedKind, in_words
from models.vocabulary import AlertStatus, Stage

#: Seconds that an edit waits for more to come.
DEBOUNCE: Final = 5.0

_COLUMNS: Final[dict[SharedKind, Any]] = {
    SharedKind.RUN: Concern.run,
    SharedKind.RULE: Concern.rule,
    SharedKind.ASSET: Concern.asset,
    SharedKind.ANCESTOR: Concern.ancestor,
    SharedKind.OWNER: Concern.owner,
}


async def offer_cause(uow: UnitOfWork, cause: Cause, incident: Incident) -> None:
    """Tell in the incident's channel what shares the cause, and let people decide; cheap while that waits."""
    on_its_way = await _posting(uow, cause)
    if cause.offer_ts is None and on_its_way is None:
        place = await uow.session.get_one(Place, incident.id)
        await uow.announce(
            "post_cause_offer",
            incident=incident.id,
            after=place.open_item_id,
            lane=lane_of(incident),
            subject=posting_subject(cause.key),
            priority=Priority.NOTICE,
            cause_key=cause.key,
        )
    else:
        await _edit(uow, cause, incident.id, on_its_way)


async def redraw_offer(uow: UnitOfWork, cause: Cause, incident_id: int, *, pressed: bool = False) -> None:
    """Let the offer show the truth again, where there is one; at once after a press."""
    await _edit(uow, cause, incident_id, await _posting(uow, cause), pressed=pressed)


async def _edit(
    uow: UnitOfWork, cause: Cause, incident_id: int, on_its_way: OutboxItem | None, *, pressed: bool = False
) -> None:
    if cause.offer_ts is None and (on_its_way is None or on_its_way.standing is Standing.PARKED):
        return  # there is none, or it shows this when somebody retries it
    if cause.offer_ts is None and await uow.waiting([posting_subject(cause.key)]):
        return  # not rendered yet, so it will show this
    item = await uow.announce_unless_waiting(
        "edit_cause_offer",
        incident=incident_id,
        after=on_its_way.id if on_its_way else None,
        subject=offer_subject(cause.key),
        priority=Priority.STAGE if pressed else Priority.BACKGROUND,
        cause_key=cause.key,
    )
    if item is not None and not pressed:
        item.free_at = await lease_clock(uow.session) + DEBOUNCE


async def offer_view(session: AsyncSession, cause_key: str) -> CauseOfferView | None:
    """One offer as things stand now; none where the cause led to no incident, or was begun anew."""
    cause = await session.get(Cause, cause_key)
    incident = await session.get(Incident, cause.incident_id) if cause and cause.incident_id else None
    if cause is None or incident is None:
        return None
    return CauseOfferView(
        key=cause.key,
        words=in_words(cause.kind, cause.name),
        joined_count=len(await joined_names(session, cause)),
        loose_count=len(await loose_sharers(session, cause)),
        is_open=incident.is_open,
        attached_by_id=cause.attached_by_id,
        attached_at=cause.attached_at,
        kept_apart_by_id=cause.kept_apart_by_id,
        kept_apart_at=cause.kept_apart_at,
    )


async def joined_names(session: AsyncSession, cause: Cause) -> list[str]:
    """The fingerprints that are in the cause's incident because of it."""
    came = select(Alert.fingerprint).where(
        Alert.cause_key == cause.key, Alert.incident_id == cause.incident_id
    )
    return sorted(await session.scalars(came.distinct()))


async def loose_sharers(session: AsyncSession, cause: Cause) -> Sequence[Concern]:
    """What fires, shares the cause, and is worked on nowhere."""
    worked_on = select(Incident.id).where(Incident.id == Concern.incident_id, Incident.stage != Stage.CLOSED)
    firing = select(Concern).where(
        Concern.status == AlertStatus.FIRING, _names(cause), ~worked_on.correlate(Concern).exists()
    )
    found = (await session.scalars(firing.order_by(Concern.fingerprint))).all()
    return [concern for concern in found if cause.key in causes_of(concern)]


def _names(cause: Cause) -> ColumnElement[bool]:
    """Roughly those that share it; whose run or rule it is, and how exactly it is written, is asked after."""
    column = _COLUMNS[cause.kind]
    return or_(column == cause.name, func.lower(column) == cause.name.lower())


async def _posting(uow: UnitOfWork, cause: Cause) -> OutboxItem | None:
    """The item that posts it, while it waits or was given up; without one the cause says whether it came."""
    posting = select(OutboxItem).where(
        OutboxItem.subject == posting_subject(cause.key),
        OutboxItem.standing.in_([Standing.WAITING, Standing.PARKED]),
    )
    found = (await uow.session.scalars(posting.order_by(OutboxItem.id.desc()).limit(1))).one_or_none()
    if found is None and cause.offer_ts is None:
        await uow.session.refresh(
            cause, ["offer_channel_id", "offer_ts"]
        )  # it may have come since it was read
    return found


def posting_subject(key: str) -> str:
    """Names the one item that posts the offer about a cause."""
    return _subject("post", key)


def offer_subject(key: str) -> str:
    """Names the edits of the offer about one cause, which overtake each other."""
    return _subject("edit", key)


def _subject(what: str, key: str) -> str:
    """Names the one item; a key may be longer than a subject."""
    return f"cause-{what}:{hashlib.sha256(key.encode()).hexdigest()[:32]}"
