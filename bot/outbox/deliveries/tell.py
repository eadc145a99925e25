"""Direct messages: a brief for a role, an offer, an answer that found no better way."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.alerts.owner_notice import RecoveredView, recovered_for_owner
from bot.blocks.incidents.brief import brief
from bot.blocks.incidents.declared_notice import declared_notice, not_opened
from bot.blocks.incidents.hand_off import hand_off_declined, hand_off_offer, handed_over
from bot.blocks.incidents.trouble import Trouble, trouble_notice
from bot.blocks.kit import Message
from bot.blocks.ledger.catchup import left_open
from bot.blocks.ledger.data_notice import not_kept
from bot.blocks.oncall.on_call import overridden, override_ended
from bot.blocks.oncall.shift_digest import shift_digest
from bot.blocks.repair.holds import hold_given, hold_task
from bot.blocks.review_card import review_stuck
from bot.blocks.suspicions import suspicion_card
from bot.blocks.views import IncidentView
from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from bot.incidents.show_hand_off import hand_off_view
from bot.incidents.show_incident import incident_view
from bot.ledger.catch_up import catch_up
from bot.oncall.read_digest import read_digest
from bot.oncall.show_on_call import override_views
from bot.outbox.deliveries.suspicions.threads import view_to_tell
from bot.outbox.delivery import Skip
from bot.outbox.post import Letter, Post
from bot.repair.read_holds import find_hold
from bot.review.read_review import review_view
from models.concern import Concern
from models.incident import Incident
from models.outbox import OutboxItem
from models.vocabulary import Role

Facts = Mapping[str, Any]


class TellPerson(Post):
    """One direct message."""

    kind = "tell"

    async def compose(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Letter:
        """Render the text with what is true now; nothing of a private incident for those outside of it."""
        person_id = item.intent["person_id"]
        if not await _may_know(session, item):
            raise Skip("they are not in the channel of this private incident")
        return Letter(person_id, await self._message(item, session, desk))

    async def _message(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Message:
        facts: dict[str, Any] = item.intent
        if facts["what"] in OTHERS:
            return await OTHERS[facts["what"]](session, facts, desk)
        view = await incident_view(session, item.of_incident, desk.clock())
        match facts["what"]:
            case "brief":
                return await _brief(session, facts, desk, view)
            case "declared":
                return declared_notice(view)
            case "not_opened":
                return not_opened(view, facts["fault"])
            case "trouble":
                return trouble_notice(view, Trouble(facts["trouble"]))
            case "not_kept":
                return not_kept(view.ref, facts["entry_kind"], facts["found"])
            case unknown:
                raise ValueError(f"no text is named {unknown!r}")


async def _brief(session: AsyncSession, facts: Facts, desk: Desk, view: IncidentView) -> Message:
    """Whoever leads also hears what must not be forgotten."""
    by_id, role = facts.get("by_id"), Role(facts["role"])
    taken = by_id == facts["person_id"]
    leads = role is Role.COMMANDER
    left = left_open(await catch_up(session, view.id, desk.clock())) if leads else ()
    return brief(view, role, given_by_id=None if taken else by_id, left=left)


async def _offered(session: AsyncSession, facts: Facts, _desk: Desk) -> Message:
    return hand_off_offer(await hand_off_view(session, facts["hand_off_id"]))


async def _declined(session: AsyncSession, facts: Facts, _desk: Desk) -> Message:
    return hand_off_declined(await hand_off_view(session, facts["hand_off_id"]))


async def _handed_over(session: AsyncSession, facts: Facts, _desk: Desk) -> Message:
    return handed_over(await hand_off_view(session, facts["hand_off_id"]))


async def _stuck(session: AsyncSession, facts: Facts, desk: Desk) -> Message:
    return review_stuck(await review_view(session, facts["review_id"], desk.clock(), desk.playbook))


async def _recovered(session: AsyncSession, facts: Facts, _desk: Desk) -> Message:
    """What fires again by now is not told as fine."""
    views = []
    for each in facts["recovered"]:
        concern = await session.get(Concern, each["fingerprint"])
        if concern is not None and not concern.is_firing and not await _is_hidden(session, concern, facts):
            began_at = each["began_at"]
            views.append(
                RecoveredView(
                    title=concern.title,
                    source=concern.source,
                    link=concern.link,
                    began_at=datetime.fromisoformat(began_at) if began_at else None,
                    ended_at=datetime.fromisoformat(each["ended_at"]),
                )
            )
    if not views:
        raise Skip("all of it fires again")
    return recovered_for_owner(views, more=facts["more"])


async def _is_hidden(session: AsyncSession, concern: Concern, facts: Facts) -> bool:
    """An alert of a breach is told of to those alone who go on with it."""
    breach = select(Incident.id).where(
        Incident.id == concern.incident_id,
        Incident.breach_at.is_not(None),
        ~visible_to(facts["person_id"]),
    )
    return (await session.scalars(breach)).one_or_none() is not None


async def _suspicion(session: AsyncSession, facts: Facts, desk: Desk) -> Message:
    view = await view_to_tell(session, facts["suspicion_id"])
    if facts["what"] != "suspicion_declared":
        return SUSPICIONS[facts["what"]](view)
    incident = await incident_view(session, facts["incident_id"], desk.clock())
    return suspicion_card.told_declared(view, incident.ref, incident.channel_id)


async def _overridden(session: AsyncSession, facts: Facts, _desk: Desk) -> Message:
    """One that was ended meanwhile is told by the word about its end."""
    views = await override_views(session, facts["override_id"])
    if facts["what"] == "override_ended":
        return override_ended(views)
    if all(view.ended_by_id for view in views):
        raise Skip("it was ended meanwhile")
    return overridden(views)


async def _hold(session: AsyncSession, facts: Facts, desk: Desk) -> Message:
    view = await find_hold(session, facts["hold_id"])
    if view.released_at is not None:
        raise Skip("it is released by now")
    if view.holder_id != facts["person_id"]:
        raise Skip("it is somebody else's task by now")
    return hold_task(view, desk.clock())


async def _hold_given(session: AsyncSession, facts: Facts, _desk: Desk) -> Message:
    view = await find_hold(session, facts["hold_id"])
    if view.released_at is not None or view.holder_id == facts["person_id"]:
        raise Skip("it is released by now, or theirs again")
    return hold_given(view, by_id=facts["by_id"])


async def _shift(session: AsyncSession, facts: Facts, desk: Desk) -> Message:
    return shift_digest(await read_digest(session, facts, desk))


SUSPICIONS: Final[Mapping[str, Callable[[suspicion_card.SuspicionView], Message]]] = {
    "suspicion_asked": suspicion_card.told_asked,
    "suspicion_looked_at": suspicion_card.told_looked_at,
    "suspicion_answered": suspicion_card.told_answered,
    "suspicion_waits": suspicion_card.told_waits,
}

#: Texts about something else than an incident.
OTHERS: Final[Mapping[str, Callable[[AsyncSession, Facts, Desk], Awaitable[Message]]]] = {
    "handoff_offer": _offered,
    "handoff_declined": _declined,
    "handed_over": _handed_over,
    "review_stuck": _stuck,
    "alert_recovered": _recovered,
    "suspicion_declared": _suspicion,
    "override_made": _overridden,
    "shift": _shift,
    "hold": _hold,
    "hold_given": _hold_given,
    "override_ended": _overridden,
    **dict.fromkeys(SUSPICIONS, _suspicion),
}


async def _may_know(session: AsyncSession, item: OutboxItem) -> bool:
    """As every list has it; and who declared it hears what became of that before they are let in."""
    if item.incident_id is None or item.intent["what"] in {"declared", "not_opened"}:
        return True
    seen = select(Incident.id).where(Incident.id == item.incident_id, visible_to(item.intent["person_id"]))
    return (await session.scalars(seen)).one_or_none() is not None
