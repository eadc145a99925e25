"""What looks wrong to someone: the root of its thread, which shows how it stands, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.blocks.kit import Message, actions, button, message, note, quote, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, channel_link, line, link, moment, people, person, strong
from models.suspicion import SuspicionState

#: People that the first message calls; a team that has more of them names a few as responders.
CALLED = 10


@dataclass(frozen=True, kw_only=True)
class SuspicionView:
    """All that may be shown of a suspicion."""

    id: int
    state: SuspicionState
    words: str
    asked_by_id: str
    asked_at: datetime
    channel_id: str
    about_link: str | None = None
    thread_link: str | None = None
    looked_by_id: str | None = None
    looked_at: datetime | None = None
    answer: str | None = None
    answered_by_id: str | None = None
    answered_at: datetime | None = None
    #: None: it became none, or one that may not be named here.
    incident_ref: str | None = None
    incident_channel_id: str | None = None


def suspicion_card(view: SuspicionView, called: Sequence[str] = ()) -> Message:
    """Draw the root of the thread; `called` are asked to look: only the first posting pings them."""
    about: Line = (link(view.about_link, "the message it is about"),) if view.about_link else ()
    first = line(f"{_colour(view)} ", *_state(view))
    asked = beside(line("asked by ", person(view.asked_by_id), " ", moment(view.asked_at)), about)
    who: Line = line("Who can look? ", *people(tuple(called[:CALLED]))) if called and _waits(view) else ()
    said = clip(one_line(view.answer), 300) if view.answer and view.state is SuspicionState.ANSWERED else ""
    known: Line = (strong("Answer: "), said) if said else ()
    blocks: list[Block] = [rich(first), quote(view.words), rich(known, asked, who)]
    if buttons := _buttons(view):
        blocks.append(actions(*buttons))
    return message(blocks, first, line(clip(one_line(view.words), 1_000)), known, asked, who)


def asked_again(view: SuspicionView) -> Message:
    """Nobody has looked: say it once more, to the channel, without calling anybody anew."""
    asked = line("🔴 ", strong("Nobody has looked at this yet"), ", asked ", moment(view.asked_at), ":")
    words = clip(view.words, 500)
    return message([rich(asked), quote(words), actions(*_buttons(view))], asked, line(one_line(words)))


def answered(view: SuspicionView) -> Message:
    """The answer, in the thread."""
    by = line("🟢 ", person(view.answered_by_id or ""), " answers:")
    return message([rich(by), quote(view.answer or "")], by, line(one_line(view.answer or "")))


def told_asked(view: SuspicionView) -> Message:
    """Tell whoever asked where it is asked."""
    where: Line = (link(view.thread_link, "the thread"),) if view.thread_link else ("the thread",)
    asked = line(
        "You asked in ", channel_link(view.channel_id), ": ", strong(clip(one_line(view.words), 200))
    )
    return note(asked, line("You hear here who looks at it and what it is; follow it in ", *where, "."))


def told_looked_at(view: SuspicionView) -> Message:
    """Tell whoever asked that somebody looks."""
    looks = line("🟡 ", person(view.looked_by_id or ""), " is looking at what you asked: ", *_words(view))
    return note(looks)


def told_answered(view: SuspicionView) -> Message:
    """Tell whoever asked what it is."""
    first = line("🟢 ", person(view.answered_by_id or ""), " answers what you asked: ", *_words(view))
    blocks: list[Block] = [rich(first), quote(view.answer or "")]
    more: Line = (link(view.thread_link, "Ask on in the thread"),) if view.thread_link else ()
    if more:
        blocks.append(rich(line(*more)))
    return message(blocks, first, line(one_line(view.answer or "")), more)


def told_declared(view: SuspicionView, ref: str, channel_id: str | None) -> Message:
    """Tell whoever asked that it is an incident, and where; they are invited there."""
    where: Line = (" You are invited to ", channel_link(channel_id), ".") if channel_id else ()
    return note(line("What you asked became ", strong(ref), ": ", *_words(view), ".", *where))


def told_waits(view: SuspicionView) -> Message:
    """Ask whoever looks how it stands."""
    asked = line("You are looking since ", moment(view.looked_at or view.asked_at), " at: ", *_words(view))
    who = line(person(view.asked_by_id), " still waits for an answer.")
    return message([rich(asked, who), actions(*_buttons(view)[-2:])], asked, who)


def _words(view: SuspicionView) -> Line:
    words = clip(one_line(view.words), 200)
    return (link(view.thread_link, words),) if view.thread_link else (strong(words),)


def _waits(view: SuspicionView) -> bool:
    return view.state is SuspicionState.ASKED


def _colour(view: SuspicionView) -> str:
    """Red: nobody looks; yellow: somebody does; green: there is an answer, or a better place to ask."""
    if view.state is SuspicionState.ASKED:
        return "🔴"
    return "🟡" if view.state is SuspicionState.LOOKED_AT else "🟢"


def _state(view: SuspicionView) -> Line:
    match view.state:
        case SuspicionState.ASKED:
            return line(strong("Something looks wrong"))
        case SuspicionState.LOOKED_AT:
            when: Line = (" since ", moment(view.looked_at)) if view.looked_at else ()
            return line(strong("Being looked at"), " by ", person(view.looked_by_id or ""), *when)
        case SuspicionState.ANSWERED:
            when = (" ", moment(view.answered_at)) if view.answered_at else ()
            return line(strong("Answered"), " by ", person(view.answered_by_id or ""), *when)
        case SuspicionState.DECLARED:
            if view.incident_ref is None:
                return line(strong("Handled elsewhere"))
            room: Line = (" in ", channel_link(view.incident_channel_id)) if view.incident_channel_id else ()
            return line(strong(f"Became {view.incident_ref}"), *room)


def _buttons(view: SuspicionView) -> tuple[InteractiveElement, ...]:
    if view.state not in {SuspicionState.ASKED, SuspicionState.LOOKED_AT}:
        return ()
    looks = () if view.looked_by_id else (button("I'm looking", "suspicion_look", view.id, style="primary"),)
    return (
        *looks,
        button("Answer", "suspicion_answer", view.id),
        button("Declare", "suspicion_declare", view.id),
    )
