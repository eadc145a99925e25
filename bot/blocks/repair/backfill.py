"""The backfill plan: one message in the thread of the card with a bar, and what owners are told of theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from slack_sdk.models.blocks import Block, ButtonElement

from bot.blocks.drawn_anew import Drawing
from bot.blocks.kit import Message, actions, bullets, button, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, channel_link, line, moment, person, strong
from bot.blocks.repair.views import BackfillLine, BackfillView
from bot.blocks.views import IncidentView
from models.backfill import OPEN, STATE_WORDS, BackfillState, bar

#: So many of those that are open have buttons of their own; Slack takes fifty blocks in a message.
SHOWN: Final = 10
_LISTED: Final = 60
_BLOCK: Final = 20
_NAME: Final = 80
_OWNER: Final = 40

_MARKS: Final[Mapping[BackfillState, str]] = {
    BackfillState.TO_DO: "○",
    BackfillState.RUNNING: "◐",
    BackfillState.DONE: "●",
    BackfillState.NOT_NEEDED: "–",
}
BUTTONS: Final[Mapping[BackfillState, str]] = {
    BackfillState.RUNNING: "Runs",
    BackfillState.DONE: "Done",
    BackfillState.NOT_NEEDED: "Not needed",
}


@dataclass(frozen=True, kw_only=True)
class BackfillTaskView:
    """What one owner sees to."""

    incident: IncidentView
    lines: tuple[BackfillLine, ...]
    #: From when to when an asset was bad, by its key.
    windows: Mapping[str, str] = field(default_factory=dict)
    #: Whether a channel is told, not a person.
    to_channel: bool = False
    by_id: str


@dataclass(frozen=True, kw_only=True)
class NobodysView:
    """A plan of which nobody sees to some, and who is asked for an owner."""

    plan: BackfillView
    asked_id: str | None = None


def backfill_board(view: BackfillView) -> Message:
    """Draw how far it is, what comes next with its buttons, and the rest in a line each."""
    first = _progress(view)
    following, rest = view.open_lines[:SHOWN], view.open_lines[SHOWN:]
    settled = [each for each in view.lines if each.state not in OPEN]
    blocks: list[Block] = [rich(first)]
    for each in following:
        blocks += [rich(_line(each)), actions(*_buttons(each))]
    listed = [_line(each) for each in (*rest, *settled)]
    shown = listed[:_LISTED]
    blocks += [bullets(*shown[begin : begin + _BLOCK]) for begin in range(0, len(shown), _BLOCK)]
    more: Line = (f"and {len(listed) - len(shown)} more",) if len(listed) > len(shown) else ()
    if more:
        blocks.append(rich(more))
    last = [button("Add assets", "backfill_add", view.incident_id)]
    if view.lines:
        last.insert(0, button("Change one", "backfill_change", view.incident_id))
    blocks.append(actions(*last))
    return message(blocks, first, *(_line(each) for each in following), *shown, more)


def backfill_over(view: BackfillView) -> Message:
    """Say in the channel that nothing is left to be computed anew."""
    drill: Line = ("DRILL · ",) if view.is_drill else ()
    return note(line(*drill, strong("Backfill over: "), f"{view.progress.words}."))


def backfill_nobodys(view: NobodysView, *, again: bool = False) -> Message:
    """Ask who leads for an owner of what is nobody's; once that is settled it says so."""
    lines = view.plan.nobodys
    drill: Line = ("DRILL · ",) if view.plan.is_drill else ()
    if not lines:
        return note(line(*drill, strong("Backfill: "), "somebody sees to all of it."))
    things, them = ("1 thing", "it") if len(lines) == 1 else (f"{len(lines)} things", "them")
    first = line(*drill, strong(f"Backfill: {'still ' if again else ''}nobody here sees to {things}."))
    whom: Line = (person(view.asked_id), ", ") if view.asked_id else ()
    asks = line(*whom, f"{'who' if whom else 'Who'} takes {them}?")
    rows = [_line(each, with_owner=each.owner_name is not None) for each in lines[:SHOWN]]
    if len(lines) > SHOWN:
        rows.append(line(f"and {len(lines) - SHOWN} more"))
    settles = button(f"Say who takes {them}", "backfill_nobodys", view.plan.incident_id, style="primary")
    drawing = Drawing("nobodys", str(view.plan.incident_id))
    return message(
        [rich(first, asks), bullets(*rows), actions(settles, name=drawing.row())], first, asks, *rows
    )


def backfill_task(view: BackfillTaskView, *, again: bool = False) -> Message:
    """Tell an owner what of theirs is to be computed anew; `again` asks about what is open still."""
    incident = view.incident
    if again:
        view = replace(view, lines=tuple(each for each in view.lines if each.state in OPEN))
    whose = "your team's" if view.to_channel else "yours"
    count = "One thing" if len(view.lines) == 1 else f"{len(view.lines)} things"
    title = clip(one_line(incident.title), 200) or "—"
    asks = "still to compute anew. How far is it?" if again else "to compute anew."
    first = line(strong(f"{incident.ref} {title}"), f": {count} of {whose} {asks}")
    where: Line = (" in ", channel_link(incident.channel_id)) if incident.channel_id else ()
    asked = line("Planned by ", person(view.by_id), where[0] if where else "", *where[1:], ".")
    blocks: list[Block] = [rich(first, asked)]
    shown = view.lines[:SHOWN]
    lines = [_line(each, with_owner=False, window=view.windows.get(each.asset, "")) for each in shown]
    for each, told in zip(shown, lines, strict=True):
        blocks.append(rich(told))
        if each.state in OPEN:
            blocks.append(actions(*_buttons(each)))
    more: Line = (
        (f"and {len(view.lines) - SHOWN} more, in the incident's thread",) if len(view.lines) > SHOWN else ()
    )
    if more:
        blocks.append(rich(more))
    return message(blocks, first, asked, *lines, more)


def _progress(view: BackfillView) -> Line:
    drill: Line = ("DRILL · ",) if view.is_drill else ()
    if not view.lines:
        return line(*drill, strong("Backfill"), ": nothing is planned yet.")
    return line(*drill, strong("Backfill "), f"{bar(view.progress)} {view.progress.words}")


def _line(each: BackfillLine, *, with_owner: bool = True, window: str = "") -> Line:
    """`◐ revenue, running, #finance-data`."""
    said = line(
        f"{_MARKS[each.state]} ",
        strong(clip(one_line(each.name), _NAME) or "—"),
        f", {STATE_WORDS[each.state]}",
    )
    bad = f", bad {clip(window, 420)}" if window else ""
    by: Line = (" by ", person(each.changed_by_id)) if each.changed_by_id else ()
    when: Line = (" ", moment(each.changed_at)) if each.changed_at else ()
    return line(*said, *by, *when, bad, *(_owner(each) if with_owner else ()))


def _owner(each: BackfillLine) -> Line:
    if each.owner_id is None:
        return (f" · {clip(one_line(each.owner_name), _OWNER)}",) if each.owner_name else (" · nobody's yet",)
    named = person(each.owner_id) if each.owner_id.startswith(("U", "W")) else channel_link(each.owner_id)
    return (" · ", named)


def _buttons(each: BackfillLine) -> Sequence[ButtonElement]:
    return [
        button(words, f"backfill_{state}", each.id)
        for state, words in BUTTONS.items()
        if state is not each.state
    ] + ([button("Give to someone", "backfill_give", each.id)] if each.owner_id is None else [])
