"""What the alerts of an incident have in common: a line for each cause, and for each alert that is alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block

from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, line, link, moment, reads, strong

#: Causes in the thread of the card, and those that `why` lists; Slack takes only so much in one message.
SHOWN: Final = 20
SHOWN_BY_WHY: Final = 80

#: Lines in one block of text.
_BLOCK: Final = 20


@dataclass(frozen=True, kw_only=True)
class CauseLine:
    """One cause with all that shares it, or one alert that shares nothing."""

    #: `run 8123`, `the asset finance.orders`; of one alert its title.
    words: str
    source: str
    since_at: datetime
    #: Different alerts, and those of them that fire still.
    alert_count: int = 1
    firing_count: int = 1
    link: str | None = None
    #: It came because it shares something with what was here, not because of the storm.
    came_along: bool = False


@dataclass(frozen=True, kw_only=True)
class CausesView:
    """What an incident's alerts have in common; of many only the most telling are at hand."""

    incident_id: int
    is_storm: bool = False
    is_open: bool = True
    lines: tuple[CauseLine, ...] = ()
    cause_count: int = 0
    alert_count: int = 0
    firing_count: int = 0


def causes_list(view: CausesView) -> Message:
    """The list in the thread of the card; what does not fit is told by `why`."""
    blocks, said = _list(view, SHOWN)
    if rest := view.cause_count - len(view.lines[:SHOWN]):
        more = reads(f"and {rest:,} more: `/incident why` lists them")
        blocks.append(rich(more))
        said.append(more)
    if view.is_open and view.cause_count > 1:
        blocks.append(actions(button("Split", "storm_split", view.incident_id)))
    return message(blocks, *said)


def causes_by_why(view: CausesView) -> Message:
    """The same as an answer to one person, as far as one message goes."""
    blocks, said = _list(view, SHOWN_BY_WHY)
    if rest := view.cause_count - len(view.lines[:SHOWN_BY_WHY]):
        more = line(f"and {rest:,} more, which fire less")
        blocks.append(rich(more))
        said.append(more)
    return message(blocks, *said)


def _list(view: CausesView, most: int) -> tuple[list[Block], list[Line]]:
    shown = view.lines[:most]
    blocks, said = [rich(*_head(view))], [*_head(view)]
    by_storm = [each for each in shown if not (view.is_storm and each.came_along)]
    along = [each for each in shown if view.is_storm and each.came_along]
    for title, lines in (("", by_storm), ("Came along, for what it shares with these:", along)):
        if lines:
            blocks += _bullets(title, lines)
            said += [*((line(title),) if title else ()), *(_line(each) for each in lines)]
    return blocks, said


def _head(view: CausesView) -> tuple[Line, ...]:
    alerts, causes = _counted(view.alert_count, "alert"), _counted(view.cause_count, "cause")
    fires = f"{view.firing_count:,} of them fire still" if view.firing_count else "none fires any more"
    if view.firing_count == view.alert_count:
        fires = "all fire" if view.alert_count > 1 else "it fires"
    what = line(strong(f"{alerts} of {causes}"), f"; {fires}.")
    if not view.is_storm:
        return (what,)
    why = line(
        "They are here because alerts had opened too many channels at once. "
        "Split what is a problem of its own."
    )
    return (what, why)


def _bullets(title: str, lines: Sequence[CauseLine]) -> list[Block]:
    parts = [lines[begin : begin + _BLOCK] for begin in range(0, len(lines), _BLOCK)]
    return [
        bullets(*(_line(each) for each in part), under=line(title) if title and part is parts[0] else ())
        for part in parts
    ]


def _line(each: CauseLine) -> Line:
    colour = "🔴" if each.firing_count else "🟢"
    words = clip(one_line(each.words), 100)
    count = ""
    if each.alert_count > 1:
        some = f", {each.firing_count:,} firing" if each.firing_count else ", all fine again"
        count = f"{each.alert_count:,} alerts{'' if each.firing_count == each.alert_count else some}"
    source: Line = (link(each.link, one_line(each.source)),) if each.link else (one_line(each.source),)
    return beside(
        (f"{colour} ", strong(words)), source, (count,) if count else (), ("since ", moment(each.since_at))
    )


def _counted(count: int, noun: str) -> str:
    return f"1 {noun}" if count == 1 else f"{count:,} {noun}s"
