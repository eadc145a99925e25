"""The board of an alert channel: one pinned message that says what is red and what is yellow there now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block

from bot.blocks.kit import Message, bullets, header, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, Part, beside, channel_link, line, link, moment, person, strong
from models.vocabulary import Stage, label

#: Lines that are shown, of which yellow ones get at least so many where there are any.
SHOWN: Final = 15
YELLOW_AT_LEAST: Final = 5

_LONGEST_TITLE: Final = 110


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """One thing that is wrong: an alert with what its card speaks for, or an incident with its alerts."""

    title: str
    since_at: datetime
    #: The address of the alert's message, of its card, or of the tool's own page.
    link: str | None = None
    #: The tool; none for an incident.
    source: str | None = None
    #: Different alerts that this line stands for.
    alert_count: int = 1
    #: How often the alert fired since then.
    firing_count: int = 1
    flaps: bool = False
    #: Who said "it's mine", or leads the incident.
    person_id: str | None = None
    #: `INC-12`, its stage and its channel; never of a private one.
    incident_ref: str | None = None
    stage: Stage | None = None
    channel_id: str | None = None
    #: It belongs to an incident of which nothing may be said here.
    is_handled_elsewhere: bool = False


@dataclass(frozen=True, kw_only=True)
class BoardView:
    """An alert channel as it stands: each list in the order in which it is shown."""

    at: datetime
    red: tuple[BoardLine, ...] = ()
    yellow: tuple[BoardLine, ...] = ()
    #: Red ones that were too many to be read.
    unread_count: int = 0
    #: Fine again within the last day; quiet because someone said so.
    green_count: int = 0
    white_count: int = 0


def board(view: BoardView) -> Message:
    """Draw it: red first, the oldest on top; what does not fit is counted."""
    red, yellow = _shown(view)
    red_count = len(view.red) + view.unread_count
    title = _title(red_count, len(view.yellow))
    blocks: list[Block] = [header(title)]
    says: list[Line] = [line(title)]
    for heading, lines, count in (
        ("🔴 Nobody has these yet", red, red_count),
        ("🟡 In work", yellow, len(view.yellow)),
    ):
        if lines:
            drawn = [*(_line(each) for each in lines), *_more(count - len(lines))]
            under = line(strong(heading))
            blocks.append(bullets(*drawn, under=under))
            says += [under, *drawn]
    footer = _footer(view)
    blocks.append(rich(footer))
    return message(blocks, *says, footer)


def _shown(view: BoardView) -> tuple[Sequence[BoardLine], Sequence[BoardLine]]:
    red = view.red[: SHOWN - min(len(view.yellow), YELLOW_AT_LEAST)]
    return red, view.yellow[: SHOWN - len(red)]


def _title(red: int, yellow: int) -> str:
    if not red and not yellow:
        return "🟢 Nothing is red here"
    work = f", {yellow} in work" if yellow else ""
    return f"🔴 {red} red{work}" if red else f"🟡 Nothing is red{work}"


def _line(each: BoardLine) -> Line:
    title = clip(one_line(each.title), _LONGEST_TITLE) or "An alert without a title"
    named: Part = link(each.link, title) if each.link else strong(title)
    return beside(
        line(*_incident(each), named),
        (one_line(each.source),) if each.source else (),
        _who(each),
        line("since ", moment(each.since_at)),
        _counts(each),
    )


def _incident(each: BoardLine) -> Line:
    return (strong(f"{each.incident_ref} "),) if each.incident_ref else ()


def _who(each: BoardLine) -> Line:
    if each.is_handled_elsewhere:
        return ("handled elsewhere",)
    if each.incident_ref is None:
        return line(person(each.person_id), " has it") if each.person_id else ()
    stage: Line = (label(each.stage),) if each.stage else ()
    leads: Line = line(person(each.person_id), " leads") if each.person_id else ("nobody leads yet",)
    where: Line = (channel_link(each.channel_id),) if each.channel_id else ()
    return beside(stage, leads, where)


def _counts(each: BoardLine) -> Line:
    if each.flaps:
        return ("flaps",)
    if each.alert_count > 1:
        return (f"{each.alert_count} alerts",)
    return (f"{each.firing_count} times",) if each.firing_count > 1 else ()


def _more(count: int) -> tuple[Line, ...]:
    return ((f"and {count} more",),) if count > 0 else ()


def _footer(view: BoardView) -> Line:
    green = (f"🟢 {view.green_count} fine again since yesterday",) if view.green_count else ()
    white = (f"⚪ {view.white_count} expected or snoozed",) if view.white_count else ()
    return beside(green, white, line("As of ", moment(view.at)))
