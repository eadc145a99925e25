"""What begins or ends to be quiet shows: on the cards of what fires, and on the boards of their channels."""

from collections.abc import Iterable
from typing import Final

from sqlalchemy import select

from bot.alerts.board import redraw_board
from bot.alerts.quiet_now import firing_and_covered
from bot.alerts.redraw_card import redraw_card
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.quiet import QuietRule

#: Cards that one silence redraws, those heard of last; the boards show the others.
MOST_CARDS: Final = 50


async def redraw_quiet(uow: UnitOfWork, rules: Iterable[QuietRule]) -> list[Concern]:
    """Let cards and boards show the truth again; what fires and is covered."""
    covered = {
        concern.fingerprint: concern
        for rule in rules
        for concern in await firing_and_covered(uow.session, rule)
    }
    concerns = list(covered.values())
    cards = dict.fromkeys(each.card_alert_id for each in concerns if each.card_alert_id is not None)
    shown = select(Alert).where(Alert.id.in_(list(cards)[:MOST_CARDS])).order_by(Alert.id)
    for alert in await uow.session.scalars(shown):
        await redraw_card(uow, alert)
    for channel_id in sorted({each.alert_channel_id for each in concerns if each.alert_channel_id}):
        await redraw_board(uow, channel_id)
    return concerns
