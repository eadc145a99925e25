"""How bad it is: the verb, the form, the five questions that suggest an answer, and what is chosen."""

from typing import Final

from bot.blocks.incidents.severity_form import impact_form
from bot.blocks.kit import note
from bot.blocks.parts import line
from bot.desk import Desk
from bot.incidents.answer_impact import answer_impact
from bot.incidents.change_severity import change_severity
from bot.incidents.show_incident import incident_view
from handlers.answer import Answer, Done, Open, Redraw, Say
from handlers.here import allow, incident_here, incident_of_form
from handlers.incoming import Incoming
from handlers.listeners import Listeners, Verbs
from handlers.show_forms import keep, require_open, show
from handlers.words import first_word, severity_of
from models.impact_severity import Answers, flaw_of
from models.vocabulary import Severity, label
from models.weighing import Weighing


async def severity(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`severity sev1 [why]` acts at once; `severity` opens the form."""
    incident_id = await incident_here(desk, incoming, "severity")
    word, why = first_word(rest)
    if not word:
        return await show(desk, "severity", incident_id)
    target = severity_of(word)
    async with desk.store.unit(incoming.inbox_id) as uow:
        incident = await change_severity(uow, incident_id, target, by_id=incoming.user_id, why=why)
    return Say(note(line(f"{incident.ref} is {label(incident.severity)}.")))


async def ask(desk: Desk, incoming: Incoming) -> Answer:
    """Suggest from impact: the five questions take the place of the form that the button stands in."""
    await allow(desk, incoming, incoming.number)
    async with desk.store.reading() as session:
        view = await incident_view(session, incoming.number, desk.clock())
        weighing = await session.get(Weighing, incoming.number)
    require_open(view)
    known = weighing.known if weighing else Answers(flaw=flaw_of(view.symptom))
    form = impact_form(view, known, private_metadata=keep(incident=view.id))
    return Redraw(form) if incoming.view_id else Open(form)


async def answer(desk: Desk, incoming: Incoming) -> Answer:
    """The five answers; what they suggest is chosen in the form that comes back."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await answer_impact(uow, incident_id, incoming.fields, by_id=incoming.user_id)
    return Redraw((await show(desk, "severity", incident_id)).view)


async def choose(desk: Desk, incoming: Incoming) -> Answer:
    """The chosen severity, and why."""
    incident_id = await incident_of_form(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await change_severity(
            uow,
            incident_id,
            Severity(incoming.fields["severity"]),
            by_id=incoming.user_id,
            why=incoming.fields.get("reason", ""),
            asks_why=True,
            seen_version=incoming.kept.get("version"),
        )
    return Done()


VERBS: Final[Verbs] = {"severity": severity}

FORMS: Final[Listeners] = {"severity": choose, "impact_answers": answer}

PRESSES: Final[Listeners] = {"suggest_severity": ask}
