"""Who may do what, as a playbook may say it: acts, and whom each is for at which severity."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from models.vocabulary import Role, Severity


class Act(StrEnum):
    """What somebody does; every verb, button and form is one of these."""

    #: Looking, and noting: whoever sees the incident may, and no playbook takes that away.
    READ = "read"
    NOTE = "note"
    DECLARE = "declare"
    #: Whatever changes an incident and has no word of its own.
    RESPOND = "respond"
    ADVANCE = "advance"
    SEVERITY = "severity"
    CLOSE = "close"
    OVERRIDE = "override"
    PAGE = "page"
    NOTIFY = "notify"
    TRIAGE = "triage"
    SILENCE = "silence"
    DUTY = "duty"
    EXPORT = "export"
    BREACH = "breach"
    SEE_PRIVATE = "see_private"


#: What each is for people, after "You may not".
WORDS: Final[Mapping[Act, str]] = {
    Act.READ: "look at this",
    Act.NOTE: "note anything here",
    Act.DECLARE: "declare an incident",
    Act.RESPOND: "change this incident",
    Act.ADVANCE: "move it to another stage",
    Act.SEVERITY: "say how bad it is",
    Act.CLOSE: "close, reopen or merge it",
    Act.OVERRIDE: "leave a stage against its gate",
    Act.PAGE: "call people",
    Act.NOTIFY: "tell owners and stakeholders",
    Act.TRIAGE: "decide about alerts",
    Act.SILENCE: "silence alerts",
    Act.DUTY: "change who is on call",
    Act.EXPORT: "export the ledger",
    Act.BREACH: "declare a breach",
    Act.SEE_PRIVATE: "be brought into a private incident",
}

#: What whoever sees an incident may do in it, guests too; of these a playbook can keep exporting alone.
LOOKING: Final = frozenset({Act.READ, Act.NOTE, Act.EXPORT})

#: These happen outside of any incident too: there is no role and no severity to go by.
OUTSIDE: Final = frozenset({Act.DECLARE, Act.TRIAGE, Act.SILENCE, Act.DUTY})


@dataclass(frozen=True, slots=True)
class Permitted:
    """For whom an act is: roles in the incident, people and user groups, at all severities or at some."""

    by_severity: Mapping[Severity, tuple[str, ...]]

    def at(self, severity: Severity | None) -> tuple[str, ...] | None:
        """Those named for a severity; none where everybody may. Without one, those named for all."""
        if severity is None:
            return next(iter(self.by_severity.values()), None)
        return self.by_severity.get(severity)


def permits(named: Collection[str] | None, *, roles: Collection[Role], groups: Collection[str]) -> bool:
    """Whether somebody who holds these roles, and is meant by these names, may. None: everybody may."""
    if named is None:
        return True
    return any(each in groups or each in roles for each in named)
