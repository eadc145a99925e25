"""What was tried, as people read it: lines at a terminal, a view in Slack. Nothing in it is markup."""

from collections.abc import Iterator
from typing import Any, Final

from bot.alerts.try_alerts import Trial, TriedAlert
from bot.blocks.alerts.try_form import tried_view
from bot.blocks.limits import clip
from bot.blocks.parts import Line, fact, line, strong
from models.vocabulary import DecisionKind

_WOULD: Final = {
    DecisionKind.OPEN: "opens an incident",
    DecisionKind.ATTACH: "joins an incident",
    DecisionKind.REOPEN: "reopens its incident",
    DecisionKind.TRIAGE: "asks for triage",
    DecisionKind.SUPPRESS: "does nothing for now",
}


def lines_of(trial: Trial) -> Iterator[str]:
    """For a terminal."""
    yield from _whole(trial)
    for tried in trial.alerts:
        yield ""
        yield _headline(tried)
        yield from (f"   {name:<9}{words}" for name, words in _facts(tried))


def view_of(trial: Trial) -> dict[str, Any]:
    """For Slack: what the form becomes."""
    said = [line(words) for words in _whole(trial)]
    if trial.reading.words:
        said.append(line(f"{clip(trial.reading.words, 300).capitalize()}."))
    return tried_view(said, [[*_lines(tried)] for tried in trial.alerts])


def _lines(tried: TriedAlert) -> Iterator[Line]:
    yield line(strong(_headline(tried)))
    yield from (fact(name, clip(words, 400)) for name, words in _facts(tried))


def _whole(trial: Trial) -> Iterator[str]:
    reading = trial.reading
    if trial.alerts:
        many = "1 alert" if len(trial.alerts) == 1 else f"{len(trial.alerts)} alerts"
        yield f"Read as {reading.source}: {many}. What would happen where nothing is known yet:"
        return
    yield f"No alert: {reading.ignored}."
    if reading.unreadable:
        yield "As a webhook it would be kept as a dead letter and shown in /incident doctor."


def _headline(tried: TriedAlert) -> str:
    return f"{'🔴' if tried.signal.is_firing else '🟢'} {tried.signal.title}"


def _facts(tried: TriedAlert) -> Iterator[tuple[str, str]]:
    signal, decision = tried.signal, tried.decision
    facts = {
        "would": f"{_WOULD[decision.kind]}: {decision.reason}",
        "as": decision.severity.upper() if decision.kind is DecisionKind.OPEN and decision.severity else None,
        "rule": f"“{tried.rule}”" if tried.rule else "none matches, the defaults decide",
        "status": signal.status.value,
        "symptom": signal.symptom.value if signal.symptom else "not said",
        "severity": f"{signal.severity_hint}, says the tool" if signal.severity_hint else None,
        "assets": clip(", ".join(signal.assets), 300),
        "owner": signal.owner,
        "domain": signal.domain,
        "run": signal.run,
        "began": f"{signal.started_at:%Y-%m-%d %H:%M} UTC" if signal.started_at else None,
        "link": signal.link,
        "same as": signal.fingerprint,
    }
    yield from ((name, words) for name, words in facts.items() if words)
