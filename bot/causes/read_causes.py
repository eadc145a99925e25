"""The root causes of an incident, each with its newest answers."""

from collections import defaultdict

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.blocks.causes.views import RootCausesView, RootCauseView
from bot.ledger.merged_ids import merged_ids
from models.cause_walk import CausePart, Question
from models.errors import NotFound
from models.incident import Incident
from models.root_cause import CauseAnswer, RootCause


async def causes_of_incident(session: AsyncSession, incident_id: int) -> tuple[RootCauseView, ...]:
    """In the order in which they were begun, dropped ones among them; also of incidents merged into it."""
    ids = await merged_ids(session, incident_id)
    begun = select(RootCause).where(RootCause.incident_id.in_(ids)).order_by(RootCause.id)
    causes = (await session.scalars(begun)).all()
    if not causes:
        return ()
    answers = await _answers(session, [cause.id for cause in causes])
    return tuple(_view(cause, answers[cause.id], incident_id) for cause in causes)


async def find_cause(session: AsyncSession, cause_id: int) -> RootCauseView:
    """One of them. Raises NotFound."""
    cause = await session.get(RootCause, cause_id)
    if cause is None:
        raise NotFound("There is no such cause.", "`/incident cause` shows those that there are.")
    return _view(cause, (await _answers(session, [cause.id]))[cause.id], cause.incident_id)


async def root_causes_view(session: AsyncSession, incident_id: int) -> RootCausesView:
    """All of them, as their message shows them."""
    incident = await session.get_one(Incident, incident_id)
    return RootCausesView(
        incident_id=incident_id,
        causes=await causes_of_incident(session, incident_id),
        is_open=incident.is_open,
        is_drill=incident.is_drill,
    )


async def has_cause_family(session: AsyncSession, incident_id: int) -> bool:
    """Whether somebody said what kind of cause it was."""
    ids = await merged_ids(session, incident_id)
    said = exists().where(
        RootCause.incident_id.in_(ids),
        RootCause.family.is_not(None),
        RootCause.part != CausePart.DROPPED,
    )
    return bool(await session.scalar(select(said)))


async def cause_sentence(session: AsyncSession, incident_id: int) -> str | None:
    """What it was, in the words of the causes that count: those that are no more than contributing last."""
    counted = [each for each in await causes_of_incident(session, incident_id) if each.counts]
    ordered = sorted(counted, key=lambda each: each.part is not CausePart.MAIN)
    return "; ".join(each.statement.rstrip(". ") for each in ordered if each.statement) or None


async def _answers(session: AsyncSession, ids: list[int]) -> dict[int, dict[Question, str]]:
    """The newest on each question; an empty one takes back what was said."""
    said = select(CauseAnswer).where(CauseAnswer.cause_id.in_(ids)).order_by(CauseAnswer.id)
    newest: dict[int, dict[Question, str]] = defaultdict(dict)
    for answer in await session.scalars(said):
        newest[answer.cause_id][answer.question] = answer.words
    return defaultdict(
        dict,
        {
            cause_id: {question: words for question, words in answers.items() if words}
            for cause_id, answers in newest.items()
        },
    )


def _view(cause: RootCause, answers: dict[Question, str], shown_in: int) -> RootCauseView:
    elsewhere = "" if cause.incident_id == shown_in else f"INC-{cause.incident_id} "
    return RootCauseView(
        id=cause.id,
        incident_id=cause.incident_id,
        label=f"{elsewhere}C{cause.number}",
        answers=answers,
        family=cause.family,
        part=cause.part,
        page=cause.page,
        by_id=cause.begun_by_id,
        at=cause.begun_at,
    )
