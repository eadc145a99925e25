"""Anything that no other reader knows: read with care, by what its words, colours and labels say."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.alerts.reading.headlines import severity_in, title_of
from bot.alerts.reading.message_parts import Parts, Section
from bot.alerts.reading.sources.told import domain_of, owner_of, run_of
from bot.alerts.reading.symptoms import symptom_of
from bot.alerts.reading.times import time_in
from bot.alerts.reading.verdict import Verdict, verdict
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

#: Labels whose value names what the alert is about, most telling first.
ASSET_LABELS: Final = (
    "table", "tables", "asset", "dataset", "model", "view", "dashboard", "source table", "full table name",
    "data source", "datasource", "dag", "pipeline", "job", "job name", "flow", "task", "connection", "sync",
)  # fmt: skip

#: Labels whose value tells two alerts with the same title apart.
_TELLING: Final = (
    *ASSET_LABELS, "check", "test", "rule", "monitor", "alert", "alertname", "metric", "column", "service",
    "host", "instance", "environment", "env", "schema", "database", "step",
)  # fmt: skip

_KINDS: Final = ("symptom", "type", "monitor type", "test type", "test", "check")
_STARTED: Final = ("started at", "starts at", "start time", "since", "first seen", "triggered at")

_QUALIFIED: Final = re.compile(r"(?<![\w./@-])[a-z_][\w$]*(?:\.[a-z_][\w$]*){1,3}(?![\w./@(])", re.I)
_NOT_ASSETS: Final = re.compile(
    r"\.(?:com|org|net|io|dev|app|co|cloud|ai|eu|internal|local|py|sql|ya?ml|csv|json|log|txt|md|html|sh|parquet|gz|error|exception|exceptions|errors)$",
    re.I,
)


def read(parts: Parts) -> Sequence[Signal] | None:
    """Read a message of a tool that is not known here; the name it posts under is its source."""
    source = _slug(parts.poster) or "slack"
    several = [section for section in parts.sections if _stands_alone(section)]
    if len({_where(section) for section in several}) < 2:
        return read_as(parts, source=source)
    alone = (replace(parts, sections=(section,)) for section in several)
    return tuple(signal for each in alone for signal in read_as(each, source=source))


def read_as(
    parts: Parts,
    *,
    source: str,
    default: Symptom | None = None,
    title: str = "",
    identity: tuple[str, ...] = (),
    assets: tuple[str, ...] = (),
    rule: str | None = None,
    severity_hint: str | None = None,
    is_over: bool = False,
    is_ours: bool = False,
) -> Sequence[Signal]:
    """Read by words alone, in the name of a source that may know some of it better.

    `is_over` says that it is fine again, `is_ours` that it is an alert whatever the words.
    """
    said = Verdict.FINE_AGAIN if is_over else verdict(parts)
    if not is_ours and said not in {Verdict.WRONG, Verdict.FINE_AGAIN}:
        return ()
    words = title or title_of(parts.headline)
    return (
        Signal(
            source=source,
            title=words,
            status=AlertStatus.RESOLVED if said is Verdict.FINE_AGAIN else AlertStatus.FIRING,
            symptom=symptom_of(words, _kinds(parts), parts.body, default=default),
            severity_hint=severity_hint or severity_in(parts),
            assets=assets or assets_in(parts),
            owner=owner_of(parts),
            domain=domain_of(parts),
            run=run_of(parts),
            rule=rule,
            link=parts.link_to(),
            excerpt=parts.body,
            started_at=time_in(parts.fact(*_STARTED)),
            identity=identity or _identity(parts, words),
        ),
    )


def _stands_alone(section: Section) -> bool:
    """An attachment with a title, a colour and an address or values of its own is an alert of its own."""
    return bool(section.headline and section.colour and (section.links or section.facts))


def _where(section: Section) -> tuple[str, str]:
    """What tells two alerts of one message apart."""
    link = section.links[0].url if section.links else ""
    return settled(section.headline), link


def assets_in(parts: Parts) -> tuple[str, ...]:
    """What the message is about: a labelled value, else names like `schema.table` in its headline."""
    labelled = parts.fact(*ASSET_LABELS)
    if labelled:
        return tuple(name.strip(" `'\"") for name in labelled.split(",") if name.strip())[:50]
    named = _QUALIFIED.findall(parts.headline) or _QUALIFIED.findall(next(iter(parts.body.split("\n")), ""))
    return tuple(dict.fromkeys(name for name in named if not _NOT_ASSETS.search(name)))[:50]


def _identity(parts: Parts, title: str) -> tuple[str, ...]:
    facts = parts.facts
    telling = tuple(f"{label}={settled(facts[label])}" for label in _TELLING if label in facts)
    words = _without_state(settled(title))
    if not telling and len(words.split()) < 3:  # "Alert": the next line says which
        words = f"{words} {_without_state(settled(next(iter(parts.body.split(chr(10))), '')))}"
    return (words, *telling)


def _without_state(words: str) -> str:
    """Broken and fine again share an identity."""
    return re.sub(
        r"^(?:(?:resolved|recovered|triggered|firing|closed|ok|alert|alerting|re-triggered)[:\s-]+)+",
        "",
        words,
    )


def _kinds(parts: Parts) -> str:
    """What labelled values say of the kind of trouble."""
    facts = parts.facts
    return " ".join(f"{label} {facts[label]}" for label in _KINDS if label in facts)


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "_", name.casefold()).strip("_")[:60]
