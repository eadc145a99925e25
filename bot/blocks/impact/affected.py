"""What an incident affects: one message of its channel, and the whole list as an answer to one person."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import groupby
from typing import Final

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.blocks.impact.views import AssetLine, DeadlineLine, FailingLine, ImpactView, ReceiptsView
from bot.blocks.kit import Message, actions, bullets, button, confirm, message, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import (
    Line,
    Part,
    beside,
    channel_link,
    line,
    link,
    moment,
    people,
    person,
    reads,
    strong,
)

#: Assets in the channel's message, and those that a person is answered; the rest is counted.
SHOWN: Final = 20
SHOWN_BY_COMMAND: Final = 80

_BLOCK: Final = 20
_NAME: Final = 80
#: What is alike shares a line when there are more of it than that, and so many names go into one.
_FEW: Final = 2
_NAMES: Final = 10
_OWNER: Final = 40
_NOTE: Final = 120

#: Of what may be many, and is said in a line.
_MOST_FAILING: Final = 3
_MOST_PATHS: Final = 3
_MOST_STEPS: Final = 6
_MOST_DEADLINES: Final = 5
_MOST_UNREAD: Final = 10


def impact_card(view: ImpactView) -> Message:
    """Draw the message of the channel."""
    head = (*_head(view), *_would_call(view))
    blocks, said = _list(view, SHOWN)
    told = _receipts(view.receipts) if view.receipts else ()
    rest = _rest(view, min(SHOWN, len(view.lines)))
    if below := [each for each in (rest, *told) if each]:
        blocks.append(rich(*below))
    if buttons := _buttons(view):
        blocks.append(actions(*buttons))
    return message([rich(*head), *blocks], *head, *told, *said, rest)


def impact_list(view: ImpactView) -> Message:
    """Answer one person with the ranked list, as far as one message goes."""
    head = _head(view)
    blocks, said = _list(view, SHOWN_BY_COMMAND)
    rest = _left(view, min(SHOWN_BY_COMMAND, len(view.lines)))
    if rest:
        blocks.append(rich(rest))
    if view.incident_id is not None and view.total:
        blocks.append(actions(button("Export as file", "impact_file", view.incident_id)))
    return message([rich(*head), *blocks], *head, *said, rest)


def _head(view: ImpactView) -> tuple[Line, ...]:
    failing = tuple(_failing(each, alone=len(view.failing) == 1) for each in view.failing[:_MOST_FAILING])
    if more := len(view.failing) - len(failing):
        failing = (*failing, line(f"and {more:,} more that fail by themselves"))
    unknown = ", ".join(clip(one_line(each), _NAME) for each in view.unknown[:_MOST_FAILING])
    return (
        *failing,
        line("Not in the lineage: ", unknown) if unknown else (),
        _downstream(view),
        _deadlines(view.deadlines),
    )


def _failing(each: FailingLine, *, alone: bool) -> Line:
    """`Most upstream failing: raw → stg_orders → orders`."""
    first = "Failing: " if alone and not each.paths else "Most upstream failing: "
    ways = " and ".join(_way(path[1:]) for path in each.paths[:_MOST_PATHS])
    more = f" and {len(each.paths) - _MOST_PATHS:,} more" if len(each.paths) > _MOST_PATHS else ""
    return line(first, strong(clip(one_line(each.name), _NAME)), f" {ways}{more}" if ways else "")


def _way(path: Sequence[str]) -> str:
    """Of a long way its ends."""
    names = [clip(one_line(name), _NAME) for name in path]
    if len(names) > _MOST_STEPS:
        names = [*names[:2], f"{len(names) - 4} more", *names[-2:]]
    return "→ " + " → ".join(names)


def _downstream(view: ImpactView) -> Line:
    if not view.total:
        return line("Nothing that is known reads from it.")
    owners = "1 owner" if view.owner_count == 1 else f"{view.owner_count:,} owners"
    whose = f"; {owners}" if view.owner_count else ""
    return line(strong(f"{view.total:,} downstream"), f": {', '.join(view.counts)}{whose}")


def _deadlines(deadlines: Sequence[DeadlineLine]) -> Line:
    parts: list[Part] = []
    for each in deadlines[:_MOST_DEADLINES]:
        parts += [", " if parts else " ", clip(one_line(each.what), _NAME), " ", moment(each.due_at)]
    more = len(deadlines) - _MOST_DEADLINES
    return line(strong("At risk:"), *parts, f" and {more:,} more" if more > 0 else "") if parts else ()


def _would_call(view: ImpactView) -> tuple[Line, ...]:
    whom = people(view.would_call[:_MOST_UNREAD])
    if view.is_drill:
        would: Line = (" A real incident would have brought in ", *whom, ".") if whom else ()
        return (line("This is a drill: nobody is called, and no owner is told.", *would),)
    if view.is_private and whom:
        return (line("Nobody is brought into a private incident by itself. The stewards are ", *whom, "."),)
    return ()


def _list(view: ImpactView, most: int) -> tuple[list[Block], list[Line]]:
    lines = asset_lines(view.lines[:most])
    blocks = [bullets(*lines[begin : begin + _BLOCK]) for begin in range(0, len(lines), _BLOCK)]
    return blocks, lines


def asset_lines(assets: Iterable[AssetLine]) -> list[Line]:
    """A line for each; but what comes in a row and differs by its name alone shares one."""
    groups = [list(alike) for _, alike in groupby(assets, key=_but_for_name)]
    return [
        line for alike in groups for line in (_together(alike) if len(alike) > _FEW else map(_alone, alike))
    ]


def _but_for_name(each: AssetLine) -> Hashable:
    said = (each.type, each.depth, each.owner, each.person_id, each.channel_id)
    # What has something of its own to say has a line of its own.
    return said if each.due_at is None and not each.note else (*said, each.name, each.due_at)


def _together(alike: Sequence[AssetLine]) -> list[Line]:
    """`mart_a, mart_b, mart_c · table, 3 steps down · finance, #finance-data`, so many names to a line."""
    parts = [alike[begin : begin + _NAMES] for begin in range(0, len(alike), _NAMES)]
    return [_said_of(", ".join(_name(each) for each in part), part[0]) for part in parts]


def _alone(each: AssetLine) -> Line:
    """`board_pack · dashboard, 3 steps down · finance, #finance-data · due 09:00`."""
    due: Line = ("due ", moment(each.due_at)) if each.due_at else ()
    note = clip(one_line(each.note), _NOTE)
    return beside(_said_of(_name(each), each), due, line(note) if note else ())


def _said_of(names: str, each: AssetLine) -> Line:
    steps = {None: "", 0: "", 1: ", 1 step down"}.get(each.depth, f", {each.depth} steps down")
    return beside((strong(names),), line(f"{each.type}{steps}"), _owner(each))


def _name(each: AssetLine) -> str:
    return clip(one_line(each.name), _NAME) or "—"


def _owner(each: AssetLine) -> Line:
    parts: list[Part] = [clip(one_line(each.owner), _OWNER)] if one_line(each.owner) else []
    for known in (
        person(each.person_id) if each.person_id else None,
        channel_link(each.channel_id) if each.channel_id else None,
    ):
        if known is not None:
            parts += [", ", known] if parts else [known]
    return tuple(parts)


def _rest(view: ImpactView, shown: int) -> Line:
    if view.total <= shown:
        return line(link(view.page_url, "The whole picture")) if view.page_url else ()
    left = f"and {view.total - shown:,} more: "
    if view.page_url:
        return line(left, link(view.page_url, "the whole list"))
    return reads(f"{left}`/incident impact` lists them")


def _left(view: ImpactView, shown: int) -> Line:
    if view.total <= shown:
        return ()
    file = ", in the file" if view.incident_id is not None else ", which matter less"
    return line(f"and {view.total - shown:,} more{file}")


def _receipts(receipts: ReceiptsView) -> tuple[Line, ...]:
    """`5 of 7 owners have read it. Not yet: @ana, #growth`."""
    told = receipts.told_count
    owners = "owner that was told has" if told == 1 else "owners that were told have"
    counted = line(strong(f"{receipts.read_count} of {told}"), f" {owners} read it.")
    waits = _some(" Not yet: ", receipts.unread_ids)
    refused = _some("Slack would not let me write to ", receipts.refused_ids)
    return ((*counted, *waits), (*refused, "; tell them another way.") if refused else ())


def _some(first: str, ids: Sequence[str]) -> Line:
    parts: list[Part] = []
    for each in ids[:_MOST_UNREAD]:
        named = person(each) if each.startswith(("U", "W")) else channel_link(each)
        parts += [", ", named] if parts else [first, named]
    more = len(ids) - _MOST_UNREAD
    return (*parts, f" and {more:,} more" if more > 0 else "") if parts else ()


def _buttons(view: ImpactView) -> tuple[InteractiveElement, ...]:
    if not view.is_open or view.incident_id is None:
        return ()
    buttons: list[InteractiveElement] = []
    if view.untold_count:
        first = "Notify owners" if view.receipts is None else "Notify the others"
        buttons.append(button(first, "notify_owners", view.incident_id))
    if view.receipts and view.receipts.unread_ids:
        count = len(view.receipts.unread_ids)
        whom = "1 owner who has" if count == 1 else f"{count} owners who have"
        asks = confirm("Ask once more", f"A message goes to the {whom} not read it.", "Chase")
        buttons.append(button("Chase", "chase_owners", view.incident_id, confirm=asks))
    return tuple(buttons)
