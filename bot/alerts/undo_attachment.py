"""Take back an attachment or a detachment: the alert is where it was before."""

from bot.alerts.carry_alerts import Carried, carry_back, gone_elsewhere
from bot.alerts.move_alerts import record_move
from bot.alerts.redraw_moved import redraw_cards_of, redraw_incident
from bot.incidents.lock_two import lock_all
from bot.incidents.show_change import say
from bot.uow import UnitOfWork
from models.alert import Alert
from models.concern import Concern
from models.errors import CannotUndo
from models.ledger import EntryKind, LedgerEntry


async def undo_attachment(uow: UnitOfWork, moved: LedgerEntry, *, by_id: str) -> None:
    """Let the alert be where it was before this entry; the caller has asked whether that may be.

    Raises CannotUndo where it has moved on, or where it was is closed by now.
    """
    carried = Carried.from_detail(moved.detail["moved"])
    by_hand = "Attach it by hand: `/incident attach`."
    if await gone_elsewhere(uow, carried):
        raise CannotUndo("The alert was moved on since.", by_hand)
    ends = [number for number in (carried.from_id, carried.to_id) if number is not None]
    incidents = {each.id: each for each in await lock_all(uow, ends)}
    if carried.from_id is not None and not incidents[carried.from_id].is_open:
        raise CannotUndo(f"INC-{carried.from_id} was closed since.", by_hand)
    await carry_back(uow, carried)
    alert = await uow.session.get_one(Alert, moved.detail["alert"], populate_existing=True)
    concern = await uow.session.get(Concern, alert.fingerprint, populate_existing=True)
    if concern is not None and "card" in moved.detail:
        concern.card_alert_id = moved.detail["card"]
    for number, kind in (
        (carried.to_id, EntryKind.ALERT_DETACHED),
        (carried.from_id, EntryKind.ALERT_ATTACHED),
    ):
        if number is not None:
            entry = await record_move(
                uow, kind, incidents[number], alert, carried=carried, by_id=by_id, undoes=moved.id
            )
            what = "alert_attached" if kind is EntryKind.ALERT_ATTACHED else "alert_detached"
            await redraw_incident(uow, incidents[number])
            await say(uow, number, what, alert_id=alert.id, by_id=entry.actor_id)
    await redraw_cards_of(uow, carried.fingerprints)
