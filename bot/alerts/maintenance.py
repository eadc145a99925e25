"""Announced work of the playbook: which windows are open now, and which of them holds for a signal."""

from dataclasses import dataclass
from datetime import datetime

from bot.alerts.match_rules import FindChannel, holds
from bot.playbook import Maintenance, Playbook
from models.quiet import Quiet
from models.signal import Signal
from models.vocabulary import SilenceKind, SilenceScope


@dataclass(frozen=True, slots=True)
class OpenWindow:
    """A window that is open at this moment."""

    window: Maintenance
    until_at: datetime


def windows_now(playbook: Playbook, now: datetime) -> tuple[OpenWindow, ...]:
    """The windows that are open; asked once for a batch of signals."""
    found = []
    for window in playbook.alerts.maintenance:
        until_at = window.window(playbook.working_hours.zone).open_until(now)
        if until_at is not None:
            found.append(OpenWindow(window, until_at))
    return tuple(found)


def held_by(
    windows: tuple[OpenWindow, ...],
    signal: Signal,
    channel_id: str | None = None,
    find_channel: FindChannel = lambda _name: None,
) -> Quiet | None:
    """The open window that holds for a signal; of several the one that ends last."""
    holding = [each for each in windows if holds(each.window.when, signal, channel_id, find_channel)]
    if not holding:
        return None
    last = max(holding, key=lambda each: each.until_at)
    return Quiet(
        until_at=last.until_at,
        because=last.window.name,
        kind=SilenceKind.MAINTENANCE,
        scope=SilenceScope.EVERYTHING,
    )
