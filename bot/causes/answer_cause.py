"""Answer about a root cause: what a page of the walk says is kept at once, and overwrites nothing."""

from collections.abc import Mapping

from sqlalchemy import func, select

from bot.causes.read_causes import find_cause
from bot.incidents.show_change import redraw
from bot.incidents.show_in_thread import show_in_thread
from bot.uow import UnitOfWork
from models.cause_walk import (
    CHOICES,
    QUESTION_WORDS,
    Answers,
    CauseFamily,
    CausePage,
    CausePart,
    Question,
    changed_answers,
)
from models.errors import NothingToChange, OfOlderVersion
from models.incident import Incident
from models.ledger import EntryKind
from models.root_cause import CauseAnswer, RootCause
from models.thread_message import ThreadTopic


async def answer_cause(
    uow: UnitOfWork,
    incident_id: int,
    said: Mapping[Question, str],
    *,
    by_id: str,
    cause_id: int | None = None,
    page: CausePage | None = None,
) -> int | None:
    """Keep what was said of one cause, or of a new one; `page` is where the form goes on.

    Gives the cause's id; none where nothing was said of a new one. Works in a closed incident too: what is
    learnt afterwards belongs to the record. Raises NotFound, OfOlderVersion, LooksLikeData.
    """
    incident = await uow.incident(incident_id)
    said = {question: _checked(question, words) for question, words in said.items()}
    cause = await _cause(uow, cause_id)
    answers: Answers = (await find_cause(uow.session, cause.id)).answers if cause else {}
    part = cause.part if cause else CausePart.MAIN
    changed = changed_answers({Question.PART: part.value, **answers}, said)
    if cause is None and not any(changed.values()):
        return None
    is_new = cause is None
    cause = cause or await _begin(uow, incident, by_id)
    cause.page = page or cause.page
    if changed:
        _keep(uow, cause, changed, by_id)
        _record(uow, incident, cause, changed, by_id, is_new=is_new)
        await _show(uow, incident)
    return cause.id


async def drop_cause(uow: UnitOfWork, cause_id: int, why: str = "", *, by_id: str) -> None:
    """It was none after all; what was found out about it stays. Raises NotFound, NothingToChange."""
    incident = await uow.incident((await find_cause(uow.session, cause_id)).incident_id)
    cause = await uow.session.get_one(RootCause, cause_id, with_for_update=True)
    view = await find_cause(uow.session, cause_id)
    if not view.counts:
        raise NothingToChange(
            f"{view.label} was dropped already.", "Mark it main or contributing to keep it."
        )
    _keep(uow, cause, {Question.PART: CausePart.DROPPED.value}, by_id)
    uow.record(
        incident.entry(
            EntryKind.CAUSE_DROPPED,
            at=uow.now,
            by=by_id,
            text=why.strip() or (view.statement or ""),
            cause=f"C{cause.number}",
            of=cause.id,
        )
    )
    await _show(uow, incident)


def _checked(question: Question, words: str) -> str:
    """What is chosen is one of the choices. Raises OfOlderVersion."""
    if question in CHOICES and words and words not in set(CHOICES[question]):
        raise OfOlderVersion
    return words


async def _cause(uow: UnitOfWork, cause_id: int | None) -> RootCause | None:
    if cause_id is None:
        return None
    await find_cause(uow.session, cause_id)
    return await uow.session.get_one(RootCause, cause_id)


async def _begin(uow: UnitOfWork, incident: Incident, by_id: str) -> RootCause:
    """The incident's row is locked, so that no two begin the same one."""
    last = select(func.max(RootCause.number)).where(RootCause.incident_id == incident.id)
    number = ((await uow.session.scalar(last)) or 0) + 1
    cause = RootCause(
        incident_id=incident.id,
        number=number,
        part=CausePart.MAIN,
        page=CausePage.LINEAGE,
        begun_by_id=by_id,
        begun_at=uow.now,
    )
    uow.session.add(cause)
    await uow.session.flush()
    return cause


def _keep(uow: UnitOfWork, cause: RootCause, changed: Mapping[Question, str], by_id: str) -> None:
    uow.session.add_all(
        CauseAnswer(cause_id=cause.id, question=question, words=words, by_id=by_id, at=uow.now)
        for question, words in changed.items()
    )
    if Question.FAMILY in changed:
        family = changed[Question.FAMILY]
        cause.family = CauseFamily(family) if family else None
    if changed.get(Question.PART):
        cause.part = CausePart(changed[Question.PART])


def _record(
    uow: UnitOfWork,
    incident: Incident,
    cause: RootCause,
    changed: Mapping[Question, str],
    by_id: str,
    *,
    is_new: bool,
) -> None:
    told = [f"{QUESTION_WORDS[question]}: {_in_words(words)}" for question, words in changed.items()]
    kind = EntryKind.CAUSE_RECORDED if is_new else EntryKind.CAUSE_AMENDED
    uow.record(
        incident.entry(
            kind,
            at=uow.now,
            by=by_id,
            text="; ".join(told),
            cause=f"C{cause.number}",
            of=cause.id,
            family=cause.family,
            part=cause.part,
        )
    )


def _in_words(words: str) -> str:
    return words.replace("not_tried", "not tried") if words else "taken back"


async def _show(uow: UnitOfWork, incident: Incident) -> None:
    await show_in_thread(uow, incident.id, ThreadTopic.ROOT_CAUSES)
    await redraw(uow, incident)
