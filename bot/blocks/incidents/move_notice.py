"""Short messages in a channel about alerts and incidents that somebody moved, each with the way back."""

from collections.abc import Sequence

from slack_sdk.models.blocks import Block, InteractiveElement

from bot.blocks.alerts.triage_card import about
from bot.blocks.alerts.views import AlertView
from bot.blocks.incident_lines import room
from bot.blocks.kit import Message, actions, button, message, note, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, line, person, strong
from bot.blocks.views import IncidentView
from models.same_cause import way
from models.vocabulary import label


def alert_attached(alert: AlertView, *, by_id: str, undo_id: int | None = None) -> Message:
    """Say that an alert belongs here now."""
    return with_undo(undo_id, line(person(by_id), " attached an alert: ", *about(alert)))


def alert_detached(
    alert: AlertView, *, by_id: str, to: IncidentView | None = None, undo_id: int | None = None
) -> Message:
    """Say that an alert belongs here no more, and where it is, if that may be said here."""
    gone: Line = line("Its card asks again what to do with it.") if undo_id else ()
    where = line("It belongs to ", *named(to), " now.") if to else gone
    return with_undo(undo_id, line(person(by_id), " detached an alert: ", *about(alert)), where)


def merged_away(
    view: IncidentView, into: IncidentView | None, *, by_id: str, along: str, undo_id: int, why: str = ""
) -> Message:
    """Tell the channel of what was merged where its problem is worked on now."""
    where = named(into) if into else line(strong("another incident"))
    first = line(strong(f"{view.ref} is merged into "), *where, " by ", person(by_id), _with(along, why))
    last = "Go on there" if into else "Its people go on there"
    return with_undo(undo_id, first, line(f"{last}; this channel stays as it is."))


def merged_here(
    view: IncidentView, merged: IncidentView | None, *, by_id: str, along: str, undo_id: int, why: str = ""
) -> Message:
    """Tell the channel that goes on what came to it; the worse severity is proposed."""
    if merged is None:
        where = line(strong("Another incident"), " was merged into this one by ", person(by_id))
        return with_undo(undo_id, line(*where, _with(along, why)))
    title = clip(one_line(merged.title), 200)
    first = line(*named(merged), f" “{title}” is merged into this one by ", person(by_id), _with(along, why))
    led: Line = (person(merged.commander_id), " led it and is invited here.") if merged.commander_id else ()
    if not view.is_open or merged.severity >= view.severity:
        return with_undo(undo_id, first, led)
    worse = line(f"It was {label(merged.severity)}; this one is {label(view.severity)}.")
    raising = f"{view.id}:{merged.severity.value}"
    return with_undo(
        undo_id, first, led, worse, first=button(f"Raise to {label(merged.severity)}", "severity_to", raising)
    )


def split_away(new: IncidentView | None, *, by_id: str, along: str, undo_id: int) -> Message:
    """Tell the channel that was split what went away, and where to."""
    where = line(*named(new), f" “{clip(one_line(new.title), 200)}”") if new else line("another incident")
    return with_undo(
        undo_id, line(person(by_id), " split this incident: ", f"{along} went into ", *where, ".")
    )


def split_here(source: IncidentView | None, *, by_id: str, along: str, undo_id: int) -> Message:
    """Tell the new channel where it comes from."""
    where = (
        line(*named(source), f" “{clip(one_line(source.title), 200)}”")
        if source
        else line("another incident")
    )
    return with_undo(undo_id, line(person(by_id), f" split this off, with {along}, from ", *where, "."))


def merge_undone(view: IncidentView, other: IncidentView | None, *, by_id: str) -> Message:
    """Tell a channel that the two are apart again."""
    apart = line(*named(other)) if other else line("the other incident")
    stands = line(f"{view.ref} is back in {label(view.stage)}.") if view.is_open else ()
    return note(line(person(by_id), " took the merge back: apart from ", *apart, " again."), stands)


def split_undone(view: IncidentView, other: IncidentView | None, *, by_id: str) -> Message:
    """Tell a channel that the two are one again."""
    whole = line(*named(other)) if other else line("the other incident")
    where = "its alerts are here again" if view.is_open else "its alerts are there again"
    return note(line(person(by_id), " took the split back: one with ", *whole, f" again, {where}."))


def fails_further_up(view: IncidentView, upper: IncidentView, path: Sequence[str]) -> Message:
    """Tell a channel where else it fails, further up: it may be one failure, and people say whether it is."""
    top = clip(one_line(path[0]), 100) if path else ""
    fails: Line = (f", where {top} fails",) if top else ()
    first = line(strong("It may be one failure with "), *named(upper), *fails, ".")
    reads = line(f"By lineage: {clip(one_line(way(path)), 600)}")
    merges = button("Merge", "merge_into", f"{view.id}:{upper.id}")
    return message([rich(first, reads), actions(merges)], first, reads)


def _with(along: str, why: str) -> str:
    because = f": {clip(one_line(why), 300)}" if why.strip() else "."
    return (f", with {along}" if along else "") + because


def with_undo(undo_id: int | None, *lines: Line, first: InteractiveElement | None = None) -> Message:
    """A message of a few lines, and the button that takes back what they tell."""
    buttons = [] if first is None else [first]
    if undo_id is not None:
        buttons.append(button("Undo", "undo_move", undo_id))
    blocks: list[Block] = [rich(*lines), *([actions(*buttons)] if buttons else [])]
    return message(blocks, *lines)


def named(view: IncidentView) -> Line:
    """An incident by its reference, and the channel to go to."""
    where: Line = (" in ", *room(view)) if view.channel_id else ()
    return line(strong(view.ref), *where)
