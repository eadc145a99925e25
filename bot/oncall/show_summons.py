"""Read calls as view data: for the channel, for who is called, and for what leaves the house."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.alerts.message_link import channel_link
from bot.blocks.oncall.call_text import subject_of, text_of
from bot.blocks.oncall.call_views import CalledView, CallView, SummonsView
from bot.desk import Desk
from bot.incidents.see_incidents import visible_to
from bot.integrations.ways.port import CallNote
from bot.oncall.ways_of import contact_of
from models.call import Call, Escalation, Summons
from models.incident import Incident
from models.place import Person, Place
from models.vocabulary import CallState


async def summons_view(session: AsyncSession, summons_id: int) -> SummonsView:
    """People called together, as it stands now."""
    summons = await session.get_one(Summons, summons_id)
    incident = await session.get_one(Incident, summons.incident_id)
    placed = select(Call).where(Call.summons_id == summons_id).order_by(Call.id)
    calls = (await session.scalars(placed)).all()
    return SummonsView(
        id=summons.id,
        incident_id=incident.id,
        kind=summons.kind,
        name=summons.name,
        by_id=summons.by_id,
        why=summons.why,
        is_drill=incident.is_drill,
        is_incident_open=incident.is_open,
        due_at=summons.due_at,
        ended_at=summons.ended_at,
        ended_by_id=summons.ended_by_id,
        remarks=tuple(summons.remarks),
        calls=tuple(_call_view(call) for call in calls),
    )


async def called_view(session: AsyncSession, call: Call) -> CalledView:
    """What they may know: of a private incident its title only once they are in its channel."""
    incident = await session.get_one(Incident, call.incident_id)
    summons = await session.get_one(Summons, call.summons_id)
    place = await session.get(Place, incident.id)
    escalation = await session.get(Escalation, incident.id)
    seen = select(Incident.id).where(Incident.id == incident.id, visible_to(call.person_id))
    may_know = (await session.scalars(seen)).one_or_none() is not None
    return CalledView(
        call_id=call.id,
        incident_ref=incident.ref,
        severity=incident.severity,
        title=incident.title if may_know else None,
        channel_id=place.channel_id if place and may_know else None,
        name=summons.name,
        by_id=summons.by_id,
        why=summons.why,
        state=call.state,
        settled_at=call.settled_at,
        answered_by_id=summons.ended_by_id or (escalation.acknowledged_by_id if escalation else None),
        is_incident_open=incident.is_open,
    )


async def note_of(session: AsyncSession, call: Call, desk: Desk) -> CallNote:
    """The call in words for a way outside of Slack, where a private incident is a number to everyone."""
    view = await called_view(session, call)
    incident = await session.get_one(Incident, call.incident_id)
    person = await session.get(Person, call.person_id)
    by = await session.get(Person, view.by_id) if view.by_id else None
    contact = contact_of(desk.playbook, call.person_id, person)
    if incident.is_private:
        view = CalledView(call_id=call.id, incident_ref=view.incident_ref, severity=view.severity, title=None)
    return CallNote(
        key=call.key,
        to=call.to or "",
        phone=contact.phone if contact else None,
        person=person.name if person else call.person_id,
        ref=view.incident_ref,
        severity=view.severity.value,
        subject=subject_of(view),
        text=text_of(view, by=by.name if by else None),
        link=channel_link(desk.identity.team_url, view.channel_id),
    )


def _call_view(call: Call) -> CallView:
    at = call.settled_at if call.state is CallState.ANSWERED else call.delivered_at
    return CallView(
        person_id=call.person_id, way=call.way, state=call.state, at=at or call.placed_at, fault=call.fault
    )
