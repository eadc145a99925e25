"""Read what people type after `oncall`: `override @ana from tomorrow until friday 09:00 for finance`."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.desk import Desk
from bot.oncall.preview import known_team, teams_of
from bot.oncall.teams_with import teams_with
from handlers.incoming import Incoming
from handlers.until_words import person_zone
from handlers.words import split_person
from models.durations import parse_span
from models.errors import FieldRefused
from models.until import read_until

_SPAN: Final = re.compile(
    r"(?:(?:from|starting)\s+(?P<start>.+?)\s+)?(?P<word>until|till|to|for)\s+(?P<end>.+)", re.IGNORECASE
)
_HOW: Final = "As in `/incident oncall override @ana until friday 09:00`, with `from` where it begins later."


@dataclass(frozen=True, slots=True)
class OverrideWish:
    """Who is to be on call, for which team, from when to when."""

    team: str
    person_id: str
    from_at: datetime
    until_at: datetime


async def read_override(desk: Desk, incoming: Incoming, text: str) -> OverrideWish:
    """Take it apart. Raises FieldRefused, UnknownWord."""
    words, person_id = split_person(desk, text)
    if person_id is None:
        raise FieldRefused("user", "Nobody is named.", _HOW)
    words, team = take_team(desk, words)
    span = _SPAN.fullmatch(words.strip())
    if span is None:
        raise FieldRefused("until", "It is not said until when.", _HOW)
    zone = await person_zone(desk, incoming.user_id)
    now = desk.clock()
    try:
        start = (span["start"] or "now").strip().lower()
        from_at = now if start == "now" else read_until(start, now, zone)
        if span["word"].lower() == "for":
            until_at = desk.playbook.working_hours.of(zone).after(from_at, parse_span(span["end"]))
        else:
            until_at = read_until(span["end"], from_at, zone)
    except ValueError as unread:
        raise FieldRefused("until", f"{str(unread)[0].upper()}{str(unread)[1:]}.", _HOW) from unread
    return OverrideWish(
        team or await team_meant(desk, person_id, incoming.user_id), person_id, from_at, until_at
    )


async def read_swap(desk: Desk, incoming: Incoming, text: str) -> tuple[str, str]:
    """For which team, and with whom. Raises FieldRefused, UnknownWord."""
    words, person_id = split_person(desk, text)
    if person_id is None:
        raise FieldRefused("user", "Nobody is named.", "As in `/incident oncall swap @ben`.")
    words, team = take_team(desk, words)
    named = re.fullmatch(r"(?:for\s+)?(.*)", words.strip(), re.IGNORECASE | re.DOTALL)
    if named is not None and named[1]:
        team = known_team(desk.playbook, named[1])
    return team or await team_meant(desk, incoming.user_id, person_id), person_id


def take_team(desk: Desk, words: str) -> tuple[str, str | None]:
    """Take `for finance` out: what is left, and the team; the longest name that is one of ours."""
    for team in sorted(teams_of(desk.playbook), key=len, reverse=True):
        found = re.search(rf"(?:^|\s)for\s+{re.escape(team)}(?=\s|$)", words, re.IGNORECASE)
        if found is not None:
            return f"{words[: found.start()]} {words[found.end() :]}".strip(), team
    return words, None


async def team_meant(desk: Desk, *people: str) -> str:
    """The team that is meant where none is named: the only one, or the only one of these people.

    Raises FieldRefused.
    """
    teams = list(desk.playbook.on_call)
    async with desk.store.reading() as session:
        of_each = [await teams_with(session, desk.playbook, person) for person in people]
    for meant in ([team for team in teams if all(team in of for of in of_each)], *of_each, teams):
        if len(meant) == 1:
            return meant[0]
    if not teams:
        raise FieldRefused(
            "team", "Nobody takes turns yet.", "Write who does under `on_call` in the playbook."
        )
    names = ", ".join(f"`for {team}`" for team in teams[:10])
    raise FieldRefused("team", "It is not said for which team.", f"Add one of {names}.")
