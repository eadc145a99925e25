"""The declare forms: one form makes one incident, however often it is sent."""

from typing import Final

from bot.desk import Desk
from bot.incidents.declare_incident import Report
from bot.incidents.declare_incident import declare as declare_incident
from bot.incidents.declare_past import declare_past as declare_past_incident
from bot.suspicions.promote import promote
from handlers.answer import Answer, Done
from handlers.here import allow
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners
from models.vocabulary import Severity, Symptom


async def declare(desk: Desk, incoming: Incoming) -> Answer:
    """Something is wrong now."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await uow.once(f"declared:{incoming.view_id}")
        suspicion_id = incoming.kept.get("suspicion")
        if suspicion_id is None:
            await declare_incident(uow, report_of(incoming))
        else:
            await promote(uow, number_in(suspicion_id), report_of(incoming))
    return Done()


async def declare_past(desk: Desk, incoming: Incoming) -> Answer:
    """Something was wrong: the times are those at which things happened."""
    await allow(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await uow.once(f"declared:{incoming.view_id}")
        await declare_past_incident(
            uow,
            report_of(incoming),
            began_at=incoming.moment("began_at"),
            noticed_at=incoming.moment("noticed_at"),
            fixed_at=incoming.moment("fixed_at"),
        )
    return Done()


def report_of(incoming: Incoming) -> Report:
    """What the form says; where it was declared from is kept beside the fields."""
    fields, kept = incoming.fields, incoming.kept
    return Report(
        title=fields.get("title", ""),
        by_id=incoming.user_id,
        severity=Severity(fields.get("severity", Severity.SEV3)),
        domain=fields.get("domain"),
        symptom=Symptom(fields["symptom"]) if "symptom" in fields else None,
        asset=fields.get("asset"),
        note=fields.get("note"),
        began_at=incoming.moment("began_at"),
        is_private="private" in fields,
        is_drill="drill" in fields,
        origin_channel_id=kept.get("channel"),
        origin_ts=kept.get("ts"),
        origin_link=kept.get("link"),
        response_url=kept.get("response_url"),
    )


FORMS: Final[Listeners] = {
    "declare": declare,
    "declare_past": declare_past,
}
