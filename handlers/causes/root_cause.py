"""The root cause, by command, button and form: a walk of which every press keeps what was typed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.blocks.causes.root_cause_form import cause_recorded
from bot.blocks.causes.root_causes import root_causes_board
from bot.blocks.kit import actions, button, message, rich
from bot.blocks.ledger.ledger_form import AGAIN
from bot.blocks.parts import line, reads
from bot.causes.answer_cause import answer_cause, drop_cause
from bot.causes.read_causes import find_cause, root_causes_view
from bot.desk import Desk
from bot.inbox.scrub import scrub
from handlers.answer import Answer, Done, Redraw, Replace, Say
from handlers.causes.show_walk import counted_causes, show_walk
from handlers.here import allow, incident_here, incident_of, incident_of_channel
from handlers.incoming import Incoming, number_in
from handlers.listeners import Listeners, Verbs
from models.blameless import blameless_hints
from models.cause_walk import (
    ASKED_ON,
    CHOICES,
    CauseFamily,
    CausePage,
    CausePart,
    Question,
    page_after,
    page_before,
)
from models.errors import LooksLikeData, OfOlderVersion
from models.evidence_guard import without_data
from models.root_cause import RootCause
from models.thread_message import ThreadMessage, ThreadTopic

Said = dict[Question, str]

_KIND: Final = re.compile(r"(data|logic|operations|ops)\s*(?::\s*|$)", re.IGNORECASE)


async def cause(desk: Desk, incoming: Incoming, rest: str) -> Answer:
    """`cause` opens the walk, or shows several; `cause logic: the join doubled rows` records at once."""
    incident_id = await incident_here(desk, incoming, "cause")
    if rest.lower() == "new":
        return await show_walk(desk, incident_id, incoming.user_id)
    if rest:
        return await _at_once(desk, incoming, incident_id, rest)
    return await _open(desk, incoming, incident_id)


async def _open(desk: Desk, incoming: Incoming, incident_id: int) -> Answer:
    """The one that is looked for, where it was left; of several their list."""
    counted = await counted_causes(desk, incident_id)
    if len(counted) > 1:
        async with desk.store.reading() as session:
            return Say(root_causes_board(await root_causes_view(session, incident_id)))
    cause_id = counted[0].id if counted else None
    return await show_walk(desk, incident_id, incoming.user_id, cause_id=cause_id)


async def _at_once(desk: Desk, incoming: Incoming, incident_id: int, rest: str) -> Answer:
    """What it was, and its kind where that stands before a colon; one that is looked for becomes this one."""
    kind = _KIND.match(rest)
    said: Said = {Question.STATEMENT: rest[kind.end() :] if kind else rest}
    if kind:
        word = kind[1].lower()
        said[Question.FAMILY] = (CauseFamily.OPERATIONS if word == "ops" else CauseFamily(word)).value
    looked_for = [
        each
        for each in await counted_causes(desk, incident_id)
        if not each.answers.get(Question.STATEMENT) and each.incident_id == incident_id
    ]
    async with desk.store.unit(incoming.inbox_id) as uow:
        cause_id = await answer_cause(
            uow,
            incident_id,
            said,
            by_id=incoming.user_id,
            cause_id=looked_for[0].id if looked_for else None,
            page=CausePage.CAUSE,
        )
    has_kind = bool(kind or (looked_for and looked_for[0].answers.get(Question.FAMILY)))
    told = line(
        "Recorded." if has_kind else "Recorded; its kind (data, logic or operations) is not said yet."
    )
    hints = [line(each) for each in blameless_hints(rest)]
    press = actions(button("Say more of it", "cause_continue", cause_id))
    return Say(message([rich(told, *hints), press], told, *hints))


async def sent(desk: Desk, incoming: Incoming) -> Answer:
    """Next, or Record on the last page: what was typed is kept first."""
    walk = await _walk(desk, incoming)
    page, said = walk.page, _said(incoming, walk.page)
    before = await _answers(desk, walk.cause_id)
    after = {**before, **{question: words.strip() for question, words in said.items()}}
    following = page_after(page, before, after)
    cause_id = await _keep(desk, incoming, walk, said, following or page)
    hints = blameless_hints(*(words for question, words in said.items() if question not in CHOICES))
    if following is None:
        return Redraw(cause_recorded(f"INC-{walk.incident_id}", hints)) if hints else Done()
    shown = await show_walk(
        desk, walk.incident_id, incoming.user_id, cause_id=cause_id, page=following, hints=hints
    )
    return Redraw(shown.view)


async def turn(desk: Desk, incoming: Incoming, *, back: bool = False) -> Answer:
    """Back, or the page that was chosen; what was typed is kept, or comes back without the data in it."""
    walk = await _walk(desk, incoming)
    said = _said(incoming, walk.page)
    target = page_before(walk.page) if back else _page(incoming.value)
    try:
        cause_id = await _keep(desk, incoming, walk, said, target)
    except LooksLikeData as refused:
        if incoming.inbox_id is not None:
            await scrub(desk.store, incoming.inbox_id)
        shown = await show_walk(
            desk,
            walk.incident_id,
            incoming.user_id,
            cause_id=walk.cause_id,
            page=walk.page,
            instead={question: without_data(words) for question, words in said.items()},
            suffix="" if any(name.endswith(AGAIN) for name in incoming.asked) else AGAIN,
            fault=(*reads(refused.what), " ", *reads(refused.remedy), " Below is the same without it."),
        )
        return Redraw(shown.view)
    hints = blameless_hints(*(words for question, words in said.items() if question not in CHOICES))
    shown = await show_walk(
        desk, walk.incident_id, incoming.user_id, cause_id=cause_id, page=target, hints=hints
    )
    return Redraw(shown.view)


async def press_kind(desk: Desk, incoming: Incoming) -> Answer:
    """A gate wants the kind of cause: the page that asks for it, of the first cause that lacks it."""
    await allow(desk, incoming, incoming.number)
    counted = await counted_causes(desk, incoming.number)
    lacking = [each for each in counted if each.family is None] or counted
    cause_id = lacking[0].id if lacking else None
    return await show_walk(desk, incoming.number, incoming.user_id, cause_id=cause_id, page=CausePage.CAUSE)


async def press_open(desk: Desk, incoming: Incoming) -> Answer:
    """The button of the control panel: what the verb does alone."""
    await allow(desk, incoming, incoming.number)
    return await _open(desk, incoming, incoming.number)


async def press_new(desk: Desk, incoming: Incoming) -> Answer:
    """One more cause."""
    await allow(desk, incoming, incoming.number)
    return await show_walk(desk, incoming.number, incoming.user_id)


async def press_continue(desk: Desk, incoming: Incoming) -> Answer:
    """Where it was left."""
    incident_id = await _incident_of(desk, incoming)
    return await show_walk(desk, incident_id, incoming.user_id, cause_id=incoming.number)


async def press_part(desk: Desk, incoming: Incoming, *, part: CausePart) -> Answer:
    """Main, or contributing only; of a dropped one it counts again."""
    incident_id = await _incident_of(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        said = {Question.PART: part.value}
        await answer_cause(uow, incident_id, said, by_id=incoming.user_id, cause_id=incoming.number)
    return await _settled(desk, incoming, incident_id)


async def press_drop(desk: Desk, incoming: Incoming) -> Answer:
    """It was none after all."""
    incident_id = await _incident_of(desk, incoming)
    async with desk.store.unit(incoming.inbox_id) as uow:
        await drop_cause(uow, incoming.number, by_id=incoming.user_id)
    return await _settled(desk, incoming, incident_id)


async def _settled(desk: Desk, incoming: Incoming, incident_id: int) -> Answer:
    """The message in the thread redraws itself; an answer to a command shows the truth by this."""
    number = await incident_of_channel(desk, incoming.channel_id) or incident_id
    async with desk.store.reading() as session:
        shown = await session.get(ThreadMessage, (number, ThreadTopic.ROOT_CAUSES))
        if shown is not None and shown.message_ts == incoming.message.get("ts"):
            return Done()
        return Replace(root_causes_board(await root_causes_view(session, number)))


async def _incident_of(desk: Desk, incoming: Incoming) -> int:
    incident_id = await incident_of(desk, RootCause, incoming.number)
    await allow(desk, incoming, incident_id)
    return incident_id


@dataclass(frozen=True, slots=True)
class _Walk:
    """The incident, the cause where it is kept already, and the page that was filled in."""

    incident_id: int
    cause_id: int | None
    page: CausePage


async def _walk(desk: Desk, incoming: Incoming) -> _Walk:
    """Which one the form is about, for whoever may act in it."""
    kept = incoming.kept
    incident_id = number_in(kept.get("incident"))
    await allow(desk, incoming, incident_id)
    cause_id = number_in(kept["cause"]) if "cause" in kept else None
    if cause_id is not None and await incident_of(desk, RootCause, cause_id) != incident_id:
        await allow(desk, incoming, await incident_of(desk, RootCause, cause_id))
    return _Walk(incident_id, cause_id, _page(kept.get("page")))


def _page(word: object) -> CausePage:
    if word not in set(CausePage):
        raise OfOlderVersion
    return CausePage(str(word))


def _said(incoming: Incoming, page: CausePage) -> Said:
    """What the page asked, answered or left empty; what it did not ask stays as it is."""
    asked = {name.removesuffix(AGAIN) for name in incoming.asked}
    return {
        question: str(incoming.fields.get(question.value, ""))
        for question in ASKED_ON[page]
        if question.value in asked
    }


async def _answers(desk: Desk, cause_id: int | None) -> Mapping[Question, str]:
    if cause_id is None:
        return {}
    async with desk.store.reading() as session:
        return (await find_cause(session, cause_id)).answers


async def _keep(desk: Desk, incoming: Incoming, walk: _Walk, said: Said, goes_on: CausePage) -> int | None:
    async with desk.store.unit(incoming.inbox_id) as uow:
        return await answer_cause(
            uow, walk.incident_id, said, by_id=incoming.user_id, cause_id=walk.cause_id, page=goes_on
        )


VERBS: Final[Verbs] = {"cause": cause}

FORMS: Final[Listeners] = {"cause_walk": sent}

PRESSES: Final[Listeners] = {
    "cause": press_kind,
    "cause_open": press_open,
    "cause_new": press_new,
    "cause_continue": press_continue,
    "cause_main": partial(press_part, part=CausePart.MAIN),
    "cause_contributing": partial(press_part, part=CausePart.CONTRIBUTING),
    "cause_drop": press_drop,
    "cause_page": turn,
    "cause_back": partial(turn, back=True),
}
