"""What was tried, in lines that a person reads at a terminal or in Slack."""

from collections.abc import Iterator

from bot.alerts.try_alerts import Trial, TriedAlert
from bot.blocks.limits import clip
from models.vocabulary import DecisionKind

_WOULD = {
    DecisionKind.OPEN: "opens an incident",
    DecisionKind.ATTACH: "joins an incident",
    DecisionKind.REOPEN: "reopens its incident",
    DecisionKind.TRIAGE: "asks for triage",
    DecisionKind.SUPPRESS: "does nothing for now",
}


def lines_of(trial: Trial) -> Iterator[str]:
    """The whole of it; nothing in it is markup."""
    reading = trial.reading
    if not trial.alerts:
        yield f"No alert: {reading.ignored}."
        if reading.unreadable:
            yield "As a webhook it would be kept as a dead letter and shown in `/incident doctor`."
        return
    many = "1 alert" if len(trial.alerts) == 1 else f"{len(trial.alerts)} alerts"
    yield f"Read as {reading.source}: {many}."
    for tried in trial.alerts:
        yield ""
        yield from _alert(tried)


def _alert(tried: TriedAlert) -> Iterator[str]:
    signal, decision = tried.signal, tried.decision
    yield f"{'🔴' if signal.is_firing else '🟢'} {signal.title}"
    yield _fact("would", f"{_WOULD[decision.kind]}: {decision.reason}")
    if decision.kind is DecisionKind.OPEN and decision.severity:
        yield _fact("severity", f"{decision.severity.upper()} of what is opened")
    yield _fact("rule", f"“{tried.rule}”" if tried.rule else "none matches, the defaults decide")
    facts = {
        "status": signal.status.value,
        "symptom": signal.symptom.value if signal.symptom else "not said",
        "it says": signal.severity_hint,
        "assets": clip(", ".join(signal.assets), 300),
        "owner": signal.owner,
        "domain": signal.domain,
        "run": signal.run,
        "began": f"{signal.started_at:%Y-%m-%d %H:%M} UTC" if signal.started_at else None,
        "link": signal.link,
        "same as": signal.fingerprint,
    }
    yield from (_fact(name, words) for name, words in facts.items() if words)


def _fact(name: str, words: str) -> str:
    return f"   {name:<9}{words}"
