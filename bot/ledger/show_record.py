"""After an entry: board, message of a change and card are to show the truth again."""

from bot.incidents.post_in_channel import post_in_channel
from bot.incidents.show_change import redraw
from bot.incidents.show_in_thread import show_in_thread
from bot.ledger.changes import find_change
from bot.ledger.standing_entries import Standing
from bot.ledger.when_to_chase import when_to_chase
from bot.uow import UnitOfWork
from models.change_card import ChangeCard
from models.ledger import STEP_KINDS, VERDICT_KINDS, EntryKind, LedgerEntry
from models.outbox import Priority
from models.thread_message import ThreadTopic

_ON_BOARD = {EntryKind.HYPOTHESIS_ADDED, *VERDICT_KINDS}

#: The card lists what a gate still wants of these.
_ON_CARD = {*VERDICT_KINDS, EntryKind.CHANGE_RECORDED, *STEP_KINDS}


async def show_recorded(uow: UnitOfWork, entry: LedgerEntry, meant: Standing | None = None) -> None:
    """What somebody recorded; of a correction, `meant` is what it corrects."""
    about = meant.entry if meant is not None else entry
    details = (entry.detail, entry.detail.get("instead") or {}, meant.detail if meant is not None else {})
    if about.kind in _ON_BOARD or any(isinstance(each.get("hypothesis"), int) for each in details):
        await show_in_thread(uow, entry.incident_id, ThreadTopic.HYPOTHESES)
    if about.kind in _ON_CARD:
        await redraw(uow, entry.incident_id)
    if about.kind is EntryKind.CHANGE_RECORDED:
        await uow.session.flush()
        await show_change(uow, about)
    elif about.kind in STEP_KINDS:
        await show_change(uow, await uow.session.get_one(LedgerEntry, about.detail["change"]))


async def show_change(uow: UnitOfWork, entry: LedgerEntry) -> None:
    """The message of a change: posted once, edited in place ever after; and when to ask about it."""
    card = await uow.session.get(ChangeCard, entry.id)
    if card is None:
        card = await _post(uow, entry)
    else:
        await uow.announce(
            "edit_change",
            incident=card.incident_id,
            after=card.post_item_id,
            subject=f"change:{entry.id}",
            priority=Priority.STAGE,
            change=entry.id,
        )
    view = await find_change(uow.session, entry.id)
    card.look_at = when_to_chase(view, card.look_at, uow.now, uow.playbook)


async def _post(uow: UnitOfWork, entry: LedgerEntry) -> ChangeCard:
    """In the channel; in the thread of the card where a message of the channel says it already."""
    in_thread = entry.message_ts is not None
    item = await post_in_channel(
        uow, entry.incident_id, "post_change", after_card=in_thread, change=entry.id, in_thread=in_thread
    )
    card = ChangeCard(entry_id=entry.id, incident_id=entry.incident_id, post_item_id=item.id)
    uow.session.add(card)
    return card
