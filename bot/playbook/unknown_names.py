"""Domains, teams and gateways that a playbook names and does not have.

Read from the raw content, because pydantic compares fields only once all of them are right.
"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

from bot.playbook.document import Place
from bot.playbook.fields import ON_CALL, names_someone
from bot.playbook.shape import Playbook
from models.vocabulary import Role

Named = tuple[Place, str]


def unknown_names(content: Any) -> list[tuple[Place, str]]:
    """Find them all, each with a sentence."""
    domains = {_folded(domain) for domain in _list_at(content, "domains") or Playbook().domains}
    wrong = [
        (place, f"“{name}” is not among the domains")
        for place, name in (
            *_domains_of_alerts(content),
            *_in_owners(content, "when", "domain"),
            *_domains_of_escalation(content),
        )
        if _folded(name) not in domains
    ]
    teams = [_folded(name) for name in _keys_at(content, "teams")]
    wrong += [
        (place, _no_team(name, teams)) for place, name in _named_teams(content) if _folded(name) not in teams
    ]
    callable_ones = {*teams, *Role, *map(_folded, _keys_at(content, "on_call"))}
    wrong += [
        (place, f"“{name}” is neither a team nor a role; write people as @handle")
        for place, name in _called(content)
        if _folded(name).removeprefix(ON_CALL) not in callable_ones and not names_someone(name)
    ]
    gateways = {_folded(name) for name in _keys_at(content, "gateways")}
    return wrong + [
        (place, f"“{name}” is not among the `gateways`")
        for who in _keys_at(content, "contacts")
        for place, name in _text_at(content, "contacts", who, "webhook")
        if _folded(name) not in gateways
    ]


def _no_team(name: str, teams: list[str]) -> str:
    if not teams:
        return f"“{name}” is no team; name it under `teams` first"
    nearest = get_close_matches(_folded(name), teams, n=1, cutoff=0.5)
    meant = f"did you mean {nearest[0]}?" if nearest else f"the teams are {', '.join(teams)}"
    return f"“{name}” is not among the teams; {meant}"


def _named_teams(content: Any) -> Iterator[Named]:
    yield from _in_owners(content, "team")
    yield from _text_at(content, "fallback", "team")


def _in_owners(content: Any, *keys: str) -> Iterator[Named]:
    for index in range(len(_list_at(content, "owners"))):
        yield from _text_at(content, "owners", index, *keys)


def _domains_of_alerts(content: Any) -> Iterator[Named]:
    alerts = content.get("alerts") if isinstance(content, dict) else None
    for domain in _keys_at(alerts, "domains"):
        yield ("alerts", "domains", domain), domain
    for key in ("rules", "maintenance"):
        for index in range(len(_list_at(alerts, key))):
            for inner in (("domain",), ("when", "domain")):
                yield from _text_at(content, "alerts", key, index, *inner)


def _domains_of_escalation(content: Any) -> Iterator[Named]:
    for place, step in _steps(content):
        when = step.get("when")
        named = when.get("domain") if isinstance(when, dict) else None
        for domain in named if isinstance(named, list) else [named]:
            if isinstance(domain, str):
                yield (*place, "when", "domain"), domain


def _called(content: Any) -> Iterator[Named]:
    for place, step in _steps(content):
        levels = [((*place, "levels", index), level) for index, level in enumerate(_list_at(step, "levels"))]
        for at, caller in [(place, step), *levels]:
            for index, name in enumerate(_list_at(caller, "call")):
                if isinstance(name, str):
                    yield (*at, "call", index), name.strip()


def _steps(content: Any) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Policies and steps, with where they stand."""
    escalation = content.get("escalation") if isinstance(content, dict) else None
    for kind in ("policies", "executives", "vendors"):
        for index, step in enumerate(_list_at(escalation, kind)):
            if isinstance(step, dict):
                yield ("escalation", kind, index), step


def _text_at(content: Any, *place: str | int) -> Iterator[Named]:
    """The text that is written at a place, where one is."""
    found = content
    for part in place:
        if isinstance(part, int) or (isinstance(found, dict) and part in found):
            found = found[part]
        else:
            return
    if isinstance(found, str):
        yield place, found


def _keys_at(content: Any, key: str) -> Iterable[str]:
    found = content.get(key) if isinstance(content, dict) else None
    return [str(name) for name in found] if isinstance(found, dict) else []


def _list_at(content: Any, key: str) -> list[Any]:
    found = content.get(key) if isinstance(content, dict) else None
    return found if isinstance(found, list) else []


def _folded(name: object) -> str:
    return str(name).strip().lower()
