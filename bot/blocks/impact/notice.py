"""What an owner downstream is told: that something of theirs is affected, once more if they have not read it,
and that it is over. One message for all that is theirs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from slack_sdk.models.blocks import Block

from bot.blocks.impact.affected import asset_lines
from bot.blocks.impact.views import AssetLine
from bot.blocks.incident_lines import capital, leads, meanwhile
from bot.blocks.kit import Message, actions, bullets, button, message, note, quote, rich
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, channel_link, line, moment, person, strong
from bot.blocks.views import IncidentView
from models.vocabulary import label

#: Of what is theirs; the rest is counted.
SHOWN: Final = 20


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """One notice, with the incident as it stands now."""

    id: int
    incident: IncidentView
    assets: tuple[AssetLine, ...]
    #: How many there are in all.
    total: int
    sent_by_id: str
    sent_at: datetime
    #: What is wrong, as people call it; empty: several things, or what nobody has named.
    source: str = ""
    #: Whether a channel is told, not a person.
    to_channel: bool = False
    words: str | None = None
    read_at: datetime | None = None
    read_by_id: str | None = None


def notice(view: NoticeView) -> Message:
    """Draw what the owner is told, and who has read it."""
    first, standing, theirs = _what(view), _standing(view), _theirs(view)
    assets = asset_lines(view.assets[:SHOWN])
    rest = view.total - len(view.assets[:SHOWN])
    more = (line(f"and {rest:,} more"),) if rest > 0 else ()
    instead = meanwhile(view.incident)
    blocks: list[Block] = [rich(first, standing, instead)]
    blocks.append(bullets(*assets, *more, under=theirs) if assets else rich(theirs))
    added: Line = ()
    if view.words and one_line(view.words):
        added = line(person(view.sent_by_id), " adds:")
        blocks.append(quote(view.words, under=added))
    asks = _asks(view)
    blocks.append(rich(asks, _read(view)))
    if view.read_at is None and view.incident.is_open:
        blocks.append(actions(button("Acknowledge", "notice_read", view.id, style="primary")))
    said = (*added, one_line(view.words)) if added and view.words else ()
    return message(blocks, first, standing, instead, theirs, *assets, *more, said, asks, _read(view))


def chased(view: NoticeView) -> Message:
    """Ask once more, in two lines."""
    if view.read_at is not None:
        return note(line("Read: ", *_named(view)), _read(view))
    waits = line("🟡 ", strong("Not read yet"), ", sent ", moment(view.sent_at), ": ", *_named(view))
    asks = line(_counted(view.total), " read from it. Please say that you have seen it.")
    press = button("Acknowledge", "notice_read", view.id, style="primary")
    return message([rich(waits, asks), actions(press)], waits, asks)


def over(view: NoticeView) -> Message:
    """It is over, in a line; how it ended, and what it was."""
    incident = view.incident
    how = f" as {label(incident.outcome)}" if incident.outcome else ""
    when: Line = (" ", moment(incident.closed_at)) if incident.closed_at else ()
    what = clip(one_line(incident.cause or ""), 300)
    return note(
        line("🟢 ", strong(f"{incident.ref} is over"), ": ", _title(incident), f", closed{how}", *when, "."),
        line("What it was: ", what) if what else (),
    )


def again(view: NoticeView) -> Message:
    """It was taken up again after all."""
    said = line("🔴 ", strong(f"{view.incident.ref} is open again"), ": ", _title(view.incident), ".")
    return note(said, line("What you were told of may still be wrong; you hear when it is over."))


def _what(view: NoticeView) -> Line:
    incident = view.incident
    colour = "🔴 " if incident.is_open else ""
    return line(colour, strong(f"{incident.ref} {label(incident.severity)}"), ": ", _title(incident))


def _standing(view: NoticeView) -> Line:
    incident = view.incident
    since = incident.began_at or incident.noticed_at or incident.declared_at
    if not incident.is_open:
        return line("It began ", moment(since), " and is closed.")
    next_word: Line = (". Next word by ", moment(incident.next_update_at)) if incident.next_update_at else ()
    stage = capital(label(incident.stage))
    return line("Since ", moment(since), f". {stage}, ", *leads(incident), *next_word, ".")


def _theirs(view: NoticeView) -> Line:
    whose = "of your team's" if view.to_channel else "of yours"
    first, reads = ("This ", " reads") if view.total == 1 else (f"These {view.total:,} ", " read")
    return line(first, whose, reads, " from ", clip(one_line(view.source), 80) or "it", ":")


def _asks(view: NoticeView) -> Line:
    incident = view.incident
    if not incident.is_open:
        return ()
    where: Line = (" in ", channel_link(incident.channel_id)) if incident.channel_id else ()
    return line("Say so", *where, " if a decision or a delivery hangs on any of it.")


def _read(view: NoticeView) -> Line:
    if view.read_at is None:
        return ()
    by: Line = (" by ", person(view.read_by_id)) if view.read_by_id else ()
    return line("Acknowledged", *by, " ", moment(view.read_at))


def _named(view: NoticeView) -> Line:
    return (strong(view.incident.ref), " ", _title(view.incident))


def _title(incident: IncidentView) -> str:
    return clip(one_line(incident.title), 300) or "—"


def _counted(total: int) -> str:
    return "One thing of yours" if total == 1 else f"{total:,} things of yours"
