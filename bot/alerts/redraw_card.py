"""Cards of alerts in the outbox: posted once, edited in place ever after; the channel's board follows."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import func, literal_column, select

from bot.alerts.board import redraw_board
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.outbox import OutboxItem, Priority, Standing
from models.place import Place

#: Cards that a channel gets in a minute: beyond that, in a storm, the board stands for them.
MOST_IN_A_MINUTE: Final = 20

#: Cards that are redrawn when their incident changes; the boards show the others.
MOST_OF_INCIDENT: Final = 20

_POSTED: Final = "cards_posted"

#: Of what posts a card: it may have been sent since the alert was read.
_THERE_SOON: Final = frozenset({Standing.WAITING, Standing.SENT})


async def post_card(uow: UnitOfWork, alert: Alert) -> None:
    """Answer the alert in its thread; one that came by no message gets a message in its alert channel."""
    channel_id = await _channel_of(uow, alert)
    if channel_id is None:
        return
    await redraw_board(uow, channel_id)
    if not await _may_post(uow, channel_id):
        return
    alone: dict[str, Any] = {} if alert.channel_id is not None else {"channel_id": channel_id}
    await uow.announce(
        "post_triage_card",
        lane=_lane(channel_id),
        subject=_posting(alert),
        after=await _opening(uow, alert),
        priority=Priority.BACKGROUND,
        alert_id=alert.id,
        **alone,
    )


async def redraw_card(uow: UnitOfWork, alert: Alert, *, pressed: bool = False) -> None:
    """Let the card show the truth again; `pressed`: somebody looks at it now, so it does not wait.

    One that found no room in a storm is posted now.
    """
    await redraw_board(uow, await _channel_of(uow, alert))
    if await uow.waiting([_posting(alert)]):
        return  # not rendered yet, so it will show this
    post_item = None
    if alert.card_ts is None:
        post_item = await _posted_by(uow, alert)
        if post_item is None:
            await post_card(uow, alert)
        if post_item is None or post_item.standing not in _THERE_SOON:
            return
    await _edit(uow, alert, _editing(alert), after=post_item.id if post_item else None, pressed=pressed)
    opening = await _opening(uow, alert)
    if opening is not None:
        # The card says at once that it became an incident, and where, once there is a channel to link.
        await _edit(uow, alert, f"triage-opened:{alert.id}", after=opening)


async def redraw_cards(uow: UnitOfWork, alerts: Sequence[Alert]) -> None:
    """The same for many, after what machines said: in a storm nearly all of them wait for that already."""
    subjects = {subject: alert.id for alert in alerts for subject in (_posting(alert), _editing(alert))}
    waiting = {subjects[subject] for subject in await uow.waiting(subjects)}
    unposted = await _unposted(uow, alerts)
    for alert in alerts:
        channel_id = await _channel_of(uow, alert)
        is_shown = alert.id in waiting and await _opening(uow, alert) is None
        if is_shown or (alert.id in unposted and channel_id and not await _has_room(uow, channel_id)):
            await redraw_board(uow, channel_id)
        else:
            await redraw_card(uow, alert)


async def redraw_cards_of_incident(uow: UnitOfWork, incident_id: int) -> None:
    """Who leads, where it stands, that it was closed or reopened: the cards of its alerts say that, too."""
    belong = (
        select(Concern.card_alert_id, Concern.alert_channel_id)
        .where(Concern.incident_id == incident_id)
        .order_by(Concern.card_alert_id.desc())
        .distinct()
        .limit(MOST_OF_INCIDENT)
    )
    rows = (await uow.session.execute(belong)).all()
    for channel_id in dict.fromkeys(row.alert_channel_id for row in rows):
        await redraw_board(uow, channel_id)
    ids = {row.card_alert_id for row in rows} - {None}
    alerts = await uow.session.scalars(select(Alert).where(Alert.id.in_(ids)).order_by(Alert.id))
    await redraw_cards(uow, alerts.all())


async def _edit(
    uow: UnitOfWork, alert: Alert, subject: str, *, after: int | None, pressed: bool = False
) -> None:
    if pressed:
        await uow.announce(
            "edit_triage_card", after=after, subject=subject, priority=Priority.STAGE, alert_id=alert.id
        )
        return
    await uow.announce_unless_waiting(
        "edit_triage_card", after=after, subject=subject, priority=Priority.BACKGROUND, alert_id=alert.id
    )


async def _unposted(uow: UnitOfWork, alerts: Sequence[Alert]) -> set[int]:
    """Those whose cards found no room when they came."""
    subjects = {_posting(alert): alert.id for alert in alerts if alert.card_ts is None}
    posting = select(OutboxItem.subject).where(OutboxItem.subject.in_(subjects)) if subjects else None
    found = set(await uow.session.scalars(posting)) if posting is not None else set()
    return {alert_id for subject, alert_id in subjects.items() if subject not in found}


async def _may_post(uow: UnitOfWork, channel_id: str) -> bool:
    """Whether the channel has room for one more card in this minute, which is then counted."""
    has_room = await _has_room(uow, channel_id)
    uow.session.info[_POSTED][channel_id] += 1
    return has_room


async def _has_room(uow: UnitOfWork, channel_id: str) -> bool:
    posted: dict[str, int] = uow.session.info.setdefault(_POSTED, {})
    if channel_id not in posted:
        recent = select(func.count()).where(
            OutboxItem.kind == literal_column("'post_triage_card'"),
            OutboxItem.lane == _lane(channel_id),
            OutboxItem.created_at > uow.now - timedelta(minutes=1),
        )
        posted[channel_id] = await uow.session.scalar(recent.select_from(OutboxItem)) or 0
    return posted[channel_id] < MOST_IN_A_MINUTE


async def _posted_by(uow: UnitOfWork, alert: Alert) -> OutboxItem | None:
    posting = select(OutboxItem).where(OutboxItem.subject == _posting(alert))
    return (await uow.session.scalars(posting.order_by(OutboxItem.id.desc()).limit(1))).one_or_none()


async def _opening(uow: UnitOfWork, alert: Alert) -> int | None:
    """The item that opens the channel of its incident, while there is no channel to link."""
    place = await uow.session.get(Place, alert.incident_id) if alert.incident_id is not None else None
    return place.open_item_id if place is not None and place.channel_id is None else None


async def _channel_of(uow: UnitOfWork, alert: Alert) -> str | None:
    """Where it was posted, else the alert channel in which it shows."""
    if alert.channel_id is not None:
        return alert.channel_id
    concern = await uow.session.get(Concern, alert.fingerprint)
    return concern.alert_channel_id if concern else None


def _lane(channel_id: str) -> str:
    """What is posted into one alert channel leaves one by one."""
    return f"alerts:{channel_id}"


def _editing(alert: Alert) -> str:
    """Names the edits that overtake each other."""
    return f"triage:{alert.id}"


def _posting(alert: Alert) -> str:
    """Names the one item that posts the card."""
    return f"triage-post:{alert.id}"
