"""Signals read back from rows, as their tools would tell them again: the one way back."""

from collections.abc import Iterable

from models.alert import Alert, assets_in
from models.concern import Concern
from models.shared_cause import ancestor_key, shared_causes
from models.signal import Signal


def signal_of(concern: Concern, assets: Iterable[str] = ()) -> Signal:
    """A concern; `assets` are all that its alert names, of which the concern knows the first."""
    own = (concern.asset,) if concern.asset else ()
    return Signal(
        source=concern.source,
        title=concern.title,
        assets=tuple(dict.fromkeys((*assets, *own))),
        owner=concern.owner,
        run=concern.run,
        rule=concern.rule,
        known_as=concern.fingerprint,
    )


def said_by(concern: Concern, alert: Alert) -> Signal:
    """One alert of a concern."""
    return Signal(
        source=alert.source,
        title=alert.title,
        status=alert.status,
        symptom=alert.symptom,
        severity_hint=alert.severity_hint,
        assets=assets_in(alert.asset),
        owner=concern.owner,
        run=concern.run,
        rule=concern.rule,
        link=alert.link,
        excerpt=alert.excerpt,
        started_at=alert.started_at,
        known_as=concern.fingerprint,
    )


def causes_of(concern: Concern) -> tuple[str, ...]:
    """The keys of what a concern may share with others."""
    further_up = (ancestor_key(concern.ancestor),) if concern.ancestor else ()
    return (*(shared.key for shared in shared_causes(signal_of(concern))), *further_up)
