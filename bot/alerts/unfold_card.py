"""Keep apart what one card speaks for: it has no common cause after all, so each asks by itself again."""

from collections.abc import Sequence

from sqlalchemy import select, update

from bot.alerts.load_facts import folded_under, lock_deciding
from bot.alerts.redraw_card import post_card, redraw_card
from bot.uow import UnitOfWork
from models.alert import Alert
from models.cause import Cause
from models.concern import Concern
from models.errors import NotFound, NothingToChange
from models.vocabulary import AlertStatus


async def unfold_card(uow: UnitOfWork, alert_id: int, *, by_id: str) -> list[Alert]:
    """Unfold a card; the alerts that ask by themselves from now on. Raises NotFound, NothingToChange."""
    await lock_deciding(uow.session)
    alert = await uow.session.get(Alert, alert_id)
    if alert is None:
        raise NotFound("There is no such alert.", "Look at the newest card in the channel.")
    folded = [each for each in await folded_under(uow.session, alert.id) if _is_loose(each, alert)]
    shared = update(Cause).where(Cause.card_alert_id == alert.id, Cause.kept_apart_at.is_(None))
    kept = await uow.session.execute(shared.values(kept_apart_at=uow.now, kept_apart_by_id=by_id))
    if not folded and not kept.rowcount:  # type: ignore[attr-defined]  # an UPDATE always has one
        raise NothingToChange("Its alerts stand apart already.", "Each asks by a card of its own.")
    apart = await _speak_for_themselves(uow, alert, folded)
    for each in apart:
        await post_card(uow, each)
    await redraw_card(uow, alert, pressed=True)
    return apart


def _is_loose(concern: Concern, alert: Alert) -> bool:
    return concern.fingerprint != alert.fingerprint and concern.incident_id is None


async def _speak_for_themselves(uow: UnitOfWork, alert: Alert, folded: Sequence[Concern]) -> list[Alert]:
    """The last firing of each is its card from now on, but for what was said in the very same message."""
    apart = []
    for concern in folded:
        heard = select(Alert).where(
            Alert.fingerprint == concern.fingerprint, Alert.status == AlertStatus.FIRING
        )
        last = (await uow.session.scalars(heard.order_by(Alert.id.desc()).limit(1))).one_or_none()
        if last is None or _is_same_message(last, alert):
            continue
        concern.card_alert_id = last.id
        if concern.is_firing:
            apart.append(last)
    return apart


def _is_same_message(one: Alert, other: Alert) -> bool:
    return one.message_ts is not None and (one.channel_id, one.message_ts) == (
        other.channel_id,
        other.message_ts,
    )
