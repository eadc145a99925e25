"""A signal with where it came from, and what the playbook says about it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.alerts.maintenance import held_by, windows_now
from bot.alerts.match_rules import in_domain, matching_rules
from bot.desk import Desk
from models.known import Rule
from models.quiet import Quiet
from models.signal import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where signals came from: the stored row, and the message that bore them."""

    inbox_id: int | None = None
    channel_id: str | None = None
    message_ts: str | None = None
    link: str | None = None
    #: The alert channel in which they show; for a message its own.
    alert_channel_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One signal, ready to be decided."""

    signal: Signal
    origin: Origin = Origin()
    #: The rules that hold for it, in order.
    rules: tuple[Rule, ...] = ()
    #: Work on the systems that the playbook announces, where it concerns this.
    announced: Quiet | None = None


def heard_of(desk: Desk, signals: Iterable[Signal], origin: Origin) -> list[Heard]:
    """Hold the playbook against signals of one origin."""
    playbook, find_channel = desk.playbook, desk.directory.channel
    windows = windows_now(playbook, desk.clock())
    found = []
    for told in signals:
        signal = in_domain(told, playbook.alerts.domains)
        rules = matching_rules(playbook.alerts.rules, signal, origin.channel_id, find_channel)
        announced = held_by(windows, signal, origin.channel_id, find_channel) if windows else None
        found.append(Heard(signal=signal, origin=origin, rules=rules, announced=announced))
    return found


def home_channel(desk: Desk) -> str | None:
    """Where alerts show that came by no message: as the playbook says, else the first watched channel."""
    named = [desk.playbook.alerts.post_to] if desk.playbook.alerts.post_to else desk.playbook.watch
    return next((found for name in named if (found := desk.directory.channel(name))), None)
