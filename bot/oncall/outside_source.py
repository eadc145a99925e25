"""Where a team's schedule is kept when it is not kept here: PagerDuty, a calendar, a Slack user group."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.integrations.schedules.port import OutsideKind
from bot.playbook import Playbook


@dataclass(frozen=True, slots=True)
class OutsideSource:
    """One outside schedule, as the playbook names it."""

    kind: OutsideKind
    #: Ids of schedules, the address of a calendar, or a user group.
    where: tuple[str, ...]
    #: Whom its addresses and names mean.
    names: Mapping[str, str]
    #: Whose midnight is meant where only days are written.
    zone: ZoneInfo

    @property
    def key(self) -> str:
        """What was read: another address is another schedule. The address itself may be a secret."""
        said = json.dumps([self.kind, *self.where, sorted(self.names.items()), str(self.zone)])
        return hashlib.sha256(said.encode()).hexdigest()

    @property
    def name(self) -> str:
        """How people hear of it."""
        match self.kind:
            case OutsideKind.PAGERDUTY:
                return "the schedule in PagerDuty"
            case OutsideKind.ICAL:
                return "the calendar"
            case OutsideKind.GROUP:
                return f"the user group {self.where[0]}"


def source_of(playbook: Playbook, team: str) -> OutsideSource | None:
    """The outside schedule of a team; none where it keeps its own."""
    said = playbook.on_call.get(team)
    if said is None or not said.is_outside:
        return None
    zone = said.zone or playbook.working_hours.zone or ZoneInfo("UTC")
    if said.pagerduty:
        return OutsideSource(OutsideKind.PAGERDUTY, said.pagerduty, said.names, zone)
    if said.ical:
        return OutsideSource(OutsideKind.ICAL, (said.ical,), said.names, zone)
    return OutsideSource(OutsideKind.GROUP, (str(said.group),), said.names, zone)
