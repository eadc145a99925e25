"""Open the walk to a root cause on one of its pages, with what is known already."""

from collections.abc import Mapping

from bot.blocks.causes.root_cause_form import CauseFormView, cause_form
from bot.blocks.causes.views import RootCauseView
from bot.blocks.parts import Line
from bot.causes.read_causes import causes_of_incident, find_cause
from bot.causes.what_is_known import what_is_known
from bot.desk import Desk
from handlers.answer import Open
from handlers.show_forms import keep
from models.cause_walk import CausePage, CausePart, Question


async def show_walk(
    desk: Desk,
    incident_id: int,
    asked_by_id: str,
    *,
    cause_id: int | None = None,
    page: CausePage | None = None,
    hints: tuple[str, ...] = (),
    fault: Line = (),
    instead: Mapping[Question, str] | None = None,
    suffix: str = "",
) -> Open:
    """One cause, or a new one; without a page where it was left. `instead` stands in for what is kept."""
    async with desk.store.reading() as session:
        cause = await find_cause(session, cause_id) if cause_id is not None else None
        page = page or (cause.page if cause else CausePage.LINEAGE)
        known = await what_is_known(desk, session, incident_id, page, asked_by_id=asked_by_id)
    view = CauseFormView(
        ref=f"INC-{incident_id}",
        page=page,
        label=cause.label if cause else "",
        answers={**(cause.answers if cause else {}), **(instead or {})},
        part=cause.part if cause else CausePart.MAIN,
        known=known,
        hints=hints,
        fault=fault,
        suffix=suffix,
    )
    kept = keep(incident=incident_id, cause=cause_id, page=page.value)
    return Open(cause_form(view, private_metadata=kept))


async def counted_causes(desk: Desk, incident_id: int) -> list[RootCauseView]:
    """Those of an incident that were not dropped."""
    async with desk.store.reading() as session:
        return [each for each in await causes_of_incident(session, incident_id) if each.counts]
