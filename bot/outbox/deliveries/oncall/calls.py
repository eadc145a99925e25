"""Calls by ways outside of Slack: placed, and settled where the other side wants to hear of that.

A call whose outcome is unknown is placed again under its own key, which the other side knows: two mails are
better than none. Nothing is tried for long, for there is a next way.
"""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk import Desk
from bot.errors import ChatError
from bot.integrations.guarded import NotReached
from bot.integrations.ways.port import Ending
from bot.oncall.answer_call import tell_settled
from bot.oncall.place_call import call_delivered, call_failed
from bot.oncall.show_summons import note_of
from bot.outbox.delivery import Call as Sending
from bot.outbox.delivery import Delivery, Skip
from bot.uow import UnitOfWork
from models.call import Call
from models.outbox import OutboxItem

#: Tries before the next way is taken: a few seconds, or half a minute where nothing answers at all.
TRIES: Final = 3

#: Seconds that a way may ask to be left alone before the next one is taken instead.
LONGEST_WAIT: Final = 15.0

#: The same for letting it fall silent, for which there is no other way.
_LONGEST_SILENCE: Final = 3600.0


class PlaceCall(Delivery):
    """One call by one way."""

    kind = "place_call"
    is_discreet = True
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Sending:
        """Put it into words, unless somebody has answered by now."""
        call = await session.get_one(Call, item.intent["call_id"])
        if not call.is_open:
            raise Skip("nobody needs to be called any more")
        note = await note_of(session, call, desk)
        return Sending(args={"way": call.way, "note": note}, item_id=item.id, notes={"try": item.attempts})

    async def send(self, call: Sending, desk: Desk) -> dict[str, Any]:
        """Place it."""
        way = desk.ways.get(call.args["way"])
        if way is None:
            raise ChatError("there is no such way here", method=self.kind, permanent=True)
        try:
            await way.place(call.args["note"])
        except NotReached as fault:
            raise _said(fault, self.kind, tries=call.notes["try"]) from fault
        return {}

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """The channel sees that it was delivered; who was quicker than it has ended it already."""
        call = await call_delivered(uow, item.intent["call_id"])
        if not call.is_open:
            await tell_settled(uow, call, Ending.ANSWERED)

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """The next way is taken at once."""
        await call_failed(uow, item.intent["call_id"], error.code)
        return True


class SettleCall(Delivery):
    """Tell the other side that a call was answered, or is over: what rings falls silent."""

    kind = "settle_call"
    is_discreet = True
    harmless_twice = True
    shows_incident = False

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Sending:
        """Name it as it was named when it was placed."""
        call = await session.get_one(Call, item.intent["call_id"])
        note = await note_of(session, call, desk)
        facts = {"way": call.way, "note": note, "ending": Ending(item.intent["ending"])}
        return Sending(args=facts, item_id=item.id, notes={"try": item.attempts})

    async def send(self, call: Sending, desk: Desk) -> dict[str, Any]:
        """Settle it."""
        way = desk.ways.get(call.args["way"])
        if way is None:
            return {}
        try:
            await way.settle(call.args["note"], call.args["ending"])
        except NotReached as fault:
            raise _said(
                fault, self.kind, tries=call.notes["try"], enough=10, longest=_LONGEST_SILENCE
            ) from fault
        return {}

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """It rings on until someone silences it there; nobody has to mend anything here."""
        return True


def _said(
    fault: NotReached, method: str, *, tries: int, enough: int = TRIES, longest: float = LONGEST_WAIT
) -> ChatError:
    """As the outbox hears of faults; whoever asks for more time than there is will not be asked again."""
    wait = fault.retry_after or 0.0
    is_over = fault.permanent or tries >= enough or wait > longest
    return ChatError(str(fault), method=method, permanent=is_over, unsure=fault.unsure, wait=wait)
