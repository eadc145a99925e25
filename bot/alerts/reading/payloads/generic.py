"""Our own form, for whatever can post JSON: docs/alert-form.md documents it, and this reads it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.alerts.reading.json_parts import at, first_text, moment, record, records, text, texts
from bot.alerts.reading.states import status_of
from bot.alerts.reading.symptoms import symptom_of
from models.fingerprint import settled
from models.signal import Signal
from models.vocabulary import AlertStatus, Symptom

#: Every key of one alert.
KEYS: Final = frozenset(
    {"title", "status", "severity", "symptom", "assets", "asset", "owner", "domain", "run", "rule", "link"}
    | {"run_link", "test_link", "excerpt", "started_at", "fingerprint", "identity"}
)


def recognises(body: Any) -> bool:
    """An alert with our keys and no others, or a list of such under `alerts`."""
    alerts = at(body, "alerts")
    if alerts is None:
        return _is_ours(body)
    return (
        isinstance(alerts, list)
        and bool(alerts)
        and record(body).keys() <= {"alerts"}
        and all(map(_is_ours, alerts))
    )


def read(body: Any) -> Sequence[Signal] | None:
    """Each alert that has a title; other keys than ours say nothing here."""
    alerts = records(body, "alerts") if isinstance(at(body, "alerts"), list) else [record(body)]
    if at(body, "alerts") == []:
        return ()
    titled = [each for each in alerts if text(each, "title")]
    return tuple(signal for each in titled if (signal := _signal(each))) if titled else None


def _is_ours(alert: Any) -> bool:
    return text(alert, "title") is not None and record(alert).keys() <= KEYS


def _signal(alert: Mapping[str, Any]) -> Signal | None:
    title, word = text(alert, "title") or "", text(alert, "status")
    status = status_of(word) if word else AlertStatus.FIRING
    if status is None:
        return None
    excerpt = text(alert, "excerpt") or ""
    symptom = (text(alert, "symptom") or "").casefold()
    return Signal(
        source="generic",
        title=title,
        status=status,
        symptom=Symptom(symptom) if symptom in set(Symptom) else symptom_of(title, excerpt),
        severity_hint=text(alert, "severity"),
        assets=_listed(alert, "assets") or _listed(alert, "asset"),
        owner=text(alert, "owner"),
        domain=text(alert, "domain"),
        run=text(alert, "run"),
        rule=text(alert, "rule"),
        link=text(alert, "link"),
        run_link=text(alert, "run_link"),
        test_link=text(alert, "test_link"),
        excerpt=excerpt or None,
        started_at=moment(alert, "started_at"),
        identity=_identity(alert, title),
    )


def _identity(alert: Mapping[str, Any], title: str) -> tuple[str, ...]:
    """As given; else the rule with the assets; else the title without its figures."""
    given = _listed(alert, "identity") or _listed(alert, "fingerprint")
    rule, assets = first_text(alert, "rule"), _listed(alert, "assets") or _listed(alert, "asset")
    return given or ((rule, *sorted(assets)) if rule else (settled(title), *sorted(assets)))


def _listed(alert: Mapping[str, Any], key: str) -> tuple[str, ...]:
    one = text(alert, key)
    return (one,) if one else texts(alert, key)
