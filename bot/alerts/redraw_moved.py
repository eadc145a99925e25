"""After alerts moved: cards, boards and lists of causes show where they are now."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select

from bot.alerts.board import redraw_board
from bot.alerts.causes_list import redraw_causes
from bot.alerts.redraw_card import redraw_card
from bot.database import in_parts
from bot.impact.look_soon import look_soon
from bot.incidents.show_change import redraw
from bot.uow import UnitOfWork
from bot.verification.follow_moves import follow_alerts
from models.alert import Alert
from models.concern import Concern
from models.incident import Incident

#: Cards that are redrawn when many alerts move at once; the boards show the others.
MOST_CARDS: Final = 20


async def redraw_incident(uow: UnitOfWork, incident: Incident, *, headline: bool = False) -> None:
    """After alerts came or went: the card counts anew, and the list of causes and what it affects follow."""
    await redraw(uow, incident, headline=headline)
    await redraw_causes(uow, incident)
    await follow_alerts(uow, [incident.id])
    await look_soon(uow, incident)


async def redraw_cards_of(uow: UnitOfWork, fingerprints: Sequence[str]) -> None:
    """Let the cards that stand for these show where they belong now, the newest first, and the boards."""
    cards: set[int | None] = set()
    channels: set[str | None] = set()
    for some in in_parts(fingerprints):
        shown = select(Concern.card_alert_id, Concern.alert_channel_id).where(Concern.fingerprint.in_(some))
        for card_id, channel_id in await uow.session.execute(shown.distinct()):
            cards.add(card_id)
            channels.add(channel_id)
    for card_id in sorted((each for each in cards if each is not None), reverse=True)[:MOST_CARDS]:
        card = await uow.session.get_one(Alert, card_id, populate_existing=True)
        await redraw_card(uow, card, pressed=True)
    for channel_id in sorted(each for each in channels if each is not None):
        await redraw_board(uow, channel_id)
