"""The direct message to whoever has an alert in hand: it recovered, when, and after how long."""

from datetime import datetime, timedelta

from bot.blocks.alert_view import AlertView
from bot.blocks.kit import Message, note
from bot.blocks.parts import Line, line, moment, strong
from bot.blocks.triage_card import about


def recovered_for_owner(alert: AlertView, *, began_at: datetime | None, ended_at: datetime) -> Message:
    """Say what is fine again; whether it is, a person checks."""
    lasted: Line = (f" after {in_words(ended_at - began_at)}",) if began_at else ()
    told = line("🟢 ", strong("Recovered"), ", says the tool, ", moment(ended_at), *lasted, ".")
    return note(told, about(alert))


def in_words(length: timedelta) -> str:
    """About how long: `2 hours 5 minutes`, in the two largest units."""
    minutes = max(round(length.total_seconds() / 60), 0)
    days, rest = divmod(minutes, 1_440)
    parts = [(days, "day"), (rest // 60, "hour"), (rest % 60, "minute")]
    said = [f"{count} {word}{'' if count == 1 else 's'}" for count, word in parts if count]
    return " ".join(said[:2]) or "less than a minute"
