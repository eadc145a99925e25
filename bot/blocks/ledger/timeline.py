"""The latest of the ledger as text, with an offer of the whole as a file."""

from collections.abc import Sequence

from bot.blocks.kit import Message, actions, bullets, button, message, rich
from bot.blocks.ledger.entries import entry_line
from bot.blocks.limits import SECTION_TEXT, clip
from bot.blocks.parts import Line, Part, line, link, moment, reads, strong, width
from bot.blocks.views import EntryView, IncidentView

_SHOWN = 25
_ENTRY_TEXT = 300


def timeline(view: IncidentView, entries: Sequence[EntryView], *, total: int | None = None) -> Message:
    """Show the latest entries, the newest last; `entries` come oldest first, `total` counts them all."""
    shown = _that_fit(entries)
    count = max(total or 0, len(entries))
    first = line(strong(f"{view.ref} timeline"), *reads(_counted(len(shown), count)))
    blocks = [bullets(*shown, under=first)] if shown else [rich(first)]
    correct = [button("Correct an entry", "ledger_amend", view.id)] if shown else []
    blocks.append(actions(button("Export as file", "timeline_file", view.id), *correct))
    # The fallback text has less room, most of it taken by links and times.
    return message(blocks, first, *shown[-10:])


def _that_fit(entries: Sequence[EntryView]) -> tuple[Line, ...]:
    """Take the newest lines that one message holds, and give them oldest first."""
    fitting: list[Line] = []
    room = SECTION_TEXT
    for entry in reversed(entries[-_SHOWN:]):
        told = _told(entry)
        room -= width(told)
        if room < 0:
            break
        fitting.insert(0, told)
    return tuple(fitting)


def _told(entry: EntryView) -> Line:
    source: tuple[Part, ...] = ("  ", link(entry.link, "message")) if entry.link else ()
    said = tuple(clip(part, _ENTRY_TEXT) if isinstance(part, str) else part for part in entry_line(entry))
    return line(moment(entry.at), "  ", *said, *source)


def _counted(shown: int, count: int) -> str:
    if count == 0:
        return ": nothing is recorded yet. Add to ledger, or `/incident note`, begins it."
    if shown == count:
        return f", {count} entries" if count > 1 else ", 1 entry"
    return f", the latest {shown} of {count} entries; the file has them all"
