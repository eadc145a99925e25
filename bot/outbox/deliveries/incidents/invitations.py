"""Bring people into the incident's channel, all in one call; those whom Slack refuses are named, no more."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from bot.access import kept_out_of_private
from bot.channels.notice_members import known_members
from bot.desk import Desk
from bot.errors import ChatError
from bot.impact.call_stewards import stewards_at_hand
from bot.incidents.show_change import redraw
from bot.incidents.show_incident import incident_view
from bot.outbox.deliveries.channel import opened_channel
from bot.outbox.delivery import Call, Delivery, Postpone, Skip
from bot.slack.codes import ALREADY_SO
from bot.uow import UnitOfWork
from models.incident import Incident
from models.ledger import EntryKind
from models.outbox import OutboxItem
from models.place import Member, Place

#: docs.slack.dev/reference/methods/conversations.invite: "up to 100 users".
AT_ONCE: Final = 100

#: Seconds between looks for people whom Slack has not told us of yet.
_LOOK_AGAIN: Final = 2.0
_UNREAD: Final = "people have not been read from Slack yet"


class InvitePeople(Delivery):
    """Who declared, who holds a role, and the playbook's responders; or the people that the item names."""

    kind = "invite_people"
    method = "conversations.invite"
    harmless_twice = True

    async def render(self, item: OutboxItem, session: AsyncSession, desk: Desk) -> Call:
        """Say whom, as things stand now."""
        incident = await session.get_one(Incident, item.incident_id)
        place = await session.get_one(Place, item.incident_id)
        named = item.intent.get("people")
        is_early = named is None and not desk.directory.knows_people
        if is_early and item.intent.get("the_rest"):
            raise Postpone(_LOOK_AGAIN, _UNREAD)
        people = named if named is not None else await _everyone(incident, session, desk)
        if incident.is_private:
            kept_out = await kept_out_of_private(desk, session, incident, people)
            people = [user_id for user_id in people if user_id not in kept_out]
        if item.intent.get("unless_there"):
            there = await known_members(session, opened_channel(place))
            people = [user_id for user_id in people if user_id not in there]
        if not people:
            raise Postpone(_LOOK_AGAIN, _UNREAD) if is_early else Skip("there is nobody to invite")
        return Call(args={"channel": opened_channel(place), "users": people}, notes={"is_early": is_early})

    async def send(self, call: Call, desk: Desk) -> dict[str, Any]:
        """Invite as many at once as Slack takes; `force` lets the rest in when one cannot be invited."""
        result: dict[str, Any] = {"invited": [], "refused": {}, "is_early": call.notes["is_early"]}
        people = call.args["users"]
        for begin in range(0, len(people), AT_ONCE):
            answer = await _invite(call.args["channel"], people[begin : begin + AT_ONCE], desk)
            result["invited"] += answer["invited"]
            result["refused"] |= answer["refused"]
        return result

    async def applied(self, item: OutboxItem, result: dict[str, Any], uow: UnitOfWork, desk: Desk) -> None:
        """The ledger names who came and whom Slack refused; who was not known yet follows."""
        incident = await uow.session.get_one(Incident, item.incident_id)
        if result.get("is_early"):
            await uow.announce("invite_people", incident=incident, unless_there=True, the_rest=True)
        if result["invited"]:
            await _keep_members(uow, incident.id, result["invited"])
            uow.record(incident.entry(EntryKind.PEOPLE_INVITED, at=uow.now, people=result["invited"]))
        if result["refused"]:
            await _name_unreached(uow, incident, result["refused"])

    async def refused(self, item: OutboxItem, error: ChatError, uow: UnitOfWork, desk: Desk) -> bool:
        """A refusal of all is told like a refusal of one: it never holds up the rest."""
        if error.code in {"channel_not_found", "is_archived", "not_in_channel", "missing_scope"}:
            return False
        incident = await uow.session.get_one(Incident, item.incident_id)
        people = item.intent.get("people") or await _everyone(incident, uow.session, desk)
        await _name_unreached(uow, incident, dict.fromkeys(people, error.code))
        return True


async def _invite(channel_id: str, people: list[str], desk: Desk) -> dict[str, Any]:
    try:
        answer = await desk.chat.call(
            "conversations.invite", channel=channel_id, users=",".join(people), force=True
        )
    except ChatError as refused:
        if refused.code in ALREADY_SO:
            return {"invited": people, "refused": {}}
        if not refused.people:
            raise
        return _sorted(people, refused.people)
    return _sorted(people, answer.get("errors") or [])


async def _keep_members(uow: UnitOfWork, incident_id: int, people: Sequence[str]) -> None:
    """Slack let them in: they may see a private incident from now on, before its next word about members."""
    place = await uow.session.get_one(Place, incident_id)
    if place.channel_id is None or not people:
        return
    rows = [{"channel_id": place.channel_id, "user_id": user_id} for user_id in people]
    await uow.put(Member, *rows)


async def _name_unreached(uow: UnitOfWork, incident: Incident, refused: dict[str, str]) -> None:
    uow.record(incident.entry(EntryKind.PEOPLE_UNREACHED, at=uow.now, people=refused))
    place = await uow.session.get_one(Place, incident.id, with_for_update=True)  # others add to the list, too
    place.unreached_ids = sorted({*(place.unreached_ids or ()), *refused})
    await redraw(uow, incident)


async def _everyone(incident: Incident, session: AsyncSession, desk: Desk) -> list[str]:
    people = [incident.declared_by_id] if incident.declared_by_id else []
    view = await incident_view(session, incident.id, desk.clock())
    people += [held.user_id for held in view.roles]
    people += await stewards_at_hand(desk, session, incident)
    if not incident.is_private:
        people += responders(desk)
    known = [desk.directory.person(user_id) for user_id in people]
    gone = {person.user_id for person in known if person and (person.has_left or person.is_bot)}
    return [user_id for user_id in dict.fromkeys(people) if user_id not in gone | {desk.identity.user_id}]


def responders(desk: Desk) -> list[str]:
    """Whom the playbook names, people and the members of groups alike."""
    return [user_id for named in desk.playbook.responders for user_id in desk.directory.people_named(named)]


def _sorted(people: list[str], errors: Sequence[dict[str, Any]]) -> dict[str, Any]:
    refused = {
        error["user"]: error.get("error", "refused")
        for error in errors
        if error.get("user") and error.get("error") not in ALREADY_SO
    }
    return {"invited": [user_id for user_id in people if user_id not in refused], "refused": refused}
