"""Who may do what here, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.blocks.incident_lines import capital
from bot.blocks.kit import Message, bullets, message
from bot.blocks.limits import clip, one_line
from bot.blocks.parts import Line, Part, line, person, strong
from models.permission import WORDS, Act
from models.vocabulary import Severity, label


@dataclass(frozen=True, kw_only=True)
class Named:
    """A role, person or group that the playbook names, and who that is now."""

    words: str
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PermissionView:
    """One act: for whom it is, and whether the one who asks is among them."""

    act: Act
    #: None: whoever sees the incident.
    named: tuple[Named, ...] | None
    may: bool


@dataclass(frozen=True, kw_only=True)
class WhoView:
    """What the answer is about; outside of an incident there is no severity."""

    permissions: tuple[PermissionView, ...]
    severity: Severity | None = None
    is_private: bool = False
    is_guest: bool = False


#: Of one role or group.
_MOST_PEOPLE = 10


def who_may(view: WhoView) -> Message:
    """One line for each act; what the playbook keeps for some names them."""
    kept = [each for each in view.permissions if each.named is not None]
    free = [each for each in view.permissions if each.named is None]
    at = f" at {label(view.severity)}" if view.severity else ""
    lines = [_kept(each) for each in kept]
    if free:
        lines.append(_free(free))
    lines += _always(view)
    under = line(strong(f"Who may do what here{at}"))
    return message([bullets(*lines, under=under)], under, *lines)


def _kept(each: PermissionView) -> Line:
    parts: list[Part] = [strong(capital(WORDS[each.act])), ": "]
    for index, named in enumerate(each.named or ()):
        parts += [" or " if index else "", clip(one_line(named.words), 100), *_people(named)]
    return line(*parts, "; you may" if each.may else "; you may not")


def _people(named: Named) -> Sequence[Part]:
    if not named.people:
        return () if named.words.startswith("@") else (" (nobody now)",)
    shown: list[Part] = []
    for each in named.people[:_MOST_PEOPLE]:
        shown += [", " if shown else " (", person(each)]
    more = len(named.people) - _MOST_PEOPLE
    return (*shown, f" and {more} more)" if more > 0 else ")")


def _free(free: list[PermissionView]) -> Line:
    words = ", ".join(WORDS[each.act] for each in free)
    who = "whoever sees the incident" if any(each.may for each in free) else "the team, not guests"
    return line(strong(capital(words)), ": ", who)


def _always(view: WhoView) -> list[Line]:
    """What no playbook changes."""
    if view.is_guest:
        return [line("You are a guest here: you may read and note.")]
    seen = "Only members of this channel see the incident, whatever their role" if view.is_private else ""
    return [line(f"{seen}.")] if seen else []
