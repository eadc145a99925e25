"""What is wrong with who is on call, beyond what one key can tell: lists of holidays and names of teams.

Read from the raw content, because pydantic compares parts only once all of them are right.
"""

import difflib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from bot.playbook.document import Place
from bot.playbook.fields import ON_CALL

#: How alike two names of teams are that are probably meant to be one.
_ALIKE: Final = 0.8


def on_call_mistakes(content: Any) -> list[tuple[Place, str]]:
    """Name lists of holidays that are not there, and teams that are probably misspelt."""
    teams, holidays = _names(content, "on_call"), _names(content, "holidays")
    found = [
        (place, f"there is no list “{name}” among the `holidays`{_meant(name, holidays)}")
        for place, name in _lists_named(content)
        if name not in holidays
    ]
    declared = _names(content, "teams")
    found += [
        (("on_call", team), f"no team is called so{meant}")
        for team in teams - declared
        if declared and (meant := _meant(team, declared))
    ]
    known = teams | declared
    found += [
        (place, f"no team is called “{team}”{_meant(team, known)}; `on_call` says who is on call for a team")
        for place, team in _teams_called(content)
        if team not in known
    ]
    return found


def _lists_named(content: Any) -> Iterator[tuple[Place, str]]:
    """Where a rotation, or a layer of one, rests."""
    for team, said in _mapping(content, "on_call").items():
        parts: list[tuple[Place, Any]] = [(("on_call", str(team)), said)]
        layers = said.get("layers") if isinstance(said, dict) else None
        for index, layer in enumerate(layers if isinstance(layers, list) else []):
            parts.append((("on_call", str(team), "layers", index), layer))
        for place, part in parts:
            named = part.get("rests_on") if isinstance(part, dict) else None
            for name in [named] if isinstance(named, str) else named if isinstance(named, list) else []:
                yield (*place, "rests_on"), _plain(name)


def _teams_called(content: Any) -> Iterator[tuple[Place, str]]:
    """Where a rule about alerts calls whoever is on call."""
    rules = _mapping(content, "alerts").get("rules")
    for index, rule in enumerate(rules if isinstance(rules, list) else []):
        for role, named in _mapping(rule, "call").items():
            if isinstance(named, str) and named.strip().lower().startswith(ON_CALL):
                team = _plain(named.strip()[len(ON_CALL) :])
                yield ("alerts", "rules", index, "call", str(role)), team


def _names(content: Any, key: str) -> set[str]:
    return {_plain(name) for name in _mapping(content, key)}


def _mapping(content: Any, key: str) -> Mapping[Any, Any]:
    found = content.get(key) if isinstance(content, dict) else None
    return found if isinstance(found, dict) else {}


def _plain(name: Any) -> str:
    return str(name).strip().lower()


def _meant(name: str, known: set[str]) -> str:
    nearest = difflib.get_close_matches(name, sorted(known), n=1, cutoff=_ALIKE)
    return f"; did you mean {nearest[0]}?" if nearest else ""
