"""What would become of a body, without doing it: how it is read, which rule holds, and where it leads."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.alerts.maintenance import held_by, windows_now
from bot.alerts.match_rules import FindChannel, in_domain, matching_rules
from bot.alerts.pretend import Pretended
from bot.alerts.reading.read_payload import PayloadReading, read_payload
from bot.playbook import Playbook
from models.grouping import Decision, decide
from models.signal import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedAlert:
    """One alert, and what it would do."""

    signal: Signal
    decision: Decision
    #: The playbook's rule that holds for it; none: the defaults decide.
    rule: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A whole body."""

    reading: PayloadReading
    alerts: tuple[TriedAlert, ...] = ()


def try_alerts(
    body: Any,
    playbook: Playbook,
    now: datetime,
    *,
    source: str | None = None,
    find_channel: FindChannel = lambda name: name,
) -> Trial:
    """Read and decide, one after the other, as if nothing else were known: no incident, silence or alert."""
    reading = read_payload(body, source)
    windows = windows_now(playbook, now)
    pretended = Pretended(playbook.alerts, now, together=reading.is_message)
    tried = []
    for told in reading.signals:
        signal = in_domain(told, playbook.alerts.domains)
        rules = matching_rules(playbook.alerts.rules, signal, reading.channel_id, find_channel)
        quiet = held_by(windows, signal, reading.channel_id, find_channel)
        decision = decide(signal, pretended.known(signal, rules, quiet), now)
        decision = pretended.beside(signal, decision)
        pretended.took(signal, decision)
        tried.append(TriedAlert(signal=signal, decision=decision, rule=rules[0].name if rules else None))
    return Trial(reading=reading, alerts=tuple(tried))


def as_document(trial: Trial) -> dict[str, Any]:
    """As `breakwater alerts try --json` prints it."""
    return {"alerts": [_alert(each) for each in trial.alerts], "ignored": trial.reading.ignored}


def _alert(tried: TriedAlert) -> dict[str, Any]:
    signal = tried.signal
    return {
        "source": signal.source,
        "status": signal.status.value,
        "symptom": signal.symptom.value if signal.symptom else None,
        "severity": signal.severity_hint,
        "assets": [*signal.assets],
        "title": signal.title,
        "fingerprint": signal.fingerprint,
        "decision": tried.decision.kind.value,
        "reason": tried.decision.reason,
    }
