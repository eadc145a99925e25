"""The direct message to whoever has alerts in hand: they recovered, when, and after how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.blocks.kit import Message, bullets, message, note
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, beside, line, link, moment, strong


@dataclass(frozen=True, kw_only=True)
class RecoveredView:
    """One alert that the tool calls fine again."""

    title: str
    source: str
    ended_at: datetime
    began_at: datetime | None = None
    link: str | None = None


def recovered_for_owner(recovered: Sequence[RecoveredView], *, more: int = 0) -> Message:
    """Say what is fine again; whether it is, a person checks. Raises ValueError for nothing."""
    if not recovered:
        raise ValueError("nothing recovered")
    if len(recovered) == 1 and not more:
        return note(line("🟢 ", strong("Recovered"), ", says the tool: ", *_told(recovered[0])))
    first = line("🟢 ", strong(f"{len(recovered) + more} of your alerts recovered"), ", say the tools:")
    others = (line(f"and {more} more"),) if more else ()
    lines = (*(_told(each) for each in recovered), *others)
    return message([bullets(*lines, under=first)], first, *lines)


def in_words(length: timedelta) -> str:
    """About how long: `2 hours 5 minutes`, in the two largest units."""
    minutes = max(round(length.total_seconds() / 60), 0)
    days, rest = divmod(minutes, 1_440)
    parts = [(days, "day"), (rest // 60, "hour"), (rest % 60, "minute")]
    said = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count]
    return " ".join(said[:2]) or "less than a minute"


def _told(view: RecoveredView) -> Line:
    source = one_line(view.source)
    named: Line = (link(view.link, source),) if view.link else (source,)
    lasted = f" after {in_words(view.ended_at - view.began_at)}" if view.began_at else ""
    return beside((strong(clip(one_line(view.title), 200) or "—"),), named, (moment(view.ended_at), lasted))
