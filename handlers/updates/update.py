"""Updates: what is told by verb and by form, where it stands, and when the next word comes."""

from typing import Final

from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.blocks.updates.update_form import NO_NEXT
from bot.desk import Desk
from bot.updates.post_update import post_update
from handlers.answer import Answer, Done, Redraw, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import lists_all, show, show_update
from models.durations import parse_span
from models.errors import GateHolds
from models.vocabulary import Stage


async def update(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`update what is known` posts at once, with the usual next one due; `update` opens the form."""
    incident_id = await incident_here(desk, incoming, "update")
    if not rest:
        return await show(desk, "update", incident_id)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await post_update(uow, incident_id, rest, by_id=incoming.user_id)
    return Say(note(line("Your update is on its way.")))


async def press_update(desk: Desk, incoming: Incoming) -> Answer:
    """The form of an update; as it lies below others, for the stage that it was kept from."""
    await allow(desk, incoming, incoming.number)
    to = incoming.kept.get("to")
    return await show_update(desk, incoming.number, Stage(to) if to in set(Stage) else None)


async def sent_update(desk: Desk, incoming: Incoming) -> Answer:
    """What is told, where it stands, and when the next word comes.

    Words take long to write: others may change the incident meanwhile, unless this moves the stage, too. What
    a gate wants of that has its button on the form then, beside what was typed.
    """
    incident_id = await incident_of_form(desk, incoming)
    fields, kept = incoming.fields, incoming.kept
    due = fields.get("next_due", NO_NEXT)
    moves = "stage" in fields and fields["stage"] != kept.get("stage")
    message, target = fields.get("message", ""), Stage(fields["stage"]) if moves else None
    try:
        async with desk.store.unit(incoming.inbox_id) as uow:
            await post_update(
                uow,
                incident_id,
                message,
                by_id=incoming.user_id,
                stage=target,
                next_due=None if due == NO_NEXT else parse_span(due),
                seen_version=kept.get("version") if moves else None,
            )
    except GateHolds as holds:
        if lists_all(incoming, holds) and kept.get("to") == target:
            raise
        return Redraw((await show_update(desk, incident_id, target, message=message, next_due=due)).view)
    return Done()


VERBS: Final[Verbs] = {"update": update}

FORMS: Final[Listeners] = {"update": sent_update}

PRESSES: Final[Listeners] = {"update": press_update}
