"""Catch up: all that a late-comer needs, on one screen. Only they see it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block

from bot.blocks.causes.root_causes import FAMILY_WORDS, PART_WORDS
from bot.blocks.causes.views import RootCauseView
from bot.blocks.incident_lines import ending, heading, held_roles, meanwhile, promise, standing
from bot.blocks.incidents.asks import asks_of
from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.ledger.change_card import STATE_WORDS
from bot.blocks.ledger.views import ChangeView, EvidenceView, HypothesisView
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, line, link, moment, person, strong
from bot.blocks.repair.views import BackfillView, HoldView, WindowView
from bot.blocks.views import IncidentView
from models.backfill import bar
from models.change import ChangeState
from models.hypothesis import HypothesisState

_TEXT: Final = 180
_SHOWN: Final = 4


@dataclass(frozen=True, kw_only=True)
class CatchupView:
    """What the record says, boiled down."""

    incident: IncidentView
    hypotheses: tuple[HypothesisView, ...] = ()
    #: Evidence about no hypothesis, the newest last.
    evidence: tuple[EvidenceView, ...] = ()
    changes: tuple[ChangeView, ...] = ()
    #: The newest last, each with when.
    decisions: tuple[tuple[datetime, str], ...] = ()
    follow_up_count: int = 0
    causes: tuple[RootCauseView, ...] = ()
    windows: tuple[WindowView, ...] = ()
    backfill: BackfillView | None = None
    #: Those that are not released.
    holds: tuple[HoldView, ...] = ()
    last_update: tuple[datetime, str | None, str] | None = None


def catchup(view: CatchupView) -> Message:
    """State, who, what is known, what was tried, what is next."""
    incident = view.incident
    state = standing(incident) if incident.is_open else ending(incident)
    first = line(strong(heading(incident)))
    since = line("Declared ", moment(incident.declared_at), *_began(incident))
    top = [first, beside(state, since), held_roles(incident), *_told(view)]
    sections = (
        ("What is known", _known(view)),
        ("What was tried", _tried(view)),
        ("What is next", _next(view)),
    )
    blocks: list[Block] = [rich(*top)]
    said = top
    for title, lines in sections:
        under = line(strong(title))
        blocks.append(bullets(*lines, under=under))
        said = [*said, under, *lines]
    blocks.append(actions(button("Timeline", "timeline", incident.id)))
    return message(blocks, *said)


def _began(view: IncidentView) -> Line:
    return (", began ", moment(view.began_at)) if view.began_at else ()


def _told(view: CatchupView) -> list[Line]:
    """The last word to those who wait."""
    if view.last_update is None:
        return []
    at, by_id, text = view.last_update
    by: Line = (" by ", person(by_id)) if by_id else ()
    return [line("Last update ", moment(at), *by, f": {_short(text)}")]


def _known(view: CatchupView) -> list[Line]:
    """What is held to be the cause, what may be, what was ruled out, and what was found beside."""
    found: list[Line] = []
    if view.incident.cause:
        found.append(line(strong("Cause: "), _short(view.incident.cause)))
    counted = [each for each in view.causes if each.counts]
    found += [_cause(each) for each in counted[:_SHOWN]]
    bad = [line(strong("Bad data: "), f"{_short(each.name)} {_short(each.words)}") for each in view.windows]
    found += [*bad[:_SHOWN], *_rest(len(bad), "bad")]
    for state, words in ((HypothesisState.SUPPORTED, "Supported"), (HypothesisState.OPEN, "Open")):
        of_state = [each for each in view.hypotheses if each.state is state]
        found += [_hypothesis(words, each) for each in of_state[:_SHOWN]]
        found += _rest(len(of_state), words.lower())
    gone = [each for each in view.hypotheses if each.state is HypothesisState.RULED_OUT]
    if gone:
        named = "; ".join(f"{each.name} {clip(one_line(each.text), 60)}" for each in gone[-_SHOWN:])
        found.append(line(strong("Ruled out: "), named))
        found += _rest(len(gone), "ruled out")
    found += [_evidence(each) for each in view.evidence[-_SHOWN:]]
    return found or [line("Nobody has written down yet what may be the cause.")]


def _cause(view: RootCauseView) -> Line:
    kind = f", {FAMILY_WORDS[view.family]}" if view.family else ""
    said = _short(view.statement or "") or "is looked for"
    return line(strong(f"Root cause {view.label}: "), f"{said} ({PART_WORDS[view.part]}{kind})")


def _hypothesis(words: str, view: HypothesisView) -> Line:
    count = len(view.evidence)
    evidence = f" ({count} {'piece' if count == 1 else 'pieces'} of evidence)" if count else ""
    why = view.last_verdict.why if view.last_verdict and view.state is HypothesisState.SUPPORTED else ""
    because = f": {_short(why)}" if why.strip() else ""
    return line(strong(f"{words}: "), f"{view.name} {_short(view.text)}{evidence}{because}")


def _evidence(view: EvidenceView) -> Line:
    address = view.typed.link or view.message_link
    where: Line = ("  ", link(address, "where")) if address else ()
    rows = f" ({view.typed.count:,} rows)" if view.typed.count is not None else ""
    return line(strong("Found: "), f"{_short(view.text)}{rows}", *where)


def _tried(view: CatchupView) -> list[Line]:
    """Changes with what became of them, and decisions."""
    done = [each for each in view.changes if each.life.state is not ChangeState.PLANNED]
    lines = [_change(each) for each in done[-_SHOWN:]]
    lines += _rest(len(done), "changed before")
    lines += [line(strong("Decided: "), _short(text)) for _, text in view.decisions[-_SHOWN:]]
    return lines or [line("Nothing has been changed or decided yet.")]


def _change(view: ChangeView) -> Line:
    words = STATE_WORDS[view.life.state].capitalize()
    temporary = ", for now only" if view.life.must_go else ""
    why = next((step.why for step in reversed(view.steps) if step.why.strip()), "")
    result = f": {_short(why)}" if why and view.life.state is not ChangeState.APPLIED else ""
    return line(strong(f"{words}{temporary}: "), f"{_short(view.text)}{result}")


def _next(view: CatchupView) -> list[Line]:
    """The promise, who is asked for what, and what must not be forgotten."""
    incident = view.incident
    lines: list[Line] = []
    if incident.is_open:
        lines = [promise(incident), *(ask.as_line() for ask in asks_of(incident))]
        if incident.interim:
            lines.append(meanwhile(incident))
    return [*lines, *left_open(view)] or [line("Nothing is open.")]


def left_open(view: CatchupView) -> list[Line]:
    """What must not be forgotten, whoever leads: backfill, holds, plans, temporary changes, follow-ups."""
    lines = _repair(view)
    planned = [each for each in view.changes if each.life.state is ChangeState.PLANNED]
    lines += [line(strong("Planned: "), _short(each.text)) for each in planned[:_SHOWN]]
    in_place = sum(each.life.must_go for each in view.changes)
    if in_place:
        things = "1 temporary change is" if in_place == 1 else f"{in_place} temporary changes are"
        lines.append(line(f"{things} still in place"))
    if view.follow_up_count:
        lines.append(line(f"Follow-ups so far: {view.follow_up_count}"))
    return lines


def _repair(view: CatchupView) -> list[Line]:
    """How far the backfill is, and what is held until when."""
    lines: list[Line] = []
    if view.backfill is not None and view.backfill.lines and not view.backfill.progress.is_over:
        progress = view.backfill.progress
        lines.append(line(strong("Backfill: "), f"{bar(progress)} {progress.words}"))
    return lines + [
        line(
            strong("Held: "),
            _short(each.what),
            " until ",
            moment(each.until_at),
            " by ",
            person(each.holder_id),
        )
        for each in view.holds[:_SHOWN]
    ]


def _rest(count: int, words: str) -> list[Line]:
    return [line(f"and {count - _SHOWN} more {words}")] if count > _SHOWN else []


def _short(text: str) -> str:
    return clip(one_line(text), _TEXT)
