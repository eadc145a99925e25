"""Alertmanager and Grafana, which post alike: `[FIRING:2] Name (labels)` in the title of an attachment."""

import re
from collections.abc import Sequence
from typing import Final

from bot.alerts.reading.message_parts import Parts, Section
from bot.alerts.reading.symptoms import symptom_of
from models.fingerprint import settled
from models.severity_hint import OPENING, WARNING
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

_TITLE: Final = re.compile(
    r"^(?:\W{0,3}|(?::[\w+-]{1,40}:|[^\w\s\[]{1,4}|\s){1,6})"
    r"\[(?P<state>FIRING|RESOLVED|Alerting|OK|No Data|Paused|Pending)\b[^\]\n]{0,40}\]\s*(?P<rest>.*)$",
    re.I,
)
#: Words that Grafana alone puts there; other tools use them in their own ways.
_OLD_GRAFANA: Final = frozenset({"alerting", "ok", "no data", "paused", "pending"})
_NO_NEWS: Final = frozenset({"paused", "pending"})
#: `alertname = X`, `- alertname: X`; the stock template has `=`, most that people write have `:`.
_LABEL: Final = re.compile(
    r"^[ \t]*(?:[-•*][ \t]*)?(?P<name>\w{1,80})[ \t]*(?:=|:(?= ))[ \t]*(?P<value>\S[^\n]{0,500})$", re.M
)
_FIRST: Final = re.compile(r"^(?P<name>[^(]*?)\s*(?:\((?P<common>.*)\))?\s*$")
#: Of the values that a group shares, those that name a severity; a name may hold `low` or `page`.
_SEVERITIES: Final = (OPENING | WARNING) - {"low", "minor", "page", "notice", "debug", "err", "crit"}
#: As the stock template words it: the name, then values that the group shares.
_STANDARD: Final = re.compile(r"\S*(?:\s?\(.*\))?")
_OWNERS: Final = ("owner", "team", "squad", "owned_by")
_ASSETS: Final = ("table", "dataset", "model", "asset", "dag", "dag_id", "job_name", "pipeline", "topic")


def read(parts: Parts) -> Sequence[Signal] | None:
    """One signal for each attachment: a group of alerts, which fires or is resolved as one."""
    titled = [
        (section, found)
        for section in parts.sections
        if (found := _TITLE.match(section.headline[:500] or _first(section)))
    ]
    is_grafana = "grafana" in parts.posted_by or any(_is_grafanas(section) for section, _ in titled)
    if not is_grafana:
        titled = [each for each in titled if _is_alertmanagers(parts, *each)]
    if not titled:
        return None
    return tuple(
        _signal("grafana" if is_grafana else "alertmanager", section, found["state"], found["rest"])
        for section, found in titled
        if found["state"].casefold() not in _NO_NEWS
    )


def _signal(source: str, section: Section, state: str, rest: str) -> Signal:
    labels = _labels(section)
    first = _FIRST.match(rest)
    name, common = (first["name"], first["common"] or "") if first else (rest, "")
    names = sorted(labels.get("alertname", ()))
    said = " ".join(
        value
        for label in ("alertname", "summary", "description", "message")
        for value in labels.get(label, ())
    )
    return Signal(
        source=source,
        title=name or ", ".join(names) or rest or "Alert",
        status=AlertStatus.RESOLVED if state.casefold() in {"resolved", "ok"} else AlertStatus.FIRING,
        symptom=symptom_of(name or " ".join(names), said, default=Symptom.INFRA),
        severity_hint=_severity(labels, common),
        assets=tuple(dict.fromkeys(value for label in _ASSETS for value in labels.get(label, ())))[:50],
        owner=next((value for label in _OWNERS for value in labels.get(label, ())), None),
        domain=next(iter(labels.get("domain", ())), None),
        rule=next(
            (value for label in ("rulename", "alertname") for value in labels.get(label, ())), name or None
        ),
        link=section.links[0].url if section.links else None,
        excerpt="\n".join(section.lines),
        identity=_identity(name, rest, names),
    )


def _labels(section: Section) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for label in _LABEL.finditer("\n".join(section.lines)):
        values = found.setdefault(label["name"].casefold(), [])
        if (value := label["value"].strip()) not in values:
            values.append(value)
    return found


def _severity(labels: dict[str, list[str]], common: str) -> str | None:
    """Its label; where the text does not list labels, the group's common values in the title may name one."""
    told = (*labels.get("severity", ()), *labels.get("priority", ()))
    named = (word for word in common.casefold().split() if word in _SEVERITIES)
    return told[0].casefold() if told else next(named, None)


def _first(section: Section) -> str:
    return " ".join(section.lines[0].split())[:500] if section.lines else ""


def _identity(name: str, rest: str, names: list[str]) -> tuple[str, ...]:
    """The title without its count; one that a team worded itself may hold figures, which change."""
    told = rest if _STANDARD.fullmatch(rest) else settled(rest)
    return (told,) if name else (*names, told)


def _is_alertmanagers(parts: Parts, section: Section, found: re.Match[str]) -> bool:
    """Others put `[RESOLVED]` before a line, too; in a coloured attachment, or with a count, it is theirs."""
    if found["state"].casefold() in _OLD_GRAFANA:
        return False
    named = "alertmanager" in parts.posted_by or "prometheus" in parts.posted_by
    linked = any("/#/alerts" in each.url for each in section.links)
    return named or linked or bool(section.colour) or ":" in found[0].partition("]")[0]


def _is_grafanas(section: Section) -> bool:
    return "grafana" in section.footer.casefold() or any("/alerting/" in each.url for each in section.links)
